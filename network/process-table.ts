import { readFileSync } from 'node:fs'

// The fields after the command's name, which stands in brackets and may itself hold spaces and brackets.
const readStatus = (pid: number): string[] | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process started, in the kernel's ticks since boot; undefined where the machine does not tell. */
export const startTimeOf = (pid: number): string | undefined => readStatus(pid)?.[19]

/**
 * Whether the very process that was seen under this pid still runs: a pid that meanwhile went to another process,
 * or a process that has ended and only waits to be collected, does not count.
 * Where there is no /proc, the pid alone has to do.
 */
export const isAlive = (pid: number, startTime: string | undefined): boolean => {
  if (!exists(pid)) return false
  const status = readStatus(pid)
  if (status === undefined || startTime === undefined) return true
  return status[0] !== 'Z' && status[19] === startTime
}

// The kernel counts processor time for its readers in hundredths of a second, whatever its own clock does.
const tickMilliseconds = 10

/** The processor time of a process since it began, in milliseconds; undefined where the machine does not tell. */
export const processorMillisecondsOf = (pid: number): number | undefined => {
  const status = readStatus(pid)
  return status === undefined ? undefined : (Number(status[11]) + Number(status[12])) * tickMilliseconds
}

/** The resident memory of a process in bytes; undefined where the machine does not tell. */
export const memoryOf = (pid: number): number | undefined => {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}
