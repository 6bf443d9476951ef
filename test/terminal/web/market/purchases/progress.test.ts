import { expect } from 'chai'
import type { PurchaseStatus } from '../../../../../chaincode/domains/commerce/tables.ts'
import {
  buyerSteps,
  isOverdue,
  providerSteps,
  refundableOf,
  type Standing,
  stationsOf,
  turnOf,
} from '../../../../../terminal/web/market/purchases/progress.ts'

const actBy = 1_000_000
const inTime = { now: actBy, takesPayment: true, isReviewed: false }
const late = { ...inTime, now: actBy + 1 }

const of = (status: PurchaseStatus, change: Partial<Standing> = {}): Standing => ({
  ...{ status, held: '0', captured: '0', refunded: '0', actBy: String(actBy) },
  ...{ buyer: 'alice', provider: 'clock-house', evidence: undefined },
  ...change,
})
const held = { held: '12000' }

describe('What can be done with a purchase', () => {
  it('counts the last moment itself as in time, as the ledger does', () => {
    expect(isOverdue(of('paid'), actBy)).equal(false)
    expect(isOverdue(of('paid'), actBy + 1)).equal(true)
  })

  it('lets a buyer pay what is ordered only where the certificate takes payment, in time, and once that is known', () => {
    expect(buyerSteps(of('ordered'), inTime)).deep.equal(['pay', 'cancel'])
    expect(buyerSteps(of('ordered'), { ...inTime, takesPayment: false })).deep.equal(['cancel'])
    expect(buyerSteps(of('ordered'), { ...inTime, takesPayment: undefined })).deep.equal(['cancel'])
    expect(buyerSteps(of('ordered'), late)).deep.equal(['cancel', 'expire'])
  })

  it('offers a buyer each step from where the ledger takes it', () => {
    expect(buyerSteps(of('paid', held), inTime)).deep.equal(['cancel'])
    expect(buyerSteps(of('accepted', held), inTime)).deep.equal(['dispute'])
    expect(buyerSteps(of('accepted'), inTime)).deep.equal([])
    expect(buyerSteps(of('shipped', held), inTime)).deep.equal(['complete', 'dispute'])
    expect(buyerSteps(of('delivered'), late)).deep.equal(['complete'])
    expect(buyerSteps(of('disputed', held), inTime)).deep.equal(['add-evidence'])
    expect(buyerSteps(of('disputed', held), late)).deep.equal(['expire'])
    for (const status of ['rejected', 'cancelled', 'expired', 'refunded', 'decided'] as const) {
      expect(buyerSteps(of(status), late), status).deep.equal([])
    }
  })

  it('offers a review of a completed purchase, once', () => {
    expect(buyerSteps(of('completed'), inTime)).deep.equal(['review'])
    expect(buyerSteps(of('completed'), { ...inTime, isReviewed: true })).deep.equal([])
  })

  it('lets anybody end what waited too long', () => {
    for (const status of ['ordered', 'paid', 'accepted', 'shipped', 'disputed'] as const) {
      expect(buyerSteps(of(status, held), late), status).include('expire')
      expect(providerSteps(of(status, held), late), status).include('expire')
      expect(buyerSteps(of(status, held), inTime), status).not.include('expire')
    }
    expect(providerSteps(of('delivered', held), late)).deep.equal(['complete'])
  })

  it('offers a provider each step in its time, and acceptance only of what is paid or takes no payment', () => {
    expect(providerSteps(of('ordered'), inTime)).deep.equal(['reject'])
    expect(providerSteps(of('ordered'), { ...inTime, takesPayment: false })).deep.equal(['accept', 'reject'])
    expect(providerSteps(of('paid', held), inTime)).deep.equal(['accept', 'reject'])
    expect(providerSteps(of('paid', held), late)).deep.equal(['reject', 'expire'])
    expect(providerSteps(of('accepted', held), inTime)).deep.equal(['ship', 'reject'])
    expect(providerSteps(of('shipped', held), inTime)).deep.equal(['deliver'])
    expect(providerSteps(of('delivered', held), inTime)).deep.equal([])
  })

  it('offers a refund up to what the provider got and has not given back', () => {
    const captured = { captured: '12000', refunded: '2000' }
    expect(refundableOf(captured)).equal('10000')
    expect(providerSteps(of('completed', captured), inTime)).deep.equal(['refund'])
    expect(providerSteps(of('completed', { ...captured, refunded: '12000' }), inTime)).deep.equal([])
    expect(providerSteps(of('disputed', { ...held, ...captured }), inTime)).deep.equal(['add-evidence'])
  })

  it('takes eight pieces of evidence of each side, and no more', () => {
    const brought = (by: string) => Array.from({ length: 8 }, () => ({ by, digest: 'd' }))
    const full = of('disputed', { ...held, evidence: brought('alice') })
    expect(buyerSteps(full, inTime)).deep.equal([])
    expect(providerSteps(full, inTime)).deep.equal(['add-evidence'])
    expect(providerSteps(of('disputed', { ...held, evidence: brought('clock-house') }), inTime)).deep.equal([])
  })

  it('says whose turn it is', () => {
    expect(turnOf(of('ordered'), { takesPayment: true })).equal('buyer')
    expect(turnOf(of('ordered'), { takesPayment: false })).equal('provider')
    for (const status of ['paid', 'accepted', 'shipped'] as const) expect(turnOf(of(status), inTime)).equal('provider')
    expect(turnOf(of('delivered'), inTime)).equal('buyer')
    expect(turnOf(of('disputed'), inTime)).equal('auditor')
    expect(turnOf(of('completed'), inTime)).equal(undefined)
  })

  it('shows the way as far as it was gone, without paying where nothing is paid, and none for what left it', () => {
    const done = (takesPayment: boolean) =>
      stationsOf(of('accepted'), { takesPayment })?.map(({ station, isDone }) => `${station} ${isDone}`)
    expect(done(true)).deep.equal([
      ...['ordered true', 'paid true', 'accepted true', 'shipped false', 'delivered false', 'completed false'],
    ])
    expect(done(false)).deep.equal([
      ...['ordered true', 'accepted true', 'shipped false', 'delivered false', 'completed false'],
    ])
    for (const status of ['disputed', 'refunded'] as const) expect(stationsOf(of(status), inTime)).equal(undefined)
  })
})
