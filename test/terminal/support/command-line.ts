import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { run } from '../../../terminal/cli/program.ts'
import { loadProfile } from '../../../terminal/sdk/node/profile.ts'
import { FakeGateway } from './fake-gateway.ts'

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
      readLine: async () => this.input,
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

/** A transfer that the fake gateway accepts. */
export const transferWords = ['transfer', 'GOLD-1G', '1500', '--to', 'bob']

/** A user with a folder and a gateway, fresh for each test of the suite that asks. */
class CommandLineScene {
  folder = ''
  gateway = new FakeGateway()
  assay = new CommandLine('')

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'assay-command-'))
    this.gateway = await new FakeGateway().listen()
    this.assay = new CommandLine(this.folder, this.gateway.url)
  }

  async close(): Promise<void> {
    await this.gateway.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** Makes Alice's device and has the gateway know it. */
  async createAlice() {
    const { code, output } = await this.assay.run('device', 'create', '--participant', 'alice')
    expect(code).to.equal(0)
    const { signer } = await loadProfile(join(this.folder, 'default'))
    this.gateway.devices.set(signer.device, signer.publicKey)
    return { signer, output }
  }
}

export const commandLineScene = (): CommandLineScene => {
  const scene = new CommandLineScene()
  beforeEach(() => scene.open())
  afterEach(() => scene.close())
  return scene
}
