import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../../../terminal/cli/program.ts'

const main = join(import.meta.dirname, '..', '..', '..', 'terminal', 'cli', 'main.ts')

export interface Ran {
  code: number
  output: string
  complaint: string
}

/** The command line as a user of one folder and one gateway has it. */
export class CommandLine {
  readonly environment: NodeJS.ProcessEnv
  input = ''

  constructor(folder: string, gateway?: string) {
    this.environment = { ASSAY_HOME: folder, ...(gateway === undefined ? {} : { ASSAY_GATEWAY: gateway }) }
  }

  /** Runs a command in this process. */
  async run(...words: string[]): Promise<Ran> {
    const ran = { output: '', complaint: '' }
    const code = await run(words, {
      output: (text) => {
        ran.output += text
      },
      complain: (text) => {
        ran.complaint += text
      },
      readFile: async (file) => (file === '-' ? this.input : readFile(file, 'utf8')),
      environment: this.environment,
    })
    return { code, ...ran }
  }

  /** Starts a command as a process of its own, which a test may kill. */
  start(...words: string[]): ChildProcess {
    const environment = { PATH: process.env['PATH'] ?? '', ...this.environment }
    return spawn(process.execPath, [main, ...words], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  }
}
