import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Topology } from '../../network/topology.ts'
import { exitCodes } from '../../terminal/cli/exit-code.ts'
import { run } from '../../terminal/cli/program.ts'
import { type Name, terminalsFolder } from '../cast.ts'
import { untilAllKnow } from './heights.ts'
import { say, showCommand } from './voice.ts'

/** What a command answered as JSON: its effects where it was accepted, its code where it was refused. */
interface Answered {
  code?: string
  /** Where the command line itself refused. */
  error?: { code: string }
  effects: { [name: string]: string }
  /** What is wrong with a file that was checked. */
  fault?: { code: string }
  /** The receipts of a package. */
  openings?: { receiver: string }[]
}

/** The command line as the people of the demonstration have it; what it prints before it runs can be copied. */
export class DemonstrationCommands {
  readonly #topology: Topology
  readonly #home: string

  constructor(topology: Topology) {
    this.#topology = topology
    this.#home = terminalsFolder(topology)
    say(`  (each in a terminal of its own, after: export ASSAY_HOME=${relative(process.cwd(), this.#home)})`)
  }

  /** Shows a command of somebody, runs exactly that one, and gives its exit code and what it answered. */
  async #run(name: Name, words: readonly string[]): Promise<{ exit: number; answered: Answered }> {
    showCommand(['--profile', name, ...words])
    // What somebody did at another member’s gateway is read at this one a moment later.
    await untilAllKnow(this.#topology)
    let output = ''
    let complaint = ''
    const exit = await run([...words, '--profile', name, '--json'], {
      output: (text) => {
        output += text
      },
      complain: (text) => {
        complaint += text
      },
      readFile: (file) => readFile(file, 'utf8'),
      readLine: () => Promise.reject(new Error('the demonstration types nothing')),
      environment: { ASSAY_HOME: this.#home },
    })
    if (output === '') throw new Error(`assay ${words.join(' ')} of ${name} answered nothing: ${complaint}`)
    return { exit, answered: JSON.parse(output) as Answered }
  }

  /** Runs a command that reads; throws with what came when it ends with anything but 0. */
  async read(name: Name, ...words: string[]): Promise<Answered> {
    const { exit, answered } = await this.#run(name, words)
    if (exit === exitCodes.accepted) return answered
    throw new Error(`assay ${words.join(' ')} of ${name} ended with ${exit}: ${JSON.stringify(answered)}`)
  }

  /** Runs a command that instructs, and gives its effects; throws as `read` does. */
  async honoured(name: Name, ...words: string[]): Promise<Answered['effects']> {
    return (await this.read(name, ...words)).effects
  }

  /** Runs a command that must be refused with this code, by the ledger or before anything is sent; throws with what came instead. */
  async refused(code: string, name: Name, ...words: string[]): Promise<void> {
    const { exit, answered } = await this.#run(name, words)
    if (exit === exitCodes.refused && (answered.code ?? answered.error?.code ?? answered.fault?.code) === code) return
    throw new Error(`assay ${words.join(' ')} of ${name} was to be refused: ${JSON.stringify(answered)}`)
  }
}
