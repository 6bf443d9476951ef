import { expect } from 'chai'
import { Collecting } from '../../../audit/disclosure/collect.ts'
import { Disclosed } from '../../../audit/disclosure/disclosed.ts'
import { replay } from '../../../audit/replay/replay.ts'
import { segments } from '../../../chaincode/domains/trade-chain/tables.ts'
import { rawBlockOf } from '../../gateway/support/raw-blocks.ts'
import { certificates } from '../../support/certificates.ts'
import { Chaining } from '../../support/chaining.ts'
import { confidentialBody, sentBeside } from '../../support/confidential.ts'
import { consortium } from '../../support/members.ts'
import { wayOf } from '../../support/way.ts'
import { auditedBlocksOf } from '../support/blocks.ts'
import { disclosureOf, pairBlocksOf } from '../support/disclosing.ts'

const traded = async () => {
  const on = await Chaining.open()
  const sent = await on.sent()
  on.accepted(await on.answer(sent, { quantity: '800', amount: '440000' }, { target: `${on.gold() - 800n}` }))
  on.accepted(await on.settle(sent, on.gold() - 800n))
  return on.scene.ledger
}

describe('what a member discloses of its own peer’s private rows', () => {
  it('is each row that was ever written, and each text that stands in one: enough to decide every chain, grade and position again', async () => {
    const ledger = await traded()
    const collecting = new Collecting('assay')
    for (const block of pairBlocksOf(ledger)) collecting.take(block)
    const { file, missing } = collecting
    const whole = disclosureOf(ledger)
    expect(missing).equal(0)
    expect(file).deep.include({ channel: 'assay', collections: whole.collections, rows: whole.rows })
    // Those of the officers for credit, who graded and counted once each, too.
    expect(file.bodies).deep.equal(whole.bodies)
    expect(file.bodies.length).equal(5)
    const run = replay(auditedBlocksOf(ledger), { consortium, disclosed: new Disclosed([file]) })
    for await (const finding of run) throw new Error(JSON.stringify(finding))
    expect(run.summary.instructions).include({ differing: 0, disclosed: 5, unseen: 0, confidential: 0 })
  })

  it('SX-008 has each text of one batch that grades a client and counts a product twice, each of which is decided again', async () => {
    const on = await Chaining.open()
    const named = { client: 'alice', institution: 'InstitutionMSP' }
    const said: (readonly [string, string])[] = []
    for (const grade of ['aaa', 'b'] as const) {
      const { text, digest: confidential } = confidentialBody({ grade })
      const act = { ...named, confidential }
      const approval = await on.approved('grade.set', act)
      said.push([on.envelope(on.officer, 'grade.set', { ...act, approval }), text])
    }
    for (const quantity of ['7', '8']) {
      const says = { family: 'stock', product: '600519', quantity } as const
      const { envelope, text } = on.confidential(on.officer, 'position.set', { body: named, says })
      said.push([envelope, text])
    }
    const envelopes = said.map(([envelope]) => envelope)
    const { ledger } = on.scene
    const before = ledger.blocks.length
    await on.scene.honoured(envelopes, { ...wayOf(on.scene, envelopes[0] as string), transient: sentBeside(said) })
    const collecting = new Collecting('assay')
    for (const block of pairBlocksOf(ledger)) collecting.take(block)
    expect(ledger.blocks.length).equal(before + 1)
    const { file } = collecting
    expect(file.bodies.slice(-4).map(({ text }) => text)).deep.equal(said.map(([, text]) => text))
    const run = replay(auditedBlocksOf(ledger), { consortium, disclosed: new Disclosed([file]) })
    for await (const finding of run) throw new Error(JSON.stringify(finding))
    expect(run.summary.instructions).include({ differing: 0, disclosed: 6, unseen: 0 })
  })

  it('leaves out what the block has no hash of, and says of no collection that it is whole of which a row is missing', async () => {
    const blocks = pairBlocksOf(await traded())
    const at = blocks.findIndex(({ rows }) => rows.length > 0)
    const { block, rows } = blocks[at] as (typeof blocks)[number]
    const forged = rows.map((row) => ({ ...row, value: '{"secret":"SECRET-1"}' }))
    const collecting = new Collecting('assay')
    for (const one of blocks.with(at, { block, rows: forged })) collecting.take(one)
    expect(collecting.missing).equal(rows.length)
    expect(collecting.file.collections).deep.equal([])
    expect(JSON.stringify(collecting.file)).not.include('SECRET-1')
  })

  it('counts nothing as missing of a pair in which the member has no part, and of other chaincodes', async () => {
    const collecting = new Collecting('assay')
    for (const { block } of pairBlocksOf(await traded())) collecting.take({ block, rows: [] })
    const other = { namespace: 'other', key: 'a', value: '1', collection: 'theirs' }
    const creator = { mspId: 'BankMSP', certificate: certificates.gateway }
    const foreign = rawBlockOf(0, [{ nonce: 'one', creator, status: 200, writes: [other] }])
    collecting.take({ block: foreign.serializeBinary(), rows: [{ ...other }] })
    const { file, missing } = collecting
    expect([missing, file.rows, file.bodies, file.collections]).deep.equal([0, [], [], []])
  })

  it('takes a row for what it is, whatever stands in it', () => {
    const creator = { mspId: 'BankMSP', certificate: certificates.gateway }
    const key = segments.key('BankMSP', 'InstitutionMSP', 'A'.repeat(43))
    const values = ['no JSON', 'null', '7', '{"second":7,"third":null}']
    const collecting = new Collecting('assay')
    for (const [number, value] of values.entries()) {
      const row = { namespace: 'ledger', key, value, collection: 'pair-bank-institution' }
      const made = { nonce: `${number}`, creator, status: 200, args: ['ledger:apply', 'no envelope'], writes: [row] }
      collecting.take({ block: rawBlockOf(number, [made]).serializeBinary(), rows: [row] })
    }
    expect(collecting.file).deep.include({ bodies: [], rows: values.map((value) => ({ key, value })) })
  })
})
