import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import type { Finding } from '../../../audit/findings.ts'
import type { LedgerBlock } from '../../../audit/ledger/transaction.ts'
import { replay } from '../../../audit/replay/replay.ts'
import { loadRules, ownRules, type Rules } from '../../../audit/replay/rules.ts'
import { LedgerContract } from '../../../chaincode/contracts/ledger-contract.ts'
import { listDigest } from '../../../chaincode/domains/matching/rank.ts'
import { marks, reputations } from '../../../chaincode/domains/registry/tables.ts'
import { demand, Matchmaking } from '../../support/matchmaking.ts'
import { consortium } from '../../support/members.ts'
import { outcomesOf, Scene } from '../../support/scene.ts'
import { alteredChaincode } from '../support/altered-chaincode.ts'
import { auditedBlocksOf } from '../support/blocks.ts'

const rule = 'rules/vouchers/transfer.ts'
const sentence = '    const quantity = BigInt(body.quantity)\n'
const olderSentence = "    if (quantity > 5n) throw new Refusal('receiver_does_not_accept', { to: body.to })\n"

/** A scene in which bob's offer was accepted, and the mark that it gave him was folded in the last block. */
const foldedMark = async (): Promise<Scene> => {
  const on = await Matchmaking.open(await Scene.open())
  const { workshop, finder } = on
  const { scene, alice, bob } = workshop
  await workshop.done(alice, 'demand.open', on.opening())
  const block = `${scene.ledger.blocks.length - 1}`
  const ranked = ['bob', 'carol'].map((holder) => ({ holder, goodsScore: 0, score: 2_000, interactions: 0n }))
  await workshop.done(finder, 'demand.match', on.matching({ block, list: listDigest(ranked) }))
  await workshop.done(finder, 'demand.request', { demand, holder: 'bob' })
  await workshop.done(bob, 'demand.answer', on.answering())
  await workshop.done(alice, 'demand.accept', { demand, holder: 'bob' })
  const { start, end } = marks.range('bob')
  const fold = await scene.ledger.endorse({
    ...{ caller: { mspId: 'SupplierMSP', role: 'gateway' }, contract: new LedgerContract(scene.ledger.consortium) },
    ...{ transaction: 'foldMarks', args: ['bob', ...scene.ledger.keys(start, end)], timestamp: scene.now },
  })
  scene.ledger.commit([fold])
  expect(scene.view.find(reputations, 'bob')?.interactions).to.equal(1n)
  return scene
}

describe('the rules of the time', () => {
  let older: ReturnType<typeof alteredChaincode>
  let olderRules: Rules
  let scene: Scene
  /** The first block that the newer definition decided. */
  let changed: bigint

  before(async () => {
    older = alteredChaincode(rule, sentence, sentence + olderSentence)
    olderRules = await loadRules(older.folder)
    scene = await Scene.open()
    await applyOlder([4n, 6n])
    changed = BigInt(scene.ledger.blocks.length)
    await scene.honoured([4n, 6n].map((quantity) => scene.transfer(scene.treasury, 'bob', quantity)))
  })
  after(() => older.remove())

  /** Has the treasury's transfers decided by the contract of the older definition, of which those above five are refused. */
  const applyOlder = async (quantities: readonly bigint[]): Promise<void> => {
    const path = join(older.folder, 'contracts', 'ledger-contract.ts')
    const module = (await import(pathToFileURL(path).href)) as { LedgerContract: typeof LedgerContract }
    const proposal = await scene.ledger.endorse({
      ...{ caller: { mspId: scene.homes.treasury, role: 'gateway' }, contract: new module.LedgerContract(consortium) },
      ...{ transaction: 'apply', timestamp: scene.now },
      args: quantities.map((quantity) => scene.transfer(scene.treasury, 'bob', quantity)),
    })
    expect(outcomesOf(proposal).map(({ status }) => status)).to.deep.equal(['accepted', 'refused'])
    expect(scene.ledger.commit([proposal]).transactions[0]?.code).to.equal('VALID')
  }

  /** The blocks, each with the version of the definition that held for it. */
  const blocks = (): LedgerBlock[] => {
    const all = auditedBlocksOf(scene.ledger)
    const calls = all.flatMap(({ number, transactions }) => transactions.map(({ content }) => ({ number, content })))
    for (const { number, content } of calls)
      if (content.what === 'call') content.version = number < changed ? 'older' : 'newer'
    return all
  }

  const replayed = async (rules: [version: string, rules: Rules][] | undefined) => {
    const found = replay(blocks(), { consortium, rules: rules && new Map(rules) })
    const findings: Finding[] = []
    for await (const finding of found) findings.push(finding)
    return { findings, instructions: found.summary.instructions }
  }
  const placesOf = (findings: readonly Finding[], code: string) =>
    findings.filter((finding) => finding.code === code).map(({ block }) => block)

  it('prove a chain on which a rule changed, each part by its own', async () => {
    const { findings, instructions } = await replayed([
      ['older', olderRules],
      ['newer', ownRules],
    ])
    expect(findings).to.deep.equal([])
    expect(instructions).to.include({ differing: 0, unseen: 0 })
    expect(instructions.proven).to.be.at.least(8)
  })

  it('find the instruction that the rules of another time decide otherwise, either way', async () => {
    const own = await replayed(undefined)
    expect(placesOf(own.findings, 'OUTCOME_DIFFERS')).to.deep.equal([String(changed - 1n)])
    const exchanged = await replayed([
      ['older', ownRules],
      ['newer', olderRules],
    ])
    const places = placesOf(exchanged.findings, 'OUTCOME_DIFFERS')
    expect(places).to.deep.equal([String(changed - 1n), String(changed)])
    expect(exchanged.instructions.differing).to.be.greaterThan(0)
  })

  it('leave what was decided by rules that are not at hand unseen, and prove the rest', async () => {
    const { findings, instructions } = await replayed([['newer', ownRules]])
    expect(findings.map(({ code, found }) => [code, found])).to.deep.equal([['RULES_NOT_KNOWN', 'older']])
    expect(instructions).to.include({ proven: 2, differing: 0 })
  })

  it('of before there were marks decide what they know, and hold no fold of marks for theirs', async () => {
    const without = alteredChaincode('batch/fold.ts', 'export const foldMarks', 'const foldMarks')
    try {
      const earlier = await loadRules(without.folder)
      expect(earlier.foldMarks).to.equal(undefined)
      const known = await replayed([
        ['older', olderRules],
        ['newer', earlier],
      ])
      expect(known.findings).to.deep.equal([])
      const on = await foldedMark()
      for (const [rules, codes] of [
        [ownRules, []],
        [earlier, ['CALL_REFUSED']],
      ] as const) {
        const found = replay(auditedBlocksOf(on.ledger), { consortium, rules: new Map([['first', rules]]) })
        const findings: Finding[] = []
        for await (const finding of found) findings.push(finding)
        expect(findings.map(({ code }) => code)).to.deep.equal(codes)
      }
    } finally {
      without.remove()
    }
  })

  it('find a fold that counts more marks than there were, or keeps one that it counted', async () => {
    const on = await foldedMark()
    const codesOf = async (forge: (writes: { key: string; value: Buffer | undefined }[]) => void) => {
      const forged = auditedBlocksOf(on.ledger)
      const content = forged.at(-1)?.transactions[0]?.content
      if (content?.what !== 'call') throw new Error('the last transaction is the fold')
      forge(content.writes as never)
      const findings: Finding[] = []
      for await (const finding of replay(forged, { consortium })) findings.push(finding)
      return findings.map(({ code }) => code)
    }
    const counted = await codesOf((writes) => {
      const row = writes.find(({ key }) => key === 'reputation~bob')
      if (row !== undefined) row.value = Buffer.from(String(row.value).replace('"1"', '"9"'))
    })
    expect(counted).to.deep.equal(['AMOUNT_DIFFERS'])
    const kept = await codesOf((writes) => {
      writes.splice(
        writes.findIndex(({ key }) => key.startsWith('mark~')),
        1,
      )
    })
    expect(kept).to.deep.equal(['WRITE_MISSING'])
  })

  it('are not taken from a folder that has none, or lacks a part of them', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'assay-empty-'))
    const without = alteredChaincode('batch/fold.ts', 'export const foldCredits', 'const foldCredits')
    const messageOf = async (folder: string) => loadRules(folder).then(String, (error: Error) => error.message)
    try {
      expect(await messageOf(empty)).to.match(/decide\.ts cannot be loaded/)
      expect(await messageOf(without.folder)).to.match(/fold\.ts exports no foldCredits/)
    } finally {
      without.remove()
      rmSync(empty, { recursive: true })
    }
  })
})
