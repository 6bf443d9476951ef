import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { plant } from '../market/planted/bugs.ts'
import type { RowBug } from './row-bug.ts'
import type { RowReport } from './row-reporter.ts'

const copied = [
  'audit',
  'chaincode',
  'docs',
  'gateway',
  'institution',
  'network',
  'scripts',
  'terminal',
  'test',
  'package.json',
]

/** What a run of a row's tests came to. */
export interface RowRun {
  passed: number
  /** Each failed test, with the lines of tests at which it failed, as `file:line`, the innermost first. */
  failed: { title: string; at: string; says: string }[]
}

/** The places of tests that a stack names, the innermost first. */
const placeOf = (stack: string): string =>
  [...new Set([...stack.matchAll(/(test\/[^\s()]*\.ts:\d+)/g)].map(([, place]) => place))].join(' < ') ||
  'at no line of a test'

/** The texts of tests that run without a network, by their files; bugs are planted in no test, so that each is read once. */
const testsBelow = new Map<string, ReadonlyMap<string, string>>()

const textsOf = (root: string): ReadonlyMap<string, string> => {
  const known = testsBelow.get(root)
  if (known !== undefined) return known
  const exclude = ['test/scenario/**', 'test/browser/**', 'test/scripts/**']
  const files = globSync('test/**/*.test.ts', { cwd: root, exclude }).sort()
  const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  testsBelow.set(root, texts)
  return texts
}

/** The files of tests that run without a network and of which some title begins with the row's id, or is made of it. */
export const testsOf = (root: string, row: string): string[] => {
  const title = new RegExp(`['"\`](?:S[0-9X]-\\d+ )*${row}[ '"\`]`)
  return [...textsOf(root)].filter(([, text]) => text.includes(row) && title.test(text)).map(([file]) => file)
}

/** A copy of the project in a folder of its own that goes with `remove`, or with the process: bugs are planted nowhere else. */
export class RowGarden {
  readonly #root: string
  readonly #folder: string
  #running: ChildProcess | undefined

  constructor(root: string) {
    this.#root = root
    this.#folder = mkdtempSync(join(tmpdir(), 'assay-rows-'))
    for (const part of copied) cpSync(join(root, part), join(this.#folder, part), { recursive: true })
    symlinkSync(realpathSync(join(root, 'node_modules')), join(this.#folder, 'node_modules'))
    process.once('exit', this.remove)
  }

  /** Ends what runs in it, and deletes it. */
  readonly remove = (): void => {
    process.off('exit', this.remove)
    this.#running?.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Runs the tests of a bug's row with the bug, which is gone again afterwards. */
  async run(bug: RowBug): Promise<RowRun> {
    const source = readFileSync(join(this.#root, bug.file), 'utf8')
    writeFileSync(join(this.#folder, bug.file), plant(source, { ...bug, name: bug.row }))
    try {
      return await this.runSound([bug.row])
    } finally {
      writeFileSync(join(this.#folder, bug.file), source)
    }
  }

  /** Runs the tests of rows on the sources as they are. */
  async runSound(rows: readonly string[]): Promise<RowRun> {
    const files = [...new Set(rows.flatMap((row) => testsOf(this.#folder, row)))]
    if (files.length === 0) throw new Error(`no test without a network begins with ${rows.join(', ')}`)
    const grep = rows.map((row) => `(?:^| )${row} `).join('|')
    const { passes, failures } = await this.#mocha(['--grep', grep, ...files])
    return {
      passed: passes,
      failed: failures.map(({ title, stack, message }) => ({
        ...{ title, at: placeOf(stack), says: message.split('\n')[0] ?? '' },
      })),
    }
  }

  async #mocha(words: readonly string[]): Promise<RowReport> {
    const { NODE_V8_COVERAGE: _coverage, ...env } = process.env
    const report = join(this.#folder, 'report.json')
    rmSync(report, { force: true })
    const mocha = join(this.#folder, 'node_modules', 'mocha', 'bin', 'mocha.js')
    const asked = ['--timeout', '120000', '--reporter', 'test/planted/row-reporter.ts', '--exit']
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', mocha, ...asked, ...words], {
      ...{ cwd: this.#folder, env: { ...env, ASSAY_ROW_REPORT: report }, stdio: ['ignore', 'pipe', 'pipe'] },
    })
    this.#running = child
    const [told, complaint] = await Promise.all([text(child.stdout), text(child.stderr)])
    this.#running = undefined
    try {
      return JSON.parse(readFileSync(report, 'utf8')) as RowReport
    } catch (error) {
      throw new Error(`the tests did not run: ${told}${complaint}`, { cause: error })
    }
  }
}
