import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, startTimeOf } from './process-table.ts'

type Holder = { pid: number; startTime?: string }

const readHolder = (file: string): Holder | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

const tryToTake = (file: string): boolean => {
  const holder: Holder = { pid: process.pid }
  const startTime = startTimeOf(process.pid)
  if (startTime !== undefined) holder.startTime = startTime
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/**
 * Runs `work` while holding a lock file. A lock whose owner has died is taken over.
 * When another process holds it, `onBusy` is told its pid: it may throw to give up, or return to wait.
 */
export const withLock = async <Result>(
  file: string,
  onBusy: (pid: number) => void,
  work: () => Promise<Result>,
): Promise<Result> => {
  mkdirSync(dirname(file), { recursive: true })
  while (!tryToTake(file)) {
    const holder = readHolder(file)
    if (holder !== undefined && isAlive(holder.pid, holder.startTime)) {
      onBusy(holder.pid)
      await sleep(1000)
    } else {
      rmSync(file, { force: true })
    }
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
