import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { orders } from '../../../chaincode/domains/market/tables.ts'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import { knownEnvelope } from '../../../chaincode/envelope.ts'
import { holdingOf } from '../../../chaincode/rules/account.ts'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { goldBody } from '../../support/scene.ts'
import { blockOf, projectionOf } from '../support/blocks.ts'
import { readStory, type Story } from '../support/story.ts'

const page = { limit: 200 }

describe('the projection', () => {
  let story: Story
  let projection: Projection
  before(async () => {
    story = await readStory()
    projection = projectionOf(story.blocks)
  })
  after(() => projection.close())

  it('has every row as the ledger has it', () => {
    for (const { key, row } of story.scene.ledger.rows()) {
      const [found] = projection.rows({ start: key, end: `${key}\u0000` })
      expect(JSON.parse(found?.value ?? 'null'), key).to.deep.equal(row)
    }
  })

  it('knows when a row was first written and when a number was used, and nothing of what never was', () => {
    const { lists } = projection
    const [first] = lists.history('voucher~AU-9999', {}, page).items
    expect(lists.firstWritten('voucher~AU-9999')).to.equal(first?.at)
    expect(lists.firstWritten('voucher~NONE')).to.equal(undefined)
    const [newest] = lists.instructions('alice', page).items
    const { from, device, number } = knownEnvelope(newest?.envelope ?? '').instruction
    const at = story.blocks[Number(newest?.block)]?.transactions[newest?.position ?? 0]?.at
    expect(lists.usedAt(from, device, number)).to.equal(String(at))
    expect(lists.usedAt(from, device, '999999')).to.equal(undefined)
  })

  it('lists the published vouchers with the instruction that issued them, their first and their last change', () => {
    const { items } = projection.lists.vouchers({}, page)
    expect(items.map(({ voucher }) => voucher['voucher'])).to.deep.equal(['AU-9999', 'CNY'])
    const [gold] = items
    expect(gold?.voucher).to.include({ issuer: 'institution-treasury', supply: goldBody.quantity, version: '2' })
    const issue = projection.instruction(gold?.issuedBy ?? '')
    expect(issue?.envelope).to.contain('"kind":"voucher.issue"')
    expect(gold?.first.position).to.equal(`${issue?.block}.${issue?.position}`)
    expect(gold?.last.position).to.not.equal(gold?.first.position)
  })

  it('finds vouchers by the beginning of their code, by issuer, by holder and by the time of issue', () => {
    const codes = (search: object) =>
      projection.lists.vouchers(search, page).items.map(({ voucher }) => voucher['voucher'])
    expect(codes({ code: 'AU' })).to.deep.equal(['AU-9999'])
    expect(codes({ code: 'A' })).to.deep.equal(['AU-9999'])
    expect(codes({ code: 'AU-9999' })).to.deep.equal(['AU-9999'])
    expect(codes({ code: 'B' })).to.deep.equal([])
    expect(codes({ issuer: 'bank-treasury' })).to.deep.equal(['CNY'])
    expect(codes({ holder: 'institution-treasury' })).to.deep.equal(['AU-9999'])
    expect(codes({ holder: 'alice' })).to.deep.equal(['AU-9999', 'CNY'])
    const [gold] = projection.lists.vouchers({ code: 'AU' }, page).items
    const at = BigInt(gold?.first.at ?? 0)
    expect(codes({ from: `${at}`, to: `${at}` })).to.include('AU-9999')
    expect(codes({ to: `${at - 1n}` })).to.not.include('AU-9999')
    expect(codes({ from: `${at + 1n}` })).to.not.include('AU-9999')
  })

  it('knows what everybody holds, credits included, by participant and by voucher', () => {
    const { scene, gold } = story
    for (const participant of ['alice', 'bob', 'institution-treasury']) {
      const [held] = projection.lists.holdings(participant, page).items.filter(({ voucher }) => voucher === gold)
      const row = holdingOf(scene.account(participant), gold)
      expect(held).to.include({ reserved: `${row.reserved}`, pledged: `${row.pledged}`, frozen: '0' })
      expect(held?.available, participant).to.equal(`${scene.balance(participant)}`)
      expect(projection.lists.holders(gold, page).items.find((one) => one.participant === participant)).to.deep.equal(
        held,
      )
    }
    const total = projection.lists.holders(gold, page).items.reduce((sum, { total }) => sum + BigInt(total), 0n)
    expect(total).to.equal(scene.supply(gold))
  })

  it('lists orders of their owner, open and ended apart, newest first', () => {
    const { openOrder, cancelledOrder } = story.opened
    const ids = (isOpen?: boolean) =>
      projection.lists.listed('orders', 'alice', page, isOpen).items.map(({ order }) => order)
    expect(ids()).to.deep.equal([cancelledOrder, openOrder])
    expect(ids(true)).to.deep.equal([openOrder])
    expect(ids(false)).to.deep.equal([cancelledOrder])
    expect(projection.lists.listed('orders', 'bob', page).items).to.deep.equal([])
  })

  it('lists pledges and offers for both parties, as they stand', () => {
    const { pledge, offer } = story.opened
    for (const party of ['alice', 'bob']) {
      expect(projection.lists.listed('pledges', party, page).items).to.have.lengthOf(1)
      expect(projection.lists.listed('pledges', party, page).items[0]).to.include({ pledge, status: 'locked' })
      expect(projection.lists.listed('offers', party, page).items[0]).to.include({ offer, status: 'offered' })
    }
    expect(projection.lists.listed('pledges', 'institution-treasury', page).items).to.deep.equal([])
  })

  it('lists quotes of a voucher, newest first', () => {
    const { items } = projection.lists.listed('quotes', story.gold, page)
    expect(items.map(({ quote }) => quote)).to.deep.equal(['Q2', 'Q1'])
  })

  it('lists instructions for whom they concern, and a refused one for its sender only', () => {
    const ids = (participant: string) => projection.lists.instructions(participant, page).items.map(({ id }) => id)
    const { offer, pledge, refused } = story.opened
    expect(ids('alice')).to.include.members([offer, pledge, refused])
    expect(ids('bob')).to.include.members([offer, pledge])
    expect(ids('bob')).to.not.include(refused)
    expect(ids('carol')).to.deep.equal([])
    const positions = projection.lists
      .instructions('alice', page)
      .items.map((one) => [one.block, one.position, one.place])
    expect(positions).to.deep.equal(
      [...positions].sort((a, b) => Number(b[0]) - Number(a[0]) || Number(b[2]) - Number(a[2])),
    )
  })

  it('takes nothing from an invalid transaction', () => {
    const invalid = story.blocks.flatMap(({ transactions }) =>
      transactions.filter(({ validation }) => validation !== 'VALID'),
    )
    expect(invalid.map(({ validation }) => validation)).to.deep.equal(['MVCC_READ_CONFLICT'])
    const [lost] = invalid
    const { id } = JSON.parse(lost?.response ?? '[]')[0]
    expect(projection.instruction(id)).to.equal(undefined)
    expect(projection.lists.instructions('bob', page).items.map((one) => one.id)).to.not.include(id)
  })

  it('has the history of every row as the ledger has it', () => {
    const { ledger } = story.scene
    for (const key of [accounts.key('alice'), vouchers.key(story.gold), orders.key(story.opened.cancelledOrder)]) {
      const past = projection.lists.history(key, {}, page).items
      const known = ledger.history(key).reverse()
      expect(
        past.map(({ transaction, at, value }) => ({ transaction, at, value })),
        key,
      ).to.deep.equal(
        known.map(({ txId, at, value }) => ({
          transaction: txId,
          at: `${at}`,
          value: value === undefined ? null : JSON.parse(value.toString()),
        })),
      )
    }
  })

  it('shows in a history that a credit was folded away, and cuts by time', () => {
    const gone = story.blocks
      .flatMap(({ transactions }) => transactions.flatMap(({ writes }) => writes))
      .find(({ key, value }) => key.startsWith('credit~') && value === null)
    const past = projection.lists.history(gone?.key ?? '', {}, page).items
    expect(past.map(({ value }) => value === null)).to.deep.equal([false, true])
    const key = accounts.key('alice')
    const all = projection.lists.history(key, {}, page).items
    const middle = all[0]?.at as string
    const early = projection.lists.history(key, { to: middle }, page).items
    const late = projection.lists.history(key, { from: `${BigInt(middle) + 1n}` }, page).items
    expect([...early, ...late]).to.deep.equal(all)
    expect(late).to.not.be.empty
  })

  it('changes nothing when a block comes twice, and refuses to leave one out', () => {
    const before = projection.height
    expect(projection.apply(story.blocks.at(-1) as never)).to.deep.equal([])
    expect(projection.height).to.equal(before)
    expect(() => projection.apply(blockOf({ number: Number(before) + 1, transactions: [] }))).to.throw('is missing')
    expect(projection.height).to.equal(before)
  })

  it('takes all of a block or nothing where its file cannot be written, and takes it once it can', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-projection-'))
    const path = join(folder, 'projection.sqlite')
    const fresh = projectionOf([], path)
    const other = new DatabaseSync(path)
    other.exec('BEGIN EXCLUSIVE')
    expect(() => fresh.apply(story.blocks[0] as never)).to.throw('locked')
    expect(fresh.height).to.equal(0n)
    other.exec('ROLLBACK')
    other.close()
    for (const block of story.blocks) fresh.apply(block)
    expect(fresh.lists.vouchers({}, page)).to.deep.equal(projection.lists.vouchers({}, page))
    fresh.close()
    rmSync(folder, { recursive: true })
  })
})
