import { startEverything, stopAll, stopEverything } from './network.ts'
import { readScene } from './scene.ts'

const startMilliseconds = 15 * 60_000

// What a run started it must also stop when somebody interrupts it, or when it fails half way.
process.once('SIGINT', () => void stopAll().finally(() => process.exit(130)))
process.once('SIGTERM', () => void stopAll().finally(() => process.exit(143)))

export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    this.timeout(startMilliseconds)
    await startEverything()
    await readScene()
  },
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(60_000)
    await stopEverything()
  },
}
