import { globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inTurn } from './in-turn.ts'
import { runMocha } from './mocha.ts'
import type { Mutant } from './places.ts'

/** What one test file reaches, and how long it takes unchanged. */
export interface TestFile {
  readonly name: string
  readonly milliseconds: number
  readonly byTests: ReadonlySet<string>
  readonly byLoading: ReadonlySet<string>
}

interface Wanted {
  readonly folder: string
  readonly patterns: readonly string[]
  readonly without: readonly string[]
  readonly workers: number
  readonly environment: { readonly [name: string]: string }
  readonly onProgress: (done: number, total: number) => void
}

const patienceMilliseconds = 5 * 60_000

const readReached = (path: string): { byTests: string[]; byLoading: string[] } => {
  const reached = JSON.parse(readFileSync(path, 'utf8'))
  rmSync(path)
  return reached
}

/** Runs every test file alone, without a mutant; one that fails so is a fault of the project or of this way of running it, and ends all. */
export const measureTests = async ({ folder, patterns, without, workers, environment, onProgress }: Wanted) => {
  const names = globSync([...patterns], { cwd: folder, exclude: [...without] }).sort()
  let done = 0
  return inTurn(names, workers, async (name): Promise<TestFile> => {
    const path = join(folder, `.reached-${names.indexOf(name)}.json`)
    const started = performance.now()
    const run = { folder, files: [name], limitMilliseconds: patienceMilliseconds }
    const end = await runMocha({ ...run, environment: { ...environment, ASSAY_REACHED: path } })
    if (end !== 'passed') throw new Error(`${name} ${end} although nothing is mutated`)
    const { byTests, byLoading } = readReached(path)
    done += 1
    onProgress(done, names.length)
    const milliseconds = performance.now() - started
    return { name, milliseconds, byTests: new Set(byTests), byLoading: new Set(byLoading) }
  })
}

const mirrored = ({ file }: Mutant): string => `test/${file.replace(/\.ts$/, '.test.ts')}`

/** The test files that reach a mutant, those first that should notice it soonest: its own, then the quickest whose tests run it. */
export const testsOf = (mutant: Mutant, tests: readonly TestFile[]): TestFile[] => {
  const rank = ({ name, byTests }: TestFile): number => {
    if (name === mirrored(mutant)) return 0
    return byTests.has(mutant.id) ? 1 : 2
  }
  return tests
    .filter(({ byTests, byLoading }) => byTests.has(mutant.id) || byLoading.has(mutant.id))
    .toSorted((one, other) => rank(one) - rank(other) || one.milliseconds - other.milliseconds)
}
