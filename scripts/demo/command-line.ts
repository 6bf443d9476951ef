import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Topology } from '../../network/topology.ts'
import { run } from '../../terminal/cli/program.ts'
import { type Name, terminalsFolder } from '../cast.ts'
import { say, showCommand } from './voice.ts'

/** What a command answered as JSON: its effects where it was accepted, its code where it was refused. */
interface Answered {
  status?: string
  code?: string
  effects: { [name: string]: string }
}

/** The command line as the people of the demonstration have it; what it prints before it runs can be copied. */
export class DemonstrationCommands {
  readonly #home: string

  constructor(topology: Topology) {
    this.#home = terminalsFolder(topology)
    say(`  (each in a terminal of its own, after: export ASSAY_HOME=${relative(process.cwd(), this.#home)})`)
  }

  /** Shows a command of somebody, runs exactly that one, and gives what it answered. */
  async answer(name: Name, ...words: string[]): Promise<Answered> {
    showCommand(['--profile', name, ...words])
    let output = ''
    let complaint = ''
    await run([...words, '--profile', name, '--json'], {
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
    return JSON.parse(output) as Answered
  }

  /** As `answer`, and wants it accepted; gives its effects, and throws with what came instead. */
  async honoured(name: Name, ...words: string[]): Promise<Answered['effects']> {
    const answered = await this.answer(name, ...words)
    if (answered.status === 'accepted') return answered.effects
    throw new Error(`assay ${words.join(' ')} of ${name} was not accepted: ${JSON.stringify(answered)}`)
  }
}
