import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Played } from '../days.ts'
import { type Bug, plant } from './bugs.ts'

const copied = [
  'audit',
  'chaincode',
  'network',
  'test/audit/support',
  'test/market',
  'test/support',
  'scripts/market.ts',
  'package.json',
]

/** A copy of what a market needs of the project, in a folder of its own that goes with `remove`, or with the process: bugs are planted nowhere else. */
export class Garden {
  readonly #root: string
  readonly #folder: string
  #playing: ChildProcess | undefined

  constructor(root: string) {
    this.#root = root
    this.#folder = mkdtempSync(join(tmpdir(), 'assay-planted-'))
    for (const part of copied) cpSync(join(root, part), join(this.#folder, part), { recursive: true })
    symlinkSync(realpathSync(join(root, 'node_modules')), join(this.#folder, 'node_modules'))
    process.once('exit', this.remove)
  }

  /** Ends what plays in it, and deletes it. */
  readonly remove = (): void => {
    process.off('exit', this.remove)
    this.#playing?.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Plays days with a bug, or without any; what is planted is gone again afterwards. */
  async play(bug: Bug | undefined, { seed, days }: { seed: number; days: number }): Promise<Played> {
    if (bug === undefined) return this.#run(seed, days)
    const source = readFileSync(join(this.#root, bug.file), 'utf8')
    writeFileSync(join(this.#folder, bug.file), plant(source, bug))
    try {
      return await this.#run(seed, days)
    } finally {
      writeFileSync(join(this.#folder, bug.file), source)
    }
  }

  async #run(seed: number, days: number): Promise<Played> {
    const words = ['scripts/market.ts', '--json', '--seed', `${seed}`, '--days', `${days}`]
    const { NODE_V8_COVERAGE: _coverage, ...env } = process.env
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
      ...{ cwd: this.#folder, env, stdio: ['ignore', 'pipe', 'pipe'] },
    })
    this.#playing = child
    const [told, complaint] = await Promise.all([text(child.stdout), text(child.stderr)])
    this.#playing = undefined
    if (told === '') throw new Error(`the market did not play: ${complaint}`)
    return JSON.parse(told) as Played
  }
}
