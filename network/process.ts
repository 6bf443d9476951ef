import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { plainEnvironment } from './command.ts'
import { writeDurably } from './durable.ts'
import { retry, type Work, waitFor, workOfAll } from './patience.ts'
import { isListening, isPortFree } from './ports.ts'
import { isAlive, startTimeOf } from './process-table.ts'

export type ProcessRecord = {
  name: string
  pid: number
  /** When the process started, so that a pid which meanwhile belongs to another process is never touched. */
  startTime?: string | undefined
  command: string[]
  port?: number | undefined
  /** A digest of command, folder and environment: another one means that the process must be started anew. */
  definition: string
}

export type ProcessDefinition = {
  name: string
  command: [string, ...string[]]
  environment?: Record<string, string>
  folder?: string
  /** The port it will listen on; being ready means that this port answers. */
  port?: number
  /** Others that it listens on before that one. */
  otherPorts?: readonly number[]
}

const largestLog = 20 * 1024 * 1024

const recordFile = (dataFolder: string, name: string): string => join(dataFolder, 'run', `${name}.json`)

/** The file a process writes its output to. */
export const logFile = (dataFolder: string, name: string): string => join(dataFolder, 'logs', `${name}.log`)

const readRecord = (dataFolder: string, name: string): ProcessRecord | undefined => {
  try {
    return JSON.parse(readFileSync(recordFile(dataFolder, name), 'utf8')) as ProcessRecord
  } catch {
    return undefined
  }
}

/** The processes on record, running or not, in the order of their names. */
export const listProcesses = (dataFolder: string): ProcessRecord[] => {
  try {
    return readdirSync(join(dataFolder, 'run'))
      .filter((file) => file.endsWith('.json'))
      .sort()
      .flatMap((file) => readRecord(dataFolder, file.slice(0, -'.json'.length)) ?? [])
  } catch {
    return []
  }
}

/** What all processes of a network's folder have done so far. */
export const workOf = (dataFolder: string): Work =>
  workOfAll(listProcesses(dataFolder).map(({ name, pid }) => ({ pid, log: logFile(dataFolder, name) })))

/** The record of a process that runs at this moment; undefined when it does not. */
export const findRunning = (dataFolder: string, name: string): ProcessRecord | undefined => {
  const record = readRecord(dataFolder, name)
  return record !== undefined && isAlive(record.pid, record.startTime) ? record : undefined
}

/** Whether the process of that name runs: a pid that now belongs to something else does not count. */
export const isRunning = (dataFolder: string, name: string): boolean => findRunning(dataFolder, name) !== undefined

/** The last lines of a text file; nothing when there is no such file. */
export const lastLines = (file: string, count: number): string => {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
  } catch {
    return ''
  }
}

const digestOf = ({ command, environment, folder }: ProcessDefinition): string =>
  createHash('sha256')
    .update(JSON.stringify([command, environment ?? {}, folder ?? '']))
    .digest('hex')
    .slice(0, 16)

const openLog = (dataFolder: string, name: string): number => {
  const file = logFile(dataFolder, name)
  mkdirSync(join(dataFolder, 'logs'), { recursive: true })
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > largestLog) renameSync(file, `${file}.old`)
  return openSync(file, 'a', 0o600)
}

const refuseTakenPort = async (name: string, port: number): Promise<void> => {
  // A process that has just ended may hold its port for another moment.
  const freed = async () => (await isPortFree(port)) || undefined
  if (await retry(freed, { seconds: 1, what: `port ${port} becoming free` }).catch(() => false)) return
  throw new Error(
    `port ${port}, wanted by ${name}, is already in use by another program: ` +
      'stop that program, or choose other ports with ASSAY_PORT_BASE (default 17000)',
  )
}

const launch = (dataFolder: string, definition: ProcessDefinition): ProcessRecord => {
  const { name, command, environment, folder, port } = definition
  const output = openLog(dataFolder, name)
  const [file, ...parameters] = command
  const child: ChildProcess = spawn(file, parameters, {
    cwd: folder ?? dataFolder,
    env: { ...plainEnvironment(), ...environment },
    detached: true,
    stdio: ['ignore', output, output],
  })
  child.on('error', () => {})
  child.unref()
  if (child.pid === undefined) throw new Error(`${name} cannot be started: ${file} is no program that runs here`)
  const record = { name, pid: child.pid, startTime: startTimeOf(child.pid), command, port }
  const written: ProcessRecord = { ...record, definition: digestOf(definition) }
  writeDurably(recordFile(dataFolder, name), `${JSON.stringify(written)}\n`)
  return written
}

const waitUntilReady = async (dataFolder: string, record: ProcessRecord, signal?: AbortSignal) => {
  const log = logFile(dataFolder, record.name)
  let died = false
  const look = async () => {
    died = !isAlive(record.pid, record.startTime)
    if (died) return false
    return record.port === undefined || (await isListening(record.port)) || undefined
  }
  const patience = {
    what: `${record.name} answering on port ${record.port}`,
    work: () => workOfAll([{ pid: record.pid, log }]),
  }
  const ready = await waitFor(look, { ...patience, signal }).catch((error: Error) => {
    signal?.throwIfAborted()
    throw new Error(`${error.message}; its log is ${log}, ending:\n${lastLines(log, 20)}`)
  })
  if (!ready) throw new Error(`${record.name} ended while starting; its log is ${log}, ending:\n${lastLines(log, 20)}`)
}

/**
 * Starts a process that outlives us, writes down who it is, and waits until its port answers, for as long as it gets on.
 * One of that name that already runs as defined is left alone; one that was started otherwise is replaced.
 * Answers whether it was started now. Refuses a taken port; a process that dies at once is reported with its last lines.
 */
export const startProcess = async (
  dataFolder: string,
  definition: ProcessDefinition,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<boolean> => {
  const running = findRunning(dataFolder, definition.name)
  if (running?.definition === digestOf(definition)) {
    await waitUntilReady(dataFolder, running, signal)
    return false
  }
  if (running !== undefined) await stopProcess(dataFolder, definition.name)
  const { name, port, otherPorts = [] } = definition
  const ports = port === undefined ? otherPorts : [port, ...otherPorts]
  await Promise.all(ports.map((each) => refuseTakenPort(name, each)))
  // Nothing may lie between this check and the start: who aborts relies on no process appearing afterwards.
  signal?.throwIfAborted()
  const record = launch(dataFolder, definition)
  try {
    await waitUntilReady(dataFolder, record, signal)
  } catch (error) {
    await stopProcess(dataFolder, definition.name)
    throw error
  }
  return true
}

const tell = (pid: number, signal: 'SIGTERM' | 'SIGKILL'): void => {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself in the meantime.
  }
}

/**
 * Ends a process on record: asks it, waits up to `seconds`, then forces it, and forgets the record.
 * Answers whether it was running. A pid that now belongs to another process is left alone.
 */
export const stopProcess = async (dataFolder: string, name: string, seconds = 10): Promise<boolean> => {
  const record = findRunning(dataFolder, name)
  if (record !== undefined) {
    const gone = async () => !isAlive(record.pid, record.startTime) || undefined
    tell(record.pid, 'SIGTERM')
    const ended = await retry(gone, { seconds, what: `${name} ending` }).catch(() => false)
    if (!ended) {
      tell(record.pid, 'SIGKILL')
      await retry(gone, { seconds: 10, what: `${name} ending by force` })
    }
  }
  rmSync(recordFile(dataFolder, name), { force: true })
  return record !== undefined
}
