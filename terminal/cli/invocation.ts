import type { Command } from 'commander'
import { type Connection, connect, type TerminalEvent } from '../sdk/connection.ts'
import { TerminalFault } from '../sdk/errors.ts'
import { fileLedgers, loadProfile, openTerminal, type Profile, profileFolder } from '../sdk/node/profile.ts'
import { openResultKeys, type ResultKeys } from '../sdk/result-keys.ts'
import { memoryLedgers } from '../sdk/stores.ts'
import type { Patience, Terminal } from '../sdk/terminal.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { explain } from './explain.ts'

/** What the program reads and writes; tests give their own. */
export interface Streams {
  output: (text: string) => void
  complain: (text: string) => void
  readFile: (file: string) => Promise<string>
  /** Asks a question and reads one line; what was typed is not printed by this program. */
  readLine: (question: string) => Promise<string>
  environment: NodeJS.ProcessEnv
  /** Says when to stop what goes on until then; where it is left out, an interrupt (Ctrl-C) does. */
  interruption?: AbortSignal
}

/** Stops at the first interrupt of this process, or when it is asked to end. */
const interrupted = (): AbortSignal => {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort())
  return stopping.signal
}

/** The options that every command takes. */
export interface SharedOptions {
  gateway?: string
  profile?: string
  json?: boolean
  wait: number
  validFor: number
}

const describeEvent = (event: TerminalEvent): string => {
  if (event.event === 'sending_again') return `${event.reason}; trying again in ${event.delayMilliseconds} ms`
  const about = event.event === 'result_dropped' ? event.id : event.path
  return `an answer about ${about} was dropped: ${event.reason}`
}

/** One run of one command: its settings, its device, and how it answers. */
export class Invocation {
  readonly streams: Streams
  readonly #shared: SharedOptions

  constructor(streams: Streams, shared: SharedOptions) {
    this.streams = streams
    this.#shared = shared
  }

  get patience(): Patience {
    return { validForSeconds: this.#shared.validFor, waitSeconds: this.#shared.wait }
  }

  get folder(): string {
    const name = this.#shared.profile ?? this.streams.environment['ASSAY_PROFILE'] ?? 'default'
    return profileFolder(name, this.streams.environment)
  }

  /** The gateway that was named for this run, by option or environment. */
  get namedGateway(): string | undefined {
    return this.#shared.gateway ?? this.streams.environment['ASSAY_GATEWAY']
  }

  profile(): Promise<Profile> {
    return loadProfile(this.folder)
  }

  /** The profile, or undefined where there is none: reading what is published needs no device. */
  async profileIfAny(): Promise<Profile | undefined> {
    try {
      return await this.profile()
    } catch (error) {
      if (error instanceof TerminalFault && error.code === 'profile_missing') return undefined
      throw error
    }
  }

  /** How to reach a gateway, telling the user what is tried again or dropped. */
  connectTo(gateway: string): Connection {
    return connect(gateway, { log: (event) => this.note(describeEvent(event)) })
  }

  /** The connection to the gateway of this run: the named one, else the profile's. */
  connection(profile: Profile | undefined): Connection {
    const gateway = this.namedGateway ?? profile?.settings.gateway
    if (gateway !== undefined) return this.connectTo(gateway)
    throw new TerminalFault('gateway_missing', {
      problem: 'no gateway is named',
      next: 'Give --gateway URL or set ASSAY_GATEWAY, such as http://127.0.0.1:17080 on a development machine.',
    })
  }

  /** Connects for reading what is published, with or without a device. */
  async openConnection(): Promise<Connection> {
    return this.connection(this.namedGateway === undefined ? await this.profileIfAny() : undefined)
  }

  /** Connects for asking about instructions; without a device, the gateway's keys are believed for this run only. */
  async openReceiver(): Promise<{ connection: Connection; keys: ResultKeys }> {
    const profile = await this.profileIfAny()
    const connection = this.connection(profile)
    const ledgers = profile === undefined ? memoryLedgers() : fileLedgers(profile.folder)
    return { connection, keys: await openResultKeys(connection, ledgers) }
  }

  /** Lends the device's terminal to `use`, and closes it afterwards. */
  async withTerminal<T>(use: (terminal: Terminal, profile: Profile) => Promise<T>): Promise<T> {
    const profile = await this.profile()
    const { terminal, close } = openTerminal(profile, this.connection(profile))
    try {
      return await use(terminal, profile)
    } finally {
      close()
    }
  }

  /** When to stop what goes on until somebody says so. */
  get interruption(): AbortSignal {
    return this.streams.interruption ?? interrupted()
  }

  /** Answers: one JSON document with --json, else the lines. */
  print(document: object, lines: readonly string[]): void {
    this.streams.output(this.#shared.json === true ? `${JSON.stringify(document, null, 2)}\n` : `${lines.join('\n')}\n`)
  }

  /** Tells the user something beside the answer. */
  note(text: string): void {
    this.streams.complain(`note: ${text}\n`)
  }

  /** Says what happened and what to do next; gives the code to end with. */
  fail(error: unknown): ExitCode {
    const { exitCode, ...explanation } = explain(error)
    if (this.#shared.json === true) this.print({ error: explanation }, [])
    else this.streams.complain(`${explanation.code}: ${explanation.problem}\n  next: ${explanation.next}\n`)
    if (this.streams.environment['ASSAY_DEBUG']) this.streams.complain(`${(error as Error).stack ?? ''}\n`)
    return exitCode
  }
}

/** What the commands share while one of them runs: the streams, and where the exit code goes. */
export interface Frame {
  streams: Streams
  finish: (code: ExitCode) => void
}

/** Wraps a command's work: gives it an invocation and its arguments, and turns what it throws into words and an exit code. */
export const performing =
  <A extends unknown[]>(frame: Frame, work: (invocation: Invocation, ...given: A) => Promise<ExitCode | undefined>) =>
  async (...parameters: unknown[]): Promise<void> => {
    const command = parameters.at(-1) as Command
    const invocation = new Invocation(frame.streams, command.optsWithGlobals<SharedOptions>())
    try {
      frame.finish((await work(invocation, ...(parameters.slice(0, -1) as A))) ?? exitCodes.accepted)
    } catch (error) {
      frame.finish(invocation.fail(error))
    }
  }
