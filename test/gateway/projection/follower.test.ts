import type { Network } from '@hyperledger/fabric-gateway'
import { common, peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { pino } from 'pino'
import { Follower } from '../../../gateway/projection/follower.ts'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { consortium } from '../../support/members.ts'
import { rawBlockOf, transactionId } from '../support/raw-blocks.ts'

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
    const projection = { height: 0n, consortium, apply: () => steps.push('tables') && [] } as unknown as Projection
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

  it('goes on where a listener stumbles, and where the tables could not be written says so and tries the block again', async () => {
    let tries = 0
    const taken: bigint[] = []
    const projection = {
      get height() {
        return BigInt(taken.length)
      },
      consortium,
      apply: ({ number }: { number: bigint }) => {
        tries += 1
        if (number === 1n && tries === 2) throw new Error('disk I/O error')
        taken.push(number)
        return []
      },
    } as unknown as Projection
    const all = [emptyBlock(0), emptyBlock(1), emptyBlock(2)]
    const getBlockEvents = async ({ startBlock }: { startBlock: bigint }) =>
      networkWith(all.slice(Number(startBlock))).getBlockEvents()
    const network = { getBlockEvents } as unknown as Network
    const follower = new Follower({ network, projection, log: pino({ level: 'silent' }) })
    const states: boolean[] = []
    follower.onBlock(() => {
      throw new Error('a listener')
    })
    follower.onRead(() => {
      states.push(follower.isFollowing)
      throw new Error('a reader')
    })
    const done = new Promise<void>((resume) => follower.onBlock((_recorded, height) => height === 3n && resume()))
    void follower.run()
    await done
    expect(taken).to.deep.equal([0n, 1n, 2n])
    // Blocks 0 and 1, then 1 again while the failure is not mended, then 2.
    expect(states).to.deep.equal([true, true, false, true])
    follower.close()
  })

  it('wakes nobody by what an unsigned copy claims, and knows how long no block has come', async () => {
    const projection = { height: 0n, consortium, apply: () => [] } as unknown as Projection
    const copy = rawBlockOf(0, [{ nonce: 'ours', code: peer.TxValidationCode.BAD_CREATOR_SIGNATURE }])
    const claim = rawBlockOf(1, [{ nonce: 'theirs', claimed: transactionId('ours'), code: 14 }])
    const real = rawBlockOf(2, [{ nonce: 'ours', args: ['ledger:apply'], response: '[]' }])
    const follower = new Follower({
      network: networkWith([copy, claim, real]),
      projection,
      log: pino({ level: 'silent' }),
    })
    expect(follower.unansweredMilliseconds).to.equal(0)
    const answer = follower.waitFor(transactionId('ours'), 5_000)
    await new Promise((resume) => setTimeout(resume, 5))
    expect(follower.unansweredMilliseconds).to.be.greaterThan(0)
    void follower.run()
    expect(await answer).to.deep.equal({ validation: 'VALID', block: 2n })
    expect(follower.unansweredMilliseconds).to.equal(0)
    follower.close()
  })

  const silent = pino({ level: 'silent' })
  const empty = () => ({ height: 0n, consortium, apply: () => [] }) as unknown as Projection

  it('tells who waits that no block came in time, and when it is closed', async () => {
    const follower = new Follower({ network: networkWith([]), projection: empty(), log: silent })
    expect(await follower.waitFor('late', 5)).to.equal(undefined)
    const [one, two] = [follower.waitFor('one', 60_000), follower.waitFor('two', 60_000)]
    void follower.run()
    await new Promise(setImmediate)
    expect(follower.isFollowing).to.equal(true)
    follower.close()
    expect(await Promise.all([one, two])).to.deep.equal([undefined, undefined])
  })

  it('tells of the next block as soon as it is in, or after a while', async () => {
    const follower = new Follower({ network: networkWith([emptyBlock(0)]), projection: empty(), log: silent })
    await follower.nextBlock(5)
    const next = follower.nextBlock(60_000)
    void follower.run()
    await next
    follower.close()
  })

  it('opens the stream again whenever it ends or cannot be opened, and says so only while it is to go on', async () => {
    const warnings: string[] = []
    const opened: bigint[] = []
    let ended = 0
    let follower: Follower | undefined
    const done = new Promise<void>((resume) => {
      const getBlockEvents = async ({ startBlock }: { startBlock: bigint }) => {
        opened.push(startBlock)
        if (opened.length === 1) throw new Error('no peer')
        if (opened.length === 2) {
          const events = async function* () {}
          return Object.assign(events(), { close: () => (ended += 1) })
        }
        follower?.close()
        resume()
        throw new Error('closed')
      }
      const log = { warn: (_values: object, text: string) => warnings.push(text) } as never
      follower = new Follower({ network: { getBlockEvents } as unknown as Network, projection: empty(), log })
    })
    await follower?.run()
    await done
    expect([opened.length, warnings.length, ended]).to.deep.equal([3, 1, 2])
    expect(follower?.isFollowing).to.equal(false)
  })

  it('tells who waits as soon as the stream has ended that nothing is known, but not where it cannot write what it reads', async () => {
    let streams = 0
    let follower: Follower | undefined
    const network = (blocks: common.Block[]) =>
      ({
        getBlockEvents: async () => {
          streams += 1
          return Object.assign(
            (async function* () {
              yield* blocks
            })(),
            { close: () => {} },
          )
        },
      }) as unknown as Network
    follower = new Follower({ network: network([]), projection: empty(), log: silent })
    const left = follower.waitFor('in flight', 60_000)
    void follower.run()
    expect(await left).to.equal(undefined)
    follower.close()
    streams = 0
    const full = {
      ...{ height: 0n, consortium },
      apply: () => {
        throw new Error('no space left')
      },
    } as unknown as Projection
    follower = new Follower({ network: network([emptyBlock(0)]), projection: full, log: silent })
    let told = 0
    const kept = follower.waitFor('in flight', 60_000).then((commit) => {
      told += 1
      return commit
    })
    void follower.run()
    while (streams < 2) await new Promise(setImmediate)
    expect(told).to.equal(0)
    follower.close()
    expect(await kept).to.equal(undefined)
  })

  it('passes over transactions that nobody waits for', async () => {
    const block = rawBlockOf(0, [{ nonce: 'theirs', args: ['ledger:apply'], response: '[]' }])
    const follower = new Follower({ network: networkWith([block]), projection: empty(), log: silent })
    const waiting = follower.waitFor(transactionId('ours'), 60_000)
    const next = follower.nextBlock(60_000)
    void follower.run()
    await next
    await new Promise(setImmediate)
    expect(follower.unansweredMilliseconds, 'it still waits').to.be.at.least(0)
    follower.close()
    expect(await waiting).to.equal(undefined)
  })
})
