import { cases } from '../support/semantics/cases.ts'
import type { Case } from '../support/semantics/driver.ts'
import { ProbedNetwork } from './support/probed-network.ts'

const triesAtMost = 10

describe('a network of real peers, like the ledger in memory,', () => {
  let network: ProbedNetwork

  before(async () => {
    network = await ProbedNetwork.open()
  })
  after(() => network?.close())

  /** Sees a case where each commit is one block, as in memory: what a cut in its midst showed does not count. */
  const seeInWholeBlocks = async ({ see }: Case): Promise<void> => {
    for (let tries = 0; tries < triesAtMost; tries += 1) {
      await network.clear()
      const failure = await see(network).then(
        () => undefined,
        (error: unknown) => ({ error }),
      )
      if (network.isSplit) continue
      if (failure !== undefined) throw failure.error
      return
    }
    throw new Error(`in ${triesAtMost} tries no block held what was committed together`)
  }

  for (const each of cases) it(each.title, () => seeInWholeBlocks(each))
})
