import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '../../../../audit/findings.ts'
import { outcomeOf } from './first-verifier.ts'
import { fileOf, groupedBy, type Outcome, type Vector, type VectorBase } from './vector.ts'

const sources = join(import.meta.dirname, '..', '..', '..', '..', 'audit', 'second')
const buildMillisecondsMaximum = 120_000

/** A vector with the base that it is made of. */
export interface Based {
  vector: Pick<Vector, 'name' | 'edits' | 'channel' | 'roots'>
  base: VectorBase
}

type Line = Finding & { verdict?: string; export?: string }

/** The verifier in Go, built into a folder of its own. Throws where this machine has no Go. */
export class SecondVerifier {
  readonly #folder = mkdtempSync(join(tmpdir(), 'assay-second-'))
  readonly #program = join(this.#folder, 'second')

  constructor() {
    const { error, status, stderr } = spawnSync('go', ['build', '-o', this.#program, '.'], {
      ...{ cwd: sources, encoding: 'utf8', timeout: buildMillisecondsMaximum },
    })
    if (error === undefined && status === 0) return
    this.close()
    throw new Error(
      `audit/second could not be built: ${error?.message ?? stderr}; it needs Go as the network does, npm run doctor says more`,
    )
  }

  /** What it says first of each vector, by name. */
  outcomes(all: readonly Based[]): Map<string, Outcome> {
    const groups = groupedBy(all, ({ vector, base }) =>
      JSON.stringify([vector.channel ?? 'assay', vector.roots ?? base.roots]),
    )
    return new Map([...groups].flatMap(([asked, group]) => [...this.#outcomesOf(asked, group)]))
  }

  #outcomesOf(asked: string, group: readonly Based[]): Map<string, Outcome> {
    const [channel, roots] = JSON.parse(asked) as [string, Record<string, string>]
    const rootsFile = join(this.#folder, 'roots.json')
    writeFileSync(rootsFile, JSON.stringify(roots))
    const files = new Map(group.map(({ vector: { name } }, index) => [join(this.#folder, `${index}.blocks`), name]))
    for (const [index, file] of [...files.keys()].entries()) {
      const { vector, base } = group[index] as Based
      writeFileSync(file, fileOf(vector, base))
    }
    const { stdout, stderr } = this.run(['--channel', channel, '--roots', rootsFile, ...files.keys()])
    for (const file of files.keys()) rmSync(file)
    const outcomes = outcomesIn(stdout, files)
    if (outcomes.size !== group.length) throw new Error(`the second verifier did not end: ${stderr}`)
    return outcomes
  }

  /** Runs it with these words. */
  run(words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(this.#program, words, { encoding: 'utf8', maxBuffer: 2 ** 30, timeout: 600_000 })
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

const outcomesIn = (output: string, names: ReadonlyMap<string, string>): Map<string, Outcome> => {
  const outcomes = new Map<string, Outcome>()
  let first: Line | undefined
  for (const text of output.split('\n').filter((line) => line !== '')) {
    const line = JSON.parse(text) as Line
    if (line.verdict === undefined) first ??= line
    else {
      outcomes.set(names.get(line.export ?? '') ?? '', first === undefined ? line.verdict : outcomeOf(first))
      first = undefined
    }
  }
  return outcomes
}
