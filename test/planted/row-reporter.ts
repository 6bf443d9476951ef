import { writeFileSync } from 'node:fs'
import Mocha from 'mocha'

/** What a run of tests came to, as the garden of rows reads it. */
export interface RowReport {
  passes: number
  failures: { title: string; stack: string; message: string }[]
}

/**
 * Keeps what passed and what failed in the file that ASSAY_ROW_REPORT names. Mocha's own report as JSON also has the values that an assertion
 * compared, and cannot write those that hold a bigint.
 */
export default class RowReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options)
    const report: RowReport = { passes: 0, failures: [] }
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_RUN_END } = Mocha.Runner.constants
    runner.on(EVENT_TEST_PASS, () => {
      report.passes += 1
    })
    runner.on(EVENT_TEST_FAIL, ({ title }: Mocha.Test, { stack = '', message = '' }: Error) => {
      report.failures.push({ title, stack, message })
    })
    runner.once(EVENT_RUN_END, () => writeFileSync(process.env['ASSAY_ROW_REPORT'] as string, JSON.stringify(report)))
  }
}
