import { readFileSync, statSync } from 'node:fs'
import { readPatches } from './patches.ts'

/** A fault of Fabric that a program is not known to be free of. */
export type KnownFault = { name: string; title: string; stops: 'orderers' | 'peers' }

const scanned = new Map<string, KnownFault[]>()

/**
 * The faults that a program has, as far as can be told from outside: the version does not tell them, but a program in which
 * one is mended carries a text that others lack (decision 0025). `file` may be `/proc/PID/exe`, and so the program that really runs.
 * A release that mends a fault in another way than ours is said to have it.
 */
export const faultsOf = (program: 'orderer' | 'peer', file: string): KnownFault[] => {
  const { dev, ino, size, mtimeMs } = statSync(file)
  const key = [program, dev, ino, size, mtimeMs].join()
  const known = scanned.get(key)
  if (known !== undefined) return known
  const text = readFileSync(file)
  const faults = readPatches()
    .filter((patch) => patch.program === program && !text.includes(patch.marker))
    .map(({ name, title, fault }): KnownFault => ({ name, title, stops: fault }))
  scanned.set(key, faults)
  return faults
}

/** The faults of a program that runs under this pid; none where the machine does not tell what it runs. */
export const faultsOfRunning = (program: 'orderer' | 'peer', pid: number): KnownFault[] => {
  try {
    return faultsOf(program, `/proc/${pid}/exe`)
  } catch {
    return []
  }
}
