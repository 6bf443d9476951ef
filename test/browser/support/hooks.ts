import { mochaHooks as network } from '../../scenario/support/hooks.ts'
import { closeBrowser, keepEvidence, theBrowser, uncaughtFaults } from './browser.ts'

const startMilliseconds = 15 * 60_000
const unexpected: string[] = []

process.once('SIGINT', () => void closeBrowser())
process.once('SIGTERM', () => void closeBrowser())

/** The network of the scenarios, and a browser beside it. */
export const mochaHooks = {
  beforeAll: [
    // First of all, because it may have to be installed, and whoever waits in vain should not wait for a network too.
    async function startBrowser(this: Mocha.Context): Promise<void> {
      this.timeout(startMilliseconds)
      await theBrowser()
    },
    network.beforeAll,
  ],
  afterEach: [
    async function evidence(this: Mocha.Context): Promise<void> {
      const title = this.currentTest?.fullTitle() ?? 'unknown'
      const faults = uncaughtFaults().map((fault) => `in “${title}”: ${fault}`)
      if (this.currentTest?.state === 'failed' || faults.length > 0) await keepEvidence(title)
      unexpected.push(...faults)
    },
    network.afterEach,
  ],
  afterAll: [
    closeBrowser,
    network.afterAll,
    // Last of all, since a failing hook ends the run.
    () => {
      if (unexpected.length > 0) throw new Error(`errors that no page caught:\n${unexpected.join('\n')}`)
    },
  ],
}
