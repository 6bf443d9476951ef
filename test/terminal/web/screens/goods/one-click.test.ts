import { expect } from 'chai'
import { readEnvelope } from '../../../../../chaincode/envelope.ts'
import type { Body, Kind } from '../../../../../chaincode/vocabulary.ts'
import type { KeptResult } from '../../../../../terminal/web/platform/database.ts'
import { oneClickWay } from '../../../../../terminal/web/screens/goods/one-click-way.ts'
import { lastOrderWith } from '../../../../../terminal/web/screens/goods/own-orders.ts'
import { Device } from '../../../../support/devices.ts'
import { nothing } from '../../../../support/workshop.ts'

const rule = { cash: 'CNY', maximum: '1200', perDay: 2, usedToday: 1 }

describe('An order in one click, on the screen', () => {
  it('S1-042 goes by the rule up to its maximum, as often as it allows a day', () => {
    expect(oneClickWay(['order', 'pay'], { rule, amount: 1200n })).equal('by-rule')
    expect(oneClickWay(['order', 'pay'], { rule, amount: 1201n })).equal('ask-to-pay')
    expect(oneClickWay(['order', 'pay'], { rule: { ...rule, usedToday: 2 }, amount: 1n })).equal('ask-to-pay')
  })

  it('S1-042 asks before anything where no order is allowed without payment, and never where nothing is paid', () => {
    expect(oneClickWay(['pay'], { rule, amount: 1201n })).equal('ask')
    expect(oneClickWay(['order'], { rule, amount: 1201n })).equal('order')
    expect(oneClickWay(['order'], { rule, amount: 1200n })).equal('by-rule')
  })
})

describe('S1-043 The order that a browser sent for some goods', () => {
  const alice = new Device('alice', ['customer'])
  const goods = 'g'.repeat(43)
  const kept = <K extends Kind>(kind: K, body: Body<K>, change: Partial<KeptResult> = {}): KeptResult => {
    const envelope = alice.sign(alice.instruction(kind, body))
    const { id } = readEnvelope(envelope)
    return { id, account: 'alice', kind, envelope, madeAt: 2_000, result: { status: 'accepted' }, ...change }
  }
  const order = (change: Partial<Body<'purchase.order'>> = {}, of: Partial<KeptResult> = {}) =>
    kept(
      'purchase.order',
      {
        ...{
          certificate: goods,
          provider: 'clockmaker',
          cash: 'CNY',
          price: '1200',
          salt: nothing,
          count: 1,
          pay: true,
        },
        ...change,
      },
      of,
    )
  const payment = (purchase: string) => kept('purchase.pay', { purchase, provider: 'clockmaker', cash: 'CNY' })

  it('is the newest that stands or may still, and none of other goods', () => {
    const [older, newer, other] = [order(), order(), order({ certificate: 'h'.repeat(43) })]
    const found = lastOrderWith(goods, [other, newer, older])
    expect(found).deep.equal({ purchase: newer.id, madeAt: newer.madeAt, isPaid: true })
    expect(lastOrderWith(goods, [other])).equal(undefined)
    expect(lastOrderWith(goods, [payment(nothing)])).equal(undefined)
  })

  it('is one that has no outcome yet, and none that was refused or never taken', () => {
    for (const result of [{ status: 'pending' }, undefined]) {
      expect(lastOrderWith(goods, [order({}, { result })])).not.equal(undefined)
    }
    const refused = order({}, { result: { status: 'refused', code: 'prompt_needed' } })
    const lost = order({}, { result: undefined, fault: { code: 'outage', values: {} } })
    expect(lastOrderWith(goods, [refused, lost])).equal(undefined)
  })

  it('waits for its payment until that was sent too', () => {
    const unpaid = order({ pay: false })
    const isPaid = (...others: KeptResult[]) => lastOrderWith(goods, [...others, unpaid])?.isPaid
    expect([isPaid(), isPaid(payment(nothing)), isPaid(payment(unpaid.id))]).deep.equal([false, false, true])
  })
})
