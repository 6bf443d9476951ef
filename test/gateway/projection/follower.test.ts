import type { Network } from '@hyperledger/fabric-gateway'
import { common } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { pino } from 'pino'
import { Follower } from '../../../gateway/projection/follower.ts'
import type { Projection } from '../../../gateway/projection/projection.ts'

const emptyBlock = (number: number): common.Block => {
  const header = new common.BlockHeader()
  header.setNumber(number)
  const block = new common.Block()
  block.setHeader(header)
  return block
}

/** A peer that has these blocks, and then no more. */
const networkWith = (blocks: readonly common.Block[]): Network => {
  const never = new Promise<void>(() => {})
  const events = async function* () {
    yield* blocks
    await never
  }
  return { getBlockEvents: async () => Object.assign(events(), { close: () => {} }) } as unknown as Network
}

describe('the follower of the blocks', () => {
  it('lets those who wait be answered before the tables are written, and serves nobody in between', async () => {
    const steps: string[] = []
    const projection = { height: 0n, apply: () => steps.push('tables') && [] } as unknown as Projection
    const network = networkWith([emptyBlock(0), emptyBlock(1)])
    const follower = new Follower({ network, projection, log: pino({ level: 'silent' }) })
    const answer = async () => {
      // As many waits as an answer has on its way from the block to the socket, and more.
      for (let waits = 0; waits < 50; waits += 1) await Promise.resolve()
      steps.push('answer')
    }
    follower.onRead(() => {
      setImmediate(() => steps.push('another request'))
      void answer()
    })
    const done = new Promise<void>((resume) => follower.onBlock((_recorded, height) => height === 2n && resume()))
    follower.onBlock(() => void steps.push('readable'))
    void follower.run()
    await done
    await new Promise(setImmediate)
    follower.close()
    const once = ['answer', 'tables', 'readable']
    expect(steps.filter((step) => step !== 'another request')).deep.equal([...once, ...once])
    expect(steps.indexOf('another request')).greaterThan(2)
  })
})
