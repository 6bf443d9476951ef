import { type TestFile, testsOf } from './coverage.ts'
import { runMocha } from './mocha.ts'
import type { Mutant } from './places.ts'

export interface Trial {
  readonly mutant: Mutant
  readonly end: 'killed' | 'timed out' | 'survived'
}

interface Setting {
  readonly folder: string
  readonly tests: readonly TestFile[]
  readonly environment: { readonly [name: string]: string }
}

// The nearest tests notice most mutants, and all that reach the place are run only for those that they let pass.
const nearest = 6
const startMilliseconds = 20_000

const limitOf = (files: readonly TestFile[]): number =>
  startMilliseconds + 4 * files.reduce((sum, { milliseconds }) => sum + milliseconds, 0)

/** Runs the tests that reach one mutant until one notices it. What no test reaches has survived. */
export const tryMutant = async (mutant: Mutant, { folder, tests, environment }: Setting): Promise<Trial> => {
  const reaching = testsOf(mutant, tests)
  for (const part of [reaching.slice(0, nearest), reaching.slice(nearest)]) {
    if (part.length === 0) continue
    const end = await runMocha({
      folder,
      files: part.map(({ name }) => name),
      environment: { ...environment, __STRYKER_ACTIVE_MUTANT__: mutant.id },
      limitMilliseconds: limitOf(part),
    })
    if (end !== 'passed') return { mutant, end: end === 'failed' ? 'killed' : end }
  }
  return { mutant, end: 'survived' }
}
