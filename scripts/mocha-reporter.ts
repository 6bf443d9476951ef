import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Mocha from 'mocha'

/** One test as the report keeps it. */
export interface ReportedTest {
  title: string
  suite: string
  state: 'passed' | 'failed' | 'pending'
}

const reported = (test: Mocha.Test): ReportedTest => ({
  title: test.title,
  suite: test.parent?.fullTitle() ?? '',
  state: test.state ?? 'pending',
})

// Much longer than any closing takes that goes on behind the last test.
const closingMilliseconds = 60_000

/** Ends a run as failed, with what keeps it up, where it is over and something was left open: nobody should wait for it. */
const endWhatIsLeftOpen = (): void => {
  const end = () => {
    process.stdout.write(`left open by a test: ${process.getActiveResourcesInfo().join(', ')}\n`)
    // Mocha says at the exit how many tests failed, and so what comes behind it counts.
    process.on('exit', () => {
      process.exitCode = 1
    })
    process.exit()
  }
  setTimeout(end, closingMilliseconds).unref()
}

/** Prints what mocha's `spec` prints, and keeps every test's title and state in the file that ASSAY_REPORT names. */
export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options)
    const tests: ReportedTest[] = []
    const path = process.env['ASSAY_REPORT']
    const { EVENT_TEST_END, EVENT_RUN_END, EVENT_TEST_FAIL } = Mocha.Runner.constants
    runner.on(EVENT_TEST_END, (test) => tests.push(reported(test)))
    // A failing hook is no test, and yet the run has failed by it.
    runner.on(EVENT_TEST_FAIL, (test: Mocha.Test | Mocha.Hook) => {
      if (test.type === 'hook')
        tests.push({ title: test.title, suite: test.parent?.fullTitle() ?? '', state: 'failed' })
    })
    runner.once(EVENT_RUN_END, () => {
      endWhatIsLeftOpen()
      if (path === undefined) return
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, JSON.stringify(tests, undefined, 1))
    })
  }
}
