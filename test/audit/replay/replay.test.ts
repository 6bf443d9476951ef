import { expect } from 'chai'
import type { LedgerBlock } from '../../../audit/ledger/transaction.ts'
import { type ReplayFinding, replayFindingCodes } from '../../../audit/replay/findings.ts'
import { type ReplayOptions, replay } from '../../../audit/replay/replay.ts'
import { readChains, replayed } from '../../golden/chains.ts'
import { Tally } from '../../market/audit.ts'
import { Day } from '../../market/day.ts'
import { Random } from '../../market/random.ts'
import { consortium, twoAndTwo } from '../../support/members.ts'
import { auditedBlocksOf } from '../support/blocks.ts'
import { type Forgery, forgeries, targetsIn } from '../support/forgeries.ts'

const played = async (members: typeof consortium, seed: number) => {
  const day = await Day.open(members, seed, new Tally())
  await day.play()
  return day.ledger
}

const findingsOf = async (
  blocks: readonly LedgerBlock[],
  options: ReplayOptions = { consortium },
): Promise<{ findings: ReplayFinding[]; summary: ReturnType<typeof replay>['summary'] }> => {
  const found = replay(blocks, options)
  const findings: ReplayFinding[] = []
  for await (const finding of found) findings.push(finding)
  return { findings, summary: found.summary }
}

describe('a replay of honest blocks', () => {
  for (const [name, members] of [
    ['the own consortium', consortium],
    ['two banks and two institutions', twoAndTwo],
  ] as const) {
    for (const seed of [1, 2, 3]) {
      it(`finds nothing on a day of the market of ${name}, seed ${seed}, and proves every instruction`, async () => {
        const blocks = auditedBlocksOf(await played(members, seed))
        const { findings, summary } = await findingsOf(blocks, { consortium: members })
        expect(findings).deep.equal([])
        const batches = targetsIn(blocks).filter(({ call }) => call.name === 'ledger:apply')
        const count = batches.reduce((sum, { call }) => sum + call.arguments.length, 0)
        expect(summary.instructions).include({ proven: count, differing: 0, unseen: 0 })
        expect(summary.instructions.takenFromStamp).greaterThan(0)
        expect(summary.transactions).include({ proven: targetsIn(blocks).length, differing: 0, unseen: 0 })
      })
    }
  }

  it('finds nothing on any of the recorded chains', async () => {
    for (const chain of readChains()) {
      const { findings, summary } = await findingsOf(auditedBlocksOf(await replayed(chain)))
      expect(findings, chain.title).deep.equal([])
      expect(summary.transactions.unseen, chain.title).equal(0)
    }
  }).timeout(300_000)
})

describe('a replay of forged blocks', () => {
  const seeds = [1, 2, 3]
  const ledgers = new Map<number, Awaited<ReturnType<typeof played>>>()
  before(async () => {
    for (const seed of seeds) ledgers.set(seed, await played(consortium, seed))
  })

  type Forged = NonNullable<Awaited<ReturnType<typeof forged>>>

  /** Forges one thing in a day of this seed, where it can be done on that day. */
  const forged = async (forgery: Forgery, seed: number) => {
    const random = new Random(seed)
    const blocks = auditedBlocksOf(ledgers.get(seed) as Awaited<ReturnType<typeof played>>)
    const target = random.any(targetsIn(blocks).filter(({ call }) => forgery.fits(call)))
    if (target === undefined) return undefined
    const key = forgery.key?.(target.call)
    forgery.forge(target, random, blocks)
    return { ...(await findingsOf(blocks)), target, key }
  }

  /** Holds what was found first against the forgery, and that what it touched is not counted as proven. */
  const requireFound = ({ code, also = [] }: Forgery, { findings, key, summary }: Forged): void => {
    const [first] = findings
    expect(first?.code, JSON.stringify(first)).equal(code)
    if (key !== undefined) expect(first?.key).equal(key)
    const here = findings.filter(({ block }) => block === first?.block)
    expect(here.map((finding) => finding.code)).include.members(also)
    const { transactions, instructions } = summary
    const unproven = transactions.differing + transactions.unseen + instructions.differing + instructions.unseen
    if (code !== 'REPLAY_BLOCK_AGAIN') expect(unproven).greaterThan(0)
  }

  for (const [what, forgery] of Object.entries(forgeries)) {
    it(`finds ${what} as ${forgery.code}, seeds ${seeds.join(', ')}`, async () => {
      const results = await Promise.all(seeds.map((seed) => forged(forgery, seed)))
      const done = results.filter((result) => result !== undefined)
      expect(done, 'days on which it can be done').not.deep.equal([])
      for (const result of done) requireFound(forgery, result)
    })
  }

  it('has a forgery for every code that one forgery alone brings about', () => {
    const shown = new Set(Object.values(forgeries).flatMap(({ code, also = [] }) => [code, ...also]))
    const elsewhere = new Set(['REPLAY_STARTS_LATE', 'NUMBER_OUT_OF_BOUNDS', 'MORE_DIFFERENCES'])
    expect(
      Object.keys(replayFindingCodes).filter((code) => !shown.has(code as never) && !elsewhere.has(code)),
    ).deep.equal([])
  })
})
