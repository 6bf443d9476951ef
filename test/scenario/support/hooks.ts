import { Suite, Test } from 'mocha'
import { requireProofWithBodies } from './audit-command.ts'
import { report, startEverything, stopEverything, stopInterrupted, topology } from './network.ts'
import { requireProof } from './proof.ts'
import { readScene } from './scene.ts'

const startMilliseconds = 15 * 60_000

// What a run started it must also stop when somebody interrupts it, or when it fails half way.
process.once('SIGINT', () => void stopInterrupted().finally(() => process.exit(130)))
process.once('SIGTERM', () => void stopInterrupted().finally(() => process.exit(143)))

/** Puts one more test behind all others, so that it is counted with them, and names what was found when it fails. */
const addAudit = (root: Suite): void => {
  const suite = Suite.create(root, 'the chain that all of this made')
  const prove = async function (this: Mocha.Context): Promise<void> {
    this.timeout(startMilliseconds)
    await requireProof(topology, report)
  }
  suite.addTest(new Test('is proven by an auditor, at every peer and with every instruction decided again', prove))
  const proveWithBodies = async function (this: Mocha.Context): Promise<void> {
    this.timeout(startMilliseconds)
    await requireProofWithBodies(topology, report)
  }
  suite.addTest(new Test('is proven once more with what a bank discloses of what few may know', proveWithBodies))
}

export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    this.timeout(startMilliseconds)
    await startEverything()
    await readScene()
    addAudit(this.test?.parent as Suite)
  },
  /** Puts right what a failed test left down, so that it fails alone. */
  async afterEach(this: Mocha.Context): Promise<void> {
    if (this.currentTest?.state !== 'failed') return
    this.timeout(startMilliseconds)
    await startEverything().catch((error) => report(`the network was not put right: ${error}`))
  },
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(60_000)
    await stopEverything()
  },
}
