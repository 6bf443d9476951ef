import { expect } from 'chai'
import { openDatabase } from '../../../audit/database.ts'
import type { Finding } from '../../../audit/findings.ts'
import { replay } from '../../../audit/replay/replay.ts'
import { RowStore } from '../../../audit/replay/row-store.ts'
import { listDigest, type Ranked } from '../../../chaincode/domains/matching/rank.ts'
import { demands, profiles } from '../../../chaincode/domains/matching/tables.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { demand, Matchmaking } from '../../support/matchmaking.ts'
import { consortium } from '../../support/members.ts'
import { Scene } from '../../support/scene.ts'
import { auditedBlocksOf, targetsIn } from '../support/blocks.ts'

/** A demand for who knows clocks or tea: carol knows both, bob clocks alone. Nobody has a reputation. */
const wanted = [{ trait: 'field', anyOf: ['clocks', 'tea'] }]
const carol: Ranked = { holder: 'carol', goodsScore: 0, score: 2_000, interactions: 0n }
const bob: Ranked = { holder: 'bob', goodsScore: 0, score: 1_000, interactions: 0n }

/** A service at which a demand was opened, and nothing else has happened since. */
const openedAt = async (change: Partial<Body<'demand.open'>> = {}): Promise<Matchmaking> => {
  const on = await Matchmaking.open(await Scene.open())
  await on.workshop.done(on.workshop.carol, 'profile.set', on.profile({ fields: ['clocks', 'tea'] }))
  await on.workshop.done(on.workshop.alice, 'demand.open', on.opening({ wanted, minHolders: 1, ...change }))
  return on
}

/** The number of the block that was committed last. */
const lastBlock = ({ workshop }: Matchmaking): string => `${workshop.scene.ledger.blocks.length - 1}`

const matchOf = (block: string, ranked: readonly Ranked[]): Body<'demand.match'> => ({
  ...{ demand, version: 1, block, found: ranked.length, list: listDigest(ranked) },
  chosen: ranked.map(({ holder, certificate }) => (certificate === undefined ? { holder } : { holder, certificate })),
})

const findingsIn = async (
  blocks: ReturnType<typeof auditedBlocksOf>,
  rows: RowStore = new RowStore(),
): Promise<Finding[]> => {
  const findings: Finding[] = []
  for await (const finding of replay(blocks, { consortium, rows })) findings.push(finding)
  return findings
}

const findingsOn = ({ workshop }: Matchmaking): Promise<Finding[]> => findingsIn(auditedBlocksOf(workshop.scene.ledger))

/** All that is found where a service says this of the demand, which the ledger itself cannot tell to be wrong. */
const findingsOfMatch = async (saying: (block: string) => Body<'demand.match'>): Promise<Finding[]> => {
  const on = await openedAt()
  await on.workshop.done(on.finder, 'demand.match', saying(lastBlock(on)))
  return findingsOn(on)
}

describe('a replay of matches', () => {
  it('S1-015 finds nothing where the match is the one that the rows give', async () => {
    expect(await findingsOfMatch((block) => matchOf(block, [carol, bob]))).deep.equal([])
  })

  it('S1-016 names a match that leaves out the best holder, with both lists', async () => {
    const findings = await findingsOfMatch((block) => matchOf(block, [bob]))
    expect(findings.map(({ code }) => code)).deep.equal(['MATCH_DIFFERS'])
    const [{ key, expected = '', found = '' } = {} as Finding] = findings
    expect(key).equal(demands.key(demand))
    expect(expected).contain(`found 2, list ${listDigest([carol, bob])}, chosen carol, bob`)
    expect(found).contain(`found 1, list ${listDigest([bob])}, chosen bob`)
  })

  for (const [what, saying] of [
    ['another block', (block: string) => matchOf(`${BigInt(block) - 1n}`, [carol, bob])],
    ['another order', (block: string) => matchOf(block, [bob, carol])],
    ['another list behind the same names', (block: string) => ({ ...matchOf(block, [carol, bob]), list: digest('x') })],
    ['another version of the ranking', (block: string) => ({ ...matchOf(block, [carol, bob]), version: 2 })],
    [
      'a certificate that nobody wanted',
      (block: string) => {
        const match = matchOf(block, [carol, bob])
        return { ...match, chosen: [{ holder: 'carol', certificate: digest('one') }, { holder: 'bob' }] }
      },
    ],
  ] as const) {
    it(`names a match by ${what}`, async () => {
      const findings = await findingsOfMatch(saying)
      expect(findings.map(({ code }) => code)).deep.equal(['MATCH_DIFFERS'])
    })
  }

  it('S1-017 takes the rows at the end of the block that opened the demand, and none of later', async () => {
    const on = await openedAt()
    const block = lastBlock(on)
    await on.workshop.done(on.workshop.carol, 'profile.set', on.profile({ status: 'inactive' }))
    const { dropped } = await on.workshop.done(on.finder, 'demand.match', matchOf(block, [carol, bob]))
    expect(dropped).equal('carol')
    expect(await findingsOn(on)).deep.equal([])

    const late = await openedAt()
    await late.workshop.done(late.workshop.carol, 'profile.set', late.profile({ status: 'inactive' }))
    await late.workshop.done(late.finder, 'demand.match', matchOf(lastBlock(late), [bob]))
    expect((await findingsOn(late)).map(({ code }) => code)).deep.equal(['MATCH_DIFFERS'])
  })

  it('counts the instruction of a match that differs as one that differs', async () => {
    const on = await openedAt()
    await on.workshop.done(on.finder, 'demand.match', matchOf(lastBlock(on), [bob]))
    const replayed = replay(auditedBlocksOf(on.workshop.scene.ledger), { consortium })
    for await (const _finding of replayed);
    expect(replayed.summary.instructions.differing).equal(1)
    expect(replayed.summary.transactions.differing).equal(1)
  })

  it('finds nothing about a demand whose match never came', async () => {
    expect(await findingsOn(await openedAt())).deep.equal([])
  })

  it('names a match in the block of its demand, since nobody knew the rows at its end yet', async () => {
    const on = await Matchmaking.open(await Scene.open())
    const { alice, scene } = on.workshop
    const block = `${scene.ledger.blocks.length}`
    const opening = on.workshop.instruct(alice, 'demand.open', on.opening({ minHolders: 1 }))
    const matching = on.workshop.instruct(on.finder, 'demand.match', matchOf(block, [bob, carol]))
    await scene.honoured([opening, matching], { gateway: 'BankMSP' })
    expect((await findingsOn(on)).map(({ code }) => code)).deep.equal(['MATCH_DIFFERS'])
  })

  it('keeps over an ending what the match must say, and lets it go once it is matched', async () => {
    const on = await openedAt()
    const opened = on.workshop.scene.ledger.blocks.length
    await on.workshop.done(on.finder, 'demand.match', matchOf(`${opened - 1}`, [bob]))
    const blocks = auditedBlocksOf(on.workshop.scene.ledger)
    const database = openDatabase()
    expect(await findingsIn(blocks.slice(0, opened), new RowStore(database))).deep.equal([])
    expect(database.prepare('SELECT count(*) AS count FROM expected').get()).deep.include({ count: 1 })
    const later = await findingsIn(blocks.slice(opened), new RowStore(database))
    expect(later.map(({ code }) => code)).deep.equal(['MATCH_DIFFERS'])
    expect(database.prepare('SELECT count(*) AS count FROM expected').get()).deep.include({ count: 0 })
    database.close()
  })

  it('goes by the goods that somebody publishes, where goods are wanted', async () => {
    const on = await Matchmaking.open(await Scene.open())
    const { workshop, finder } = on
    await workshop.done(finder, 'trait.register', {
      ...{ trait: 'colour', of: 'goods', codes: ['red', 'blue'], source: 'declared' },
    })
    const certificate = await workshop.issued({ item: 'CLOCK-2', traits: [{ trait: 'colour', codes: ['red'] }] })
    const instance = await workshop.granted(certificate, { to: 'bob', form: 'holding' })
    await workshop.done(workshop.bob, 'instance.publish', { instance })
    const goods = [{ trait: 'colour', anyOf: ['red'] }]
    await workshop.done(workshop.alice, 'demand.open', on.opening({ goods, minHolders: 1 }))
    const ranked = [{ holder: 'bob', certificate, goodsScore: 10_000, score: 2_000, interactions: 0n }]
    await workshop.done(finder, 'demand.match', matchOf(lastBlock(on), ranked))
    expect(await findingsOn(on)).deep.equal([])
  })

  it('says that no list can be made where a row is forged, and names the match over it', async () => {
    const on = await openedAt()
    await on.workshop.done(on.finder, 'demand.match', matchOf(lastBlock(on), [carol, bob]))
    const blocks = auditedBlocksOf(on.workshop.scene.ledger)
    const key = profiles.key('clock-finder', 'carol')
    const target = targetsIn(blocks).findLast(({ call }) => call.writes.some((write) => write.key === key))
    const write = target?.call.writes.find((one) => one.key === key)
    if (write === undefined) throw new Error('carol has no profile')
    const forged = { ...JSON.parse(Buffer.from(write.value ?? []).toString()), fields: 5 }
    write.value = Buffer.from(canonical(forged))
    const findings = await findingsIn(blocks)
    expect(findings.map(({ code }) => code)).include.members(['ROW_DIFFERS', 'MATCH_DIFFERS'])
    expect(findings.find(({ code }) => code === 'MATCH_DIFFERS')?.expected).contain('no list')
  })

  it('passes over a row whose bytes are none', async () => {
    const on = await openedAt()
    await on.workshop.done(on.finder, 'demand.match', matchOf(lastBlock(on), [carol, bob]))
    const blocks = auditedBlocksOf(on.workshop.scene.ledger)
    const key = profiles.key('clock-finder', 'carol')
    const target = targetsIn(blocks).findLast(({ call }) => call.writes.some((write) => write.key === key))
    const write = target?.call.writes.find((one) => one.key === key)
    if (write === undefined) throw new Error('carol has no profile')
    write.value = Buffer.from('no JSON')
    const findings = await findingsIn(blocks)
    expect(findings.map(({ code }) => code)).include.members(['ROW_UNREADABLE', 'MATCH_DIFFERS'])
    expect(findings.find(({ code }) => code === 'MATCH_DIFFERS')?.expected).contain('chosen bob')
  })
})
