import { expect } from 'chai'
import type { ListedInstruction } from '../../../../terminal/sdk/lists.ts'
import { placeOfNotice } from '../../../../terminal/web/words/notice-place.ts'

type Change = Partial<ListedInstruction>

const place = (kind: string, body: ListedInstruction['body'], change: Change = {}): string | undefined =>
  placeOfNotice({ status: 'accepted', kind, from: 'somebody', body, ...change }, 'alice')
const own = { from: 'alice' }

describe('where a notice leads', () => {
  it('SX-010 leads who asks to the demand, who is asked to the requests, and who matches nowhere', () => {
    const demand = { demand: 'd1' }
    expect(place('demand.open', demand, own)).equal('/demands/d1')
    expect(place('demand.open', demand, { ...own, status: 'refused' })).equal('/demands')
    expect(place('demand.match', demand)).equal('/demands/d1')
    expect(place('demand.match', demand, own)).equal(undefined)
    expect(place('demand.request', { ...demand, holder: 'alice' })).equal('/requests')
    expect(place('demand.request', { ...demand, holder: 'bob' })).equal('/demands/d1')
    expect(place('demand.request', { ...demand, holder: 'bob' }, own)).equal(undefined)
    for (const answered of ['demand.answer', 'demand.decline']) {
      expect(place(answered, demand, own), answered).equal('/requests')
      expect(place(answered, demand), answered).equal('/demands/d1')
    }
    for (const decided of ['demand.accept', 'demand.reject', 'demand.withdraw']) {
      expect(place(decided, demand, own), decided).equal('/demands/d1')
      expect(place(decided, demand), decided).equal('/requests')
    }
  })

  it('SX-010 leads who recommends to the recommendation, who is asked to the requests, and both to rewards', () => {
    const recommendation = { recommendation: 'r1' }
    expect(place('recommendation.open', {}, { ...own, effects: recommendation })).equal('/recommendations/r1')
    expect(place('recommendation.open', {}, { ...own, status: 'refused' })).equal('/recommendations')
    expect(place('recommendation.match', recommendation)).equal('/recommendations/r1')
    expect(place('recommendation.request', { ...recommendation, participant: 'alice' })).equal('/requests')
    for (const answered of ['answer', 'decline', 'accept', 'reject'].map((step) => `recommendation.${step}`)) {
      expect(place(answered, recommendation, own), answered).equal('/requests')
      expect(place(answered, recommendation), answered).equal('/recommendations/r1')
    }
    for (const decided of ['deliver', 'withdraw'].map((step) => `recommendation.${step}`)) {
      expect(place(decided, recommendation, own), decided).equal('/recommendations/r1')
      expect(place(decided, recommendation), decided).equal('/requests')
    }
    expect(place('interaction.reward', { interaction: 'i1', voucher: 'CNY' })).equal('/recommendations')
    expect(place('interaction.rate', { interaction: 'i1' })).equal('/requests')
    expect(place('profile.set', {}, own)).equal('/requests')
  })

  it('SX-010 leads both sides of a package to it, and to all of them where it has no name', () => {
    for (const step of ['deliver', 'request', 'release', 'revoke', 'open', 'reject'])
      expect(place(`package.${step}`, { interaction: 'i1' }), step).equal('/packages/i1')
    expect(place('package.deliver', {}, { ...own, status: 'refused' })).equal('/packages')
  })

  it('SX-010 leads buyer and provider to their own screen of an order', () => {
    const purchase = { purchase: 'p1' }
    expect(place('purchase.order', { provider: 'shop' }, { ...own, effects: purchase })).equal('/orders/p1')
    expect(place('purchase.order', { provider: 'alice' }, { effects: purchase })).equal('/provider/orders/p1')
    expect(place('purchase.order', { provider: 'shop' }, { ...own, status: 'refused' })).equal('/orders')
    expect(place('purchase.ship', purchase)).equal('/orders/p1')
    expect(place('purchase.ship', purchase, own)).equal('/provider/orders/p1')
    expect(place('purchase.cancel', purchase)).equal('/provider/orders/p1')
    expect(place('purchase.complete', purchase, { effects: { provider: 'alice' } })).equal('/provider/orders/p1')
    expect(place('purchase.expire', purchase)).equal('/orders/p1')
  })

  it('SX-010 leads both sides of a trade to it, an officer to the client at its desk, and who answers to the institution’s', () => {
    expect(place('chain.open', {}, { ...own, effects: { chain: 'c1' } })).equal('/trades/c1')
    expect(place('chain.open', {}, { ...own, status: 'refused' })).equal('/trades')
    for (const step of ['enrich', 'send', 'answer', 'settle', 'withdraw'])
      expect(place(`chain.${step}`, { chain: 'c1' }), step).equal('/trades/c1')
    for (const kind of ['grade.set', 'position.set', 'identity.unlock']) {
      expect(place(kind, { client: 'bob' }, own), kind).equal('/credit/bob')
      expect(place(kind, { client: 'alice' }), kind).equal('/trades')
    }
    expect(place('institution.open', {}, own)).equal('/institution')
    for (const step of ['mark-unknown', 'reconcile', 'void']) {
      expect(place(`chain.${step}`, { chain: 'c1' }, own), step).equal('/dispatch')
      expect(place(`chain.${step}`, { chain: 'c1' }), step).equal('/trades/c1')
    }
  })

  it('SX-010 leads who promotes to its promotion, who pays to its campaigns, and each to the side of a reward that it has', () => {
    expect(place('campaign.open', {}, own)).equal('/campaigns')
    expect(place('promotion.create', {}, { ...own, effects: { promotion: 'p1' } })).equal('/promotions/p1')
    expect(place('promotion.create', {}, { ...own, status: 'refused' })).equal('/promotions')
    expect(place('promotion.create', {}, { effects: { promotion: 'p1' } })).equal('/campaigns')
    expect(place('promotion.end', { promotion: 'p1' })).equal('/promotions/p1')
    expect(place('reward.judge', { chain: 'c1' }, own)).equal('/campaigns')
    expect(place('reward.judge', { chain: 'c1' })).equal('/promotions')
    for (const step of ['pay', 'expire', 'take-back']) {
      expect(place(`reward.${step}`, {}, { effects: { receiver: 'alice' } }), step).equal('/promotions')
      expect(place(`reward.${step}`, {}, { ...own, effects: { receiver: 'bob' } }), step).equal('/campaigns')
    }
  })

  it('SX-010 leads to goods, vouchers, devices and payments, and nowhere where there is no such screen', () => {
    expect(place('certificate.grant', { certificate: 'c1' })).equal('/goods/c1')
    expect(place('instance.use', {}, { effects: { certificate: 'c1' } })).equal('/goods/c1')
    expect(place('instance.use', {}, { status: 'refused' })).equal('/goods')
    expect(place('voucher.transfer', { voucher: 'AU' })).equal('/vouchers/AU')
    expect(place('transfer.offer', { voucher: 'AU' })).equal('/vouchers/AU')
    expect(place('device.add', {})).equal('/devices')
    expect(place('payment.approve', {})).equal('/activity')
    expect(place('participant.freeze', {})).equal(undefined)
  })
})
