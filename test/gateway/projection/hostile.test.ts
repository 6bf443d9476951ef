import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { orders } from '../../../chaincode/domains/market/tables.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import { knownEnvelope } from '../../../chaincode/envelope.ts'
import type { BlockTransaction, ReadBlock, RowWrite } from '../../../gateway/fabric/block.ts'
import type { Alarm } from '../../../gateway/projection/block-writer.ts'
import { Projection } from '../../../gateway/projection/projection.ts'
import type { Recorded } from '../../../gateway/projection/recorded.ts'
import { visibleDocument } from '../../../gateway/services/document.ts'
import { consortium } from '../../support/members.ts'
import { blockOf, projectionOf } from '../support/blocks.ts'
import { wholeStatement } from '../support/statements.ts'
import { readStory, type Story } from '../support/story.ts'

const page = { limit: 200 }

/** What two dishonest organisations could have endorsed: peers find it valid. */
const forged = (change: Partial<BlockTransaction>): BlockTransaction => ({
  ...{ position: 0, transaction: 'f'.repeat(64), validation: 'VALID', isSigned: true, at: 1n },
  ...{ chaincode: 'ledger', call: 'ledger:apply', arguments: [], response: '[]', writes: [], organisation: 'BankMSP' },
  ...change,
})

describe('valid transactions of a dishonest quorum', () => {
  let story: Story
  let projection: Projection
  let alarms: Alarm[]
  beforeEach(async () => {
    story = await readStory()
    projection = projectionOf(story.blocks)
    alarms = []
    projection.onAlarm((alarm) => alarms.push(alarm))
  })
  afterEach(() => projection.close())

  const take = (...transactions: BlockTransaction[]): ReturnType<Projection['apply']> => {
    const block: ReadBlock = {
      ...{ number: projection.height, hash: '', previousHash: '' },
      transactions: transactions.map((one, position) => ({ ...one, position })),
    }
    const recorded = projection.apply(block)
    expect(projection.height).to.equal(block.number + 1n)
    return recorded
  }
  const reasons = () => alarms.map(({ reason }) => reason)
  const row = (key: string, value: string) => ({ chaincode: 'ledger', key, value })
  const someRecorded = () => {
    const [found] = projection.lists.instructions('alice', page).items
    if (found === undefined) throw new Error('the story has no instruction of alice')
    return found
  }

  it('may write rows that are no JSON: they are kept as they are, with an alarm, and every list goes on', () => {
    for (const value of ['{', 'null', '7', '[]', '"x"', '{"status":{}}']) {
      const writes = [row('order~forged', value), row(`voucher~${story.gold}`, value), row('supply~AU-9999', value)]
      take(forged({ writes }))
      expect(projection.rowText('order~forged'), value).to.equal(value)
      expect(projection.lists.vouchers({}, page).items).to.be.an('array')
      expect(projection.lists.listed('orders', 'alice', page).items).to.be.an('array')
      expect(projection.lists.history('order~forged', {}, page).items).to.not.be.empty
      expect(projection.view.find(orders, 'forged'), value).to.satisfy(
        (found: unknown) => found === undefined || found !== null,
      )
    }
    expect(reasons()).to.include('unreadable')
  })

  it('may spoil a row that lists know already: the lists that look into rows pass over it, and go on', () => {
    const sales = () => projection.lists.sales('eve', { order: 'a' }, page).items
    const asked = () => projection.lists.asked('payments', 'eve', { member: 'payer', status: 'claimed' }, 10)
    const spoilt = {
      'payment-order~eve~1': { merchant: 'eve', order: '1', status: 'open', answerBy: '9' },
      'payment~forged': { payment: 'forged', device: 'eve', status: 'claimed' },
    }
    for (const value of ['{', '"x"', '\u0000']) {
      take(forged({ writes: Object.entries(spoilt).map(([key, good]) => row(key, JSON.stringify(good))) }))
      take(forged({ writes: Object.keys(spoilt).map((key) => row(key, value)) }))
      expect([sales(), asked()], value).to.deep.equal([[], []])
      expect(projection.lists.openPayments(), value).to.be.an('array')
      expect(projection.lists.captured('eve', { from: '0', to: '9' }), value).to.deep.equal([])
    }
  })

  it('may not record an instruction twice: its first outcome stands', () => {
    const first = someRecorded()
    const outcome = { ...first.outcome, status: 'refused', code: 'not_allowed', values: {} }
    const again = forged({ arguments: [first.envelope, first.envelope], response: JSON.stringify([outcome, outcome]) })
    expect(take(again)).to.deep.equal([])
    expect(projection.instruction(first.id)).to.deep.equal(first)
    expect(reasons()).to.deep.equal(['unreadable'])
  })

  it('may record a kind that nobody knows, also one that every object has: it is its sender’s, and stops nothing', () => {
    const first = someRecorded()
    for (const kind of ['coin.mint', 'toString', '__proto__']) {
      const envelope = JSON.stringify({ instruction: { ...knownEnvelope(first.envelope).instruction, kind } })
      const outcome = { id: `i-${kind}`, status: 'accepted', effects: { payment: 'none' } }
      const [recorded] = take(forged({ arguments: [envelope], response: JSON.stringify([outcome]) }))
      expect(recorded?.id, kind).to.equal(outcome.id)
      const [newest] = projection.lists.instructions('alice', page).items
      expect(newest?.id, kind).to.equal(outcome.id)
      const reader = { participant: 'bob', isAuditor: false }
      expect(visibleDocument(newest as Recorded, reader), kind).to.not.have.property('id')
    }
    expect(reasons()).to.deep.equal([])
  })

  it('may leave out what an outcome needs: it is passed over, and the statement goes on', () => {
    const transfer = projection.lists
      .instructions('alice', page)
      .items.find(
        ({ envelope, outcome }) =>
          outcome.status === 'accepted' && knownEnvelope(envelope).instruction.kind === 'voucher.transfer',
      )
    if (transfer === undefined) throw new Error('the story has no transfer of alice')
    const before = wholeStatement(projection, 'alice')
    const damaged = [undefined, null, 7, 'x', ['x']].flatMap((part) => [
      { id: 'damaged', status: 'accepted', effects: part },
      { id: 'damaged', status: 'refused', code: 'not_allowed', values: part },
    ])
    for (const outcome of damaged) {
      const response = JSON.stringify([outcome])
      expect(take(forged({ arguments: [transfer.envelope], response })), response).to.deep.equal([])
    }
    expect(wholeStatement(projection, 'alice')).to.deep.equal(before)
  })

  it('may delete somebody: no list names them any more', () => {
    const eve = JSON.stringify({ participant: 'eve', home: 'BankMSP', type: 'individual', status: 'active' })
    const found = () => projection.lists.participants({ home: 'BankMSP', prefix: 'ev' }, page).items
    take(forged({ writes: [row('participant~eve', eve)] }))
    expect(found()).to.deep.equal([{ participant: 'eve', type: 'individual', status: 'active' }])
    take(forged({ writes: [{ chaincode: 'ledger', key: 'participant~eve', value: null }] }))
    expect(found()).to.deep.equal([])
  })

  it('may answer with what is no list of outcomes, or leave envelopes out: nothing is recorded', () => {
    const { envelope } = someRecorded()
    const accepted = JSON.stringify([{ id: 'new', status: 'accepted', effects: {} }])
    for (const response of ['', '{', 'null', '{}', '[null, 1, "x", {}]', '[{"id":"x"}]', accepted]) {
      expect(take(forged({ response })), response).to.deep.equal([])
    }
    for (const text of ['', '{', 'null', '{}', '{"instruction":7}', '{"instruction":{"device":{},"number":[]}}']) {
      expect(take(forged({ arguments: [text], response: accepted })), text).to.deep.equal([])
    }
    expect(take(forged({ arguments: [envelope], response: accepted }))).to.have.lengthOf(1)
  })

  it('raises an alarm for rows that no call of ours writes, keeps the rows, and records nothing of them', () => {
    const { envelope } = someRecorded()
    const response = JSON.stringify([{ id: 'hidden', status: 'accepted', effects: {} }])
    const writes = [row('order~forged', '{"order":"forged","owner":"alice","voucher":"AU-9999","status":"open"}')]
    const shared = { arguments: [envelope], response, writes }
    for (const change of [{ call: 'query:range' }, { chaincode: 'x' }, { chaincode: 'accounts-bank', call: 'write' }]) {
      expect(take(forged({ ...shared, ...change }))).to.deep.equal([])
    }
    expect(reasons()).to.deep.equal(['unexpected_call', 'unexpected_call', 'unexpected_call'])
    expect(projection.instruction('hidden')).to.equal(undefined)
    expect(projection.lists.listed('orders', 'alice', page).items.map(({ order }) => order)).to.include('forged')
  })

  it('records what an earlier release of the contract answered to another spelling', () => {
    const { envelope } = someRecorded()
    const response = JSON.stringify([{ id: 'older', status: 'accepted', effects: {} }])
    expect(take(forged({ call: 'apply', arguments: [envelope], response }))).to.have.lengthOf(1)
    expect(projection.instruction('older')?.envelope).to.equal(envelope)
  })

  it('may have two accounts use one number of one key: each is found by its sender', () => {
    const { envelope } = someRecorded()
    const read = JSON.parse(envelope)
    const other = JSON.stringify({ ...read, instruction: { ...read.instruction, from: 'bob' } })
    const response = JSON.stringify([{ id: 'of-bob', status: 'accepted', effects: {} }])
    expect(take(forged({ arguments: [other], response }))).to.have.lengthOf(1)
    const { device, number } = read.instruction
    expect(projection.instructionByNumber({ sender: 'bob', device, number })?.id).to.equal('of-bob')
    expect(projection.instructionByNumber({ sender: 'alice', device, number })?.id).to.equal(someRecorded().id)
    expect(projection.instructionByNumber({ sender: 'carol', device, number })).to.equal(undefined)
  })

  it('leaves the same tables, whether the gateway went on, started anew in between, or was rebuilt', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-hostile-'))
    const path = join(folder, 'projection.sqlite')
    const home = (mspId: string) => row('participant~eve', JSON.stringify({ participant: 'eve', home: mspId }))
    const credit = JSON.stringify({ payee: 'eve', voucher: 'AU-9999', quantity: '5' })
    const given = (name: string) => ({ chaincode: 'accounts-bank', key: `credit~eve~AU-9999~${name}`, value: credit })
    const transactions = [
      forged({ writes: [home('BankMSP')] }),
      forged({ writes: [given('a'), row('order~x', '{')] }),
      forged({ writes: [home('SupplierMSP'), given('b')] }),
      forged({ writes: [given('c'), { ...given('d'), value: '{"payee":"eve","voucher":"AU-9999","quantity":"x"}' }] }),
    ]
    const kept = { ...row('participant~zoe', JSON.stringify({ participant: 'zoe', home: 'BankMSP' })) }
    const toZoe = (name: string, value: string | null) => ({
      ...{ chaincode: 'accounts-bank', key: `credit~zoe~AU-9999~${name}` },
      value: value as string,
    })
    const credits = [
      ['a', '{"payee":"zoe","voucher":"AU-9999","quantity":"x"}'],
      ['b', '{'],
      ['c', '{"payee":"mallory","voucher":"AU-9999","quantity":"7"}'],
      ['d', '{}'],
      ['d', null],
      ['e', '{"payee":"zoe","voucher":"AU-9999","quantity":"3"}'],
    ] as const
    transactions.push(
      forged({ writes: [kept] }),
      ...credits.map(([name, value]) => forged({ writes: [toZoe(name, value)] })),
    )
    const blocks = transactions.map((one, index) => ({
      number: BigInt(index),
      hash: '',
      previousHash: '',
      transactions: [one],
    }))
    const dump = (one: Projection) => ({
      rows: one.rows({ start: '', end: '~' }),
      holdings: one.lists.holdings('eve', page).items,
      credits: one.payeesWithCredits(0),
      zoe: [3, 4].map((count) => one.payeesWithCredits(count).includes('zoe')),
    })
    const through = projectionOf(blocks)
    for (const block of blocks) {
      const opened = new Projection(path, consortium)
      opened.apply(block)
      opened.close()
    }
    const again = new Projection(path, consortium)
    expect(dump(again)).to.deep.equal(dump(through))
    expect(dump(through).credits).to.include('zoe').and.not.include('mallory')
    for (const one of [again, through]) one.close()
    rmSync(folder, { recursive: true })
  })

  it('stops nothing that comes after it', () => {
    take(forged({ writes: [row('voucher~X-1', '{')] }), forged({ response: '{' }), forged({ call: 'query:get' }))
    const next = blockOf({ number: Number(projection.height), transactions: [] })
    expect(projection.apply(next)).to.deep.equal([])
  })

  it('may answer to a step with a record that names its parties otherwise, or a member that is no text', () => {
    const { envelope } = someRecorded()
    const { instruction } = JSON.parse(envelope)
    const id = 'odd'
    const record = (outcome: object, change: object): string[] => {
      const text = JSON.stringify({ instruction: { ...instruction, ...change } })
      const [recorded] = take(
        forged({ arguments: [text], response: JSON.stringify([{ id: `${id}-${projection.height}`, ...outcome }]) }),
      )
      const { block = 0n } = recorded ?? {}
      const at = { block: Number(block), position: -1, place: 0 }
      return ['alice', 'bob', 'mallory', '*'].filter((participant) =>
        projection.events.concerning({ participant }, at, 200).some((one) => one.id === recorded?.id),
      )
    }
    const odd = { pledge: 'odd', holder: 7, pledgee: 'bob', status: 'locked', voucher: 'AU-9999' }
    take(
      forged({
        writes: [row('pledge~odd', JSON.stringify({ ...odd, quantity: '1', answerBy: '1', termEndsAt: '1' }))],
      }),
    )
    const from = 'alice'
    const accepted = { status: 'accepted', effects: { pledge: 'odd' } }
    const refused = { status: 'refused', code: 'not_allowed', values: {} }
    const step = (pledge: unknown) => ({ kind: 'pledge.release', from, body: { pledge } })
    expect(record(accepted, step('odd'))).to.deep.equal(['alice', 'bob'])
    expect(record(accepted, step(7))).to.deep.equal(['alice'])
    expect(record(accepted, step('unheard'))).to.deep.equal(['alice'])
    expect(record(refused, step('odd'))).to.deep.equal(['alice'])
    expect(record(accepted, { kind: 'order.place', from, body: {} }))
      .to.include('alice')
      .and.not.include('mallory')
  })

  it('may delete rows of any table, and write rows of none: lists go on without them', () => {
    const order = { order: 'gone', owner: 'alice', voucher: 'AU-9999', status: 'open' }
    const ids = () => projection.lists.listed('orders', 'alice', page).items.map(({ order: id }) => id)
    take(forged({ writes: [row('order~gone', JSON.stringify(order))] }))
    expect(ids()).to.include('gone')
    const nothing = null as unknown as string
    const keys = ['order~gone', 'voucher~AU-9999', 'supply~AU-9999', 'account~alice', 'junk', '~', 'order']
    take(forged({ writes: keys.map((key) => row(key, nothing)) }))
    expect(ids()).to.not.include('gone')
    expect(projection.rowText('order~gone')).to.equal(undefined)
    take(forged({ writes: [row('junk', '{'), row('junk', '7'), row('~', '"x"')] }))
    expect(projection.rowText('~')).to.equal('"x"')
    const credit = { chaincode: 'accounts-bank', key: 'credit~alice~AU-9999~none', value: nothing }
    take(forged({ chaincode: 'accounts-bank', writes: [credit] }))
    take(
      forged({ chaincode: 'accounts-bank', writes: [{ ...credit, value: '{"payee":"alice","voucher":"AU-9999"}' }] }),
    )
    expect(projection.lists.holdings('alice', page).items).to.be.an('array')
    const { envelope } = someRecorded()
    expect(take(forged({ arguments: [envelope], response: '[null]' }))).to.deep.equal([])
  })

  it('are looked up however many there are', () => {
    const names = Array.from({ length: 1_001 }, (_, index) => `order-${index}`)
    for (const name of names) expect(projection.view.find(orders, name)).to.equal(undefined)
  })

  it('may tell of a payment that is nowhere, or is another’s: who had no part in it draws nobody in', () => {
    const { instruction } = JSON.parse(someRecorded().envelope)
    const payment = {
      payment: 'p1',
      home: 'BankMSP',
      payer: 'alice',
      payerHome: 'BankMSP',
      device: 'd1',
      status: 'issued',
    }
    take(forged({ writes: [row('payment~p1', JSON.stringify({ ...payment, codeExpiresAt: '1' }))] }))
    const concerned = (change: object, outcome: object): string[] => {
      const text = JSON.stringify({ instruction: { ...instruction, ...change } })
      const all = { id: `p-${projection.height}`, ...outcome }
      const [recorded] = take(forged({ arguments: [text], response: JSON.stringify([all]) }))
      const at = { block: Number(recorded?.block), position: -1, place: 0 }
      const isTold = (participant: string) =>
        projection.events.concerning({ participant }, at, 200).some(({ id }) => id === all.id)
      return ['alice', 'mallory', 'd1', 'undefined'].filter(isTold)
    }
    const refused = { status: 'refused', code: 'not_allowed', values: {} }
    const answer = (from: string, id: string) => ({ kind: 'payment.approve', from, body: { payment: id } })
    expect(concerned(answer('mallory', 'p1'), refused)).to.deep.equal(['mallory'])
    expect(concerned(answer('alice', 'p1'), refused)).to.deep.equal(['alice'])
    const claim = { kind: 'payment.claim', from: 'mallory', body: {} }
    expect(concerned(claim, { status: 'accepted', effects: { payment: 'none' } })).to.deep.equal(['mallory'])
    expect(concerned(claim, { status: 'accepted', effects: { payment: 'p1' } })).to.deep.equal(['mallory', 'd1'])
  })

  /** A transaction that gives bob more of a voucher, beside what these instructions say of themselves. */
  const withGift = (instructions: readonly object[], outcomes: readonly object[], writes: RowWrite[] = []) => {
    const name = `gift-${projection.height}`
    const accountsOfBob = consortium.accountsOf(projection.view.find(participants, 'bob')?.home ?? '')
    const credit = { payee: 'bob', voucher: story.gold, quantity: '3' }
    const gift = { chaincode: accountsOfBob, key: `credit~bob~${story.gold}~${name}`, value: JSON.stringify(credit) }
    const { instruction } = JSON.parse(someRecorded().envelope)
    const texts = instructions.map((change) => JSON.stringify({ instruction: { ...instruction, ...change } }))
    return forged({ arguments: texts, response: JSON.stringify(outcomes), writes: [...writes, gift] })
  }
  const lastOfBob = () => wholeStatement(projection, 'bob').findLast(({ voucher }) => voucher === story.gold)

  it('may name a payment row that is no payment: the lines and the rest of the block stand', () => {
    const terms = { merchant: 'bob', orderNumber: 'N-1', voucher: story.gold, quantity: '3', answerBy: '1' }
    const values = ['{', 'null', '7', '"x"', '[]', '{}', '{"claim":null}', '{"claim":7}', '{"claim":{"order":{}}}']
    for (const [index, value] of [...values, '{"claim":{"quantity":"x"}}'].entries()) {
      const payment = `${index}`.padStart(43, 'p')
      const body = { ...terms, payment }
      const outcome = { id: `odd-${index}`, status: 'accepted', effects: { payment, bank: 'city-bank', fee: '0' } }
      const before = BigInt(lastOfBob()?.balance ?? 0)
      const told = [{ kind: 'payment.approve', from: 'mallory', body }]
      const next = forged({
        writes: [
          row(
            `order~after-${index}`,
            JSON.stringify({ order: 'after', owner: 'alice', voucher: story.gold, status: 'open' }),
          ),
        ],
      })
      take(withGift(told, [outcome], [row(`payment~${payment}`, value)]), next)
      expect(lastOfBob(), value).to.include({ change: '3', balance: `${before + 3n}`, kind: 'payment.approve' })
      expect(projection.rowText(`payment~${payment}`)).to.equal(value)
      expect(projection.rowText(`order~after-${index}`)).to.be.a('string')
    }
    expect(reasons()).to.include('unreadable')
  })

  it('may name two people whom the database cannot tell apart: the change stands without its causes, with an alarm', () => {
    // Half of a pair of UTF-16 is no text in UTF-8: each becomes the same mark there.
    const [one, other] = ['x\ud800', 'x\ud801']
    const refund = (from: string) => ({
      ...{ kind: 'payment.refund', from },
      body: { payment: 'p'.repeat(43), quantity: '5', reference: 'odd' },
    })
    const effects = (payer: string) => ({ payer, voucher: story.gold, quantity: '5' })
    const outcomes = [other, one].map((payer, index) => {
      return { id: `half-${index}`, status: 'accepted', effects: effects(payer) }
    })
    const before = BigInt(lastOfBob()?.balance ?? 0)
    const next = JSON.stringify({ order: 'next', owner: 'alice', voucher: story.gold, status: 'open' })
    const recorded = take(
      withGift([refund(one), refund(other)], outcomes),
      forged({ writes: [row('order~next', next)] }),
    )
    expect(recorded.map(({ id }) => id)).to.deep.equal(['half-0', 'half-1'])
    expect(lastOfBob()).to.include({ change: '3', balance: `${before + 3n}`, kind: 'unexplained' })
    expect(wholeStatement(projection, 'x\ufffd')).to.deep.equal([])
    expect(projection.rowText('order~next')).to.equal(next)
    expect(alarms.map(({ position, reason }) => [position, reason])).to.deep.equal([[0, 'unreadable']])
  })

  it('raises no alarm for rows that folding or an enrolment changes', () => {
    for (const call of ['ledger:fold', 'registry:enrolRegistrar'])
      take(forged({ call, writes: [row('order~x', '{}')] }))
    expect(reasons()).to.not.include('unexpected_call')
  })
})
