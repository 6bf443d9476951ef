import { writeFileSync } from 'node:fs'

// Loaded by mocha beside the tests: says which mutants' places ran while the tests ran and which when they were loaded, where that is asked.

type Counts = { [id: string]: number }
type Instrumentation = {
  currentTestId?: string
  mutantCoverage?: { static: Counts; perTest: { [test: string]: Counts } }
}

const space = globalThis as { __stryker__?: Instrumentation }
const instrumentation = () => {
  space.__stryker__ ??= {}
  return space.__stryker__
}

export const mochaHooks = {
  beforeAll: () => {
    instrumentation().currentTestId = 'tests'
  },
  // All runs of this command have a limit of their own, and a place that counts what reaches it is slower than the same without.
  beforeEach(this: Mocha.Context) {
    this.currentTest?.timeout(0)
  },
  afterAll: () => {
    const path = process.env['ASSAY_REACHED']
    if (path === undefined) return
    const { mutantCoverage } = instrumentation()
    const reached = {
      byTests: Object.keys(mutantCoverage?.perTest['tests'] ?? {}),
      byLoading: Object.keys(mutantCoverage?.static ?? {}),
    }
    writeFileSync(path, JSON.stringify(reached))
  },
}
