import { expect } from 'chai'
import { digest } from '../../../chaincode/wire/signature.ts'
import { atStorefront, cash, gold, period, perPiece, price, type Storefront } from '../../support/storefront.ts'
import { nothing } from '../../support/workshop.ts'

const all = 100_000n
const evidence = digest('a photograph')

const money = (storefront: Storefront) => [
  ...[...storefront.buckets('alice'), ...storefront.buckets('clockmaker')].map((quantity) => quantity),
]
const metal = (storefront: Storefront) => [
  ...storefront.buckets('alice', gold),
  ...storefront.buckets('clockmaker', gold),
]
const freeze = (
  storefront: Storefront,
  participant: 'alice' | 'clockmaker',
  step: 'freeze' | 'unfreeze' = 'freeze',
) => {
  const { BankMSP, SupplierMSP } = storefront.scene.registrars
  const registrar = participant === 'alice' ? BankMSP : SupplierMSP
  return storefront.done(registrar, `participant.${step}`, { participant, caseNumber: 'CASE-1' })
}

describe('the money of a purchase', () => {
  it(
    'S1-048 goes back in full where the provider rejects, paid or accepted',
    atStorefront(async (storefront) => {
      const certificate = await storefront.workshop.issued()
      for (const state of ['paid', 'accepted'] as const) {
        const purchase = await storefront.brought(state, certificate)
        expect(money(storefront)).deep.equal([all - price, price, 0n, 0n])
        const effects = await storefront.done(storefront.maker, 'purchase.reject', { purchase })
        expect(effects).deep.equal({ purchase, status: 'refunded', freed: `${price}`, reservedVoucher: cash })
        expect(money(storefront)).deep.equal([all, 0n, 0n, 0n])
      }
      const shipped = { purchase: await storefront.brought('shipped', certificate) }
      expect(await storefront.code(storefront.maker, 'purchase.reject', shipped)).equal('purchase_state_forbids')
    }),
  )

  it(
    'S1-048 goes back in full where the provider is silent past any of its deadlines, by anybody, and not before',
    atStorefront(async (storefront) => {
      const certificate = await storefront.workshop.issued()
      for (const state of ['paid', 'accepted', 'shipped', 'disputed'] as const) {
        const purchase = await storefront.brought(state, certificate)
        const end = () => storefront.code(storefront.workshop.carol, 'purchase.expire', { purchase })
        storefront.workshop.wait(period)
        expect(await end()).equal('deadline_not_passed')
        expect(money(storefront)).deep.equal([all - price, price, 0n, 0n])
        storefront.workshop.wait(1n)
        expect(await end()).equal('accepted')
        expect(money(storefront)).deep.equal([all, 0n, 0n, 0n])
        expect(storefront.purchase(purchase)).deep.include({ status: 'refunded', held: 0n, captured: 0n })
      }
    }),
  )

  it(
    'S1-048 has the provider accept, ship to what the buyer gave, and say that it is delivered, each in its time',
    atStorefront(async (storefront) => {
      const { maker, alice } = storefront
      const certificate = await storefront.workshop.issued()
      const late = async (
        state: 'paid' | 'accepted' | 'shipped',
        kind: `purchase.${'accept' | 'ship' | 'deliver'}`,
      ) => {
        const purchase = await storefront.brought(state, certificate)
        storefront.waitForPeriod()
        expect(await storefront.code(maker, kind, { purchase })).equal('deadline_passed')
        await storefront.done(alice, 'purchase.expire', { purchase })
      }
      await late('paid', 'purchase.accept')
      await late('accepted', 'purchase.ship')
      await late('shipped', 'purchase.deliver')
      const address = digest('a sealed address')
      const purchase = await storefront.ordered(certificate, { address })
      await storefront.done(maker, 'purchase.accept', { purchase })
      const { actBy } = await storefront.done(maker, 'purchase.ship', { purchase, shipment: 'PARCEL-7' })
      expect(actBy).equal(`${storefront.scene.now + period}`)
      expect(storefront.purchase(purchase)).deep.include({ address, shipment: 'PARCEL-7', status: 'shipped' })
    }),
  )

  it(
    'is the buyer’s again where it takes its order back before the provider accepted it',
    atStorefront(async (storefront) => {
      const certificate = await storefront.workshop.issued()
      expect(await storefront.code(storefront.alice, 'purchase.cancel', { purchase: nothing })).equal(
        'unknown_purchase',
      )
      const purchase = await storefront.brought('paid', certificate)
      expect(await storefront.code(storefront.maker, 'purchase.cancel', { purchase })).equal('not_a_party')
      await storefront.done(storefront.alice, 'purchase.cancel', { purchase })
      expect(money(storefront)).deep.equal([all, 0n, 0n, 0n])
      const unpaid = await storefront.brought('ordered', certificate)
      const effects = await storefront.done(storefront.alice, 'purchase.cancel', { purchase: unpaid })
      expect(effects).deep.equal({ purchase: unpaid, status: 'cancelled' })
    }),
  )

  it(
    'is paid by the buyer alone, in the time to accept, and not to a provider who is frozen',
    atStorefront(async (storefront) => {
      const { alice, workshop } = storefront
      const purchase = await storefront.brought('ordered')
      const body = { purchase, provider: 'clockmaker', cash }
      expect(await storefront.code(workshop.carol, 'purchase.pay', body)).equal('not_a_party')
      expect(await storefront.code(alice, 'purchase.pay', { ...body, purchase: nothing })).equal('unknown_purchase')
      await freeze(storefront, 'clockmaker')
      expect(await storefront.code(alice, 'purchase.pay', body)).equal('receiver_not_active')
      await freeze(storefront, 'clockmaker', 'unfreeze')
      storefront.waitForPeriod()
      expect(await storefront.code(alice, 'purchase.pay', body)).equal('deadline_passed')
      expect(money(storefront)).deep.equal([all, 0n, 0n, 0n])
    }),
  )

  it(
    'goes to the provider by anybody’s word once it is delivered and the buyer was silent for too long',
    atStorefront(async (storefront) => {
      const { maker, workshop } = storefront
      const certificate = await workshop.issued()
      const shipped = await storefront.brought('shipped', certificate)
      expect(await storefront.code(maker, 'purchase.complete', { purchase: shipped })).equal('not_a_party')
      const purchase = await storefront.brought('delivered', certificate)
      expect(await storefront.code(maker, 'purchase.complete', { purchase })).equal('deadline_not_passed')
      storefront.waitForPeriod()
      const effects = await storefront.done(maker, 'purchase.complete', { purchase })
      expect(effects).deep.equal({
        ...{ purchase, status: 'completed', buyer: 'alice', provider: 'clockmaker', cash, amount: `${price}` },
      })
      expect(money(storefront)).deep.equal([all - 2n * price, price, price, 0n])
    }),
  )

  it(
    'waits while one of the parties is frozen, and is neither lost nor given',
    atStorefront(async (storefront) => {
      const { alice, maker } = storefront
      const purchase = await storefront.brought('delivered')
      await freeze(storefront, 'clockmaker')
      expect(await storefront.code(alice, 'purchase.complete', { purchase })).equal('receiver_not_active')
      await freeze(storefront, 'clockmaker', 'unfreeze')
      await freeze(storefront, 'alice')
      storefront.waitForPeriod()
      expect(await storefront.code(maker, 'purchase.complete', { purchase })).equal('participant_state_forbids')
      expect(money(storefront)).deep.equal([all - price, price, 0n, 0n])
      await freeze(storefront, 'alice', 'unfreeze')
      await storefront.done(maker, 'purchase.complete', { purchase })
      expect(money(storefront)).deep.equal([all - price, 0n, price, 0n])
    }),
  )

  it(
    'is given back by the provider in part and whole, and never more than it got',
    atStorefront(async (storefront) => {
      const { maker, alice } = storefront
      const purchase = await storefront.completed()
      const refund = (quantity: bigint) => ({ purchase, quantity: `${quantity}` })
      expect(await storefront.code(alice, 'purchase.refund', refund(1n))).equal('device_lacks_role')
      expect(await storefront.code(maker, 'purchase.refund', refund(price + 1n))).equal('exceeds_refundable_quantity')
      expect(await storefront.done(maker, 'purchase.refund', refund(200n))).deep.equal({
        ...{ purchase, status: 'completed', buyer: 'alice', voucher: cash, quantity: '200', refunded: '200' },
        left: `${price - 200n}`,
      })
      await freeze(storefront, 'alice')
      expect(await storefront.code(maker, 'purchase.refund', refund(1n))).equal('receiver_not_active')
      await freeze(storefront, 'alice', 'unfreeze')
      await storefront.done(maker, 'purchase.refund', refund(price - 200n))
      expect(await storefront.code(maker, 'purchase.refund', refund(1n))).equal('exceeds_refundable_quantity')
      expect(await storefront.code(maker, 'purchase.refund', { ...refund(1n), purchase: nothing })).equal(
        'unknown_purchase',
      )
      expect(money(storefront)).deep.equal([all, 0n, 0n, 0n])
    }),
  )
})

describe('a dispute about a purchase', () => {
  it(
    'holds the money until an auditor decides how much goes back, and the rest goes to the provider',
    atStorefront(async (storefront) => {
      const { auditor, maker, alice } = storefront
      const purchase = await storefront.brought('disputed')
      const decide = (refund: bigint) => ({ purchase, refund: `${refund}` })
      expect(await storefront.code(alice, 'purchase.decide', decide(price))).equal('device_lacks_role')
      expect(await storefront.code(maker, 'purchase.decide', decide(0n))).equal('device_lacks_role')
      const tooMuch = await storefront.code(auditor, 'purchase.decide', decide(price + 1n))
      expect(tooMuch).equal('exceeds_refundable_quantity')
      expect(await storefront.done(auditor, 'purchase.decide', decide(200n))).deep.equal({
        ...{ purchase, status: 'decided', buyer: 'alice', provider: 'clockmaker', cash, amount: `${price - 200n}` },
        ...{ freed: '200', reservedVoucher: cash },
      })
      expect(money(storefront)).deep.equal([all - price + 200n, 0n, price - 200n, 0n])
      const refund = (quantity: bigint) => ({ purchase, quantity: `${quantity}` })
      expect(await storefront.code(maker, 'purchase.refund', refund(price - 199n))).equal('exceeds_refundable_quantity')
      await storefront.done(maker, 'purchase.refund', refund(price - 200n))
      expect(money(storefront)).deep.equal([all, 0n, 0n, 0n])
    }),
  )

  it(
    'is decided in its time only; undecided, everything goes back',
    atStorefront(async (storefront) => {
      const { auditor, workshop } = storefront
      const purchase = await storefront.brought('disputed')
      storefront.waitForPeriod()
      expect(await storefront.code(auditor, 'purchase.decide', { purchase, refund: '0' })).equal('deadline_passed')
      const late = { purchase, evidence }
      expect(await storefront.code(storefront.maker, 'purchase.add-evidence', late)).equal('deadline_passed')
      await storefront.done(workshop.bob, 'purchase.expire', { purchase })
      expect(money(storefront)).deep.equal([all, 0n, 0n, 0n])
    }),
  )

  it(
    'takes eight pieces of evidence of each party, as digests in their order, and of nobody else',
    atStorefront(async (storefront) => {
      const { alice, maker, workshop } = storefront
      const purchase = await storefront.brought('disputed')
      const piece = (name: string) => ({ purchase, evidence: digest(name) })
      for (let count = 1; count < 8; count += 1) {
        await storefront.done(alice, 'purchase.add-evidence', piece(`alice ${count}`))
      }
      expect(await storefront.code(alice, 'purchase.add-evidence', piece('one more'))).equal('too_much_evidence')
      await storefront.done(maker, 'purchase.add-evidence', piece('a receipt'))
      expect(await storefront.code(workshop.carol, 'purchase.add-evidence', piece('gossip'))).equal('not_a_party')
      const found = storefront.purchase(purchase).evidence ?? []
      expect(found.map(({ by }) => by)).deep.equal([...Array<string>(8).fill('alice'), 'clockmaker'])
      expect(found.at(-1)?.digest).equal(digest('a receipt'))
      expect(await storefront.code(alice, 'purchase.add-evidence', { ...piece('x'), purchase: nothing })).equal(
        'unknown_purchase',
      )
    }),
  )
})

describe('a review', () => {
  it(
    'S1-037 is the buyer’s of a completed purchase, once',
    atStorefront(async (storefront) => {
      const { alice, workshop, maker } = storefront
      const certificate = await workshop.issued()
      const text = digest('a text')
      const open = await storefront.brought('delivered', certificate)
      const review = (purchase: string) => ({ purchase, rating: 4, text })
      expect(await storefront.code(alice, 'purchase.review', review(open))).equal('purchase_state_forbids')
      await storefront.done(alice, 'purchase.complete', { purchase: open })
      expect(await storefront.code(workshop.carol, 'purchase.review', review(open))).equal('not_a_party')
      expect(await storefront.done(alice, 'purchase.review', review(open))).deep.equal({
        ...{ purchase: open, certificate, provider: 'clockmaker', rating: '4' },
      })
      expect(await storefront.code(alice, 'purchase.review', review(open))).equal('already_reviewed')
      expect(await storefront.code(maker, 'purchase.review', review(open))).equal('not_a_party')
    }),
  )
})

describe('goods that are metal', () => {
  it(
    'SX-003 are put aside at acceptance, and go to the buyer in the step in which the money goes to the provider',
    atStorefront(async (storefront) => {
      const certificate = await storefront.issuedMetal()
      const purchase = await storefront.ordered(certificate, { count: 3 })
      expect(metal(storefront)).deep.equal([0n, 0n, 1_000n, 0n])
      const effects = await storefront.done(storefront.maker, 'purchase.accept', { purchase })
      expect(effects).deep.include({ reserved: `${3n * perPiece}`, reservedVoucher: gold })
      expect(metal(storefront)).deep.equal([0n, 0n, 1_000n - 60n, 60n])
      await storefront.done(storefront.maker, 'purchase.ship', { purchase })
      expect(await storefront.done(storefront.alice, 'purchase.complete', { purchase })).deep.include({
        ...{ voucher: gold, quantity: '60', amount: `${3n * price}` },
      })
      expect(metal(storefront)).deep.equal([60n, 0n, 1_000n - 60n, 0n])
      expect(money(storefront)).deep.equal([all - 3n * price, 0n, 3n * price, 0n])
    }),
  )

  it(
    'SX-003 are never what the provider pledged, or what waits for another buyer',
    atStorefront(async (storefront) => {
      const { workshop, maker } = storefront
      const pledge = {
        ...{ voucher: gold, quantity: '950', pledgee: 'city-bank', purpose: 'a loan', enforcement: 'none' as const },
        ...{ answerBy: workshop.ahead(30_000n), termEndsAt: workshop.ahead(9_000_000n) },
      }
      const opened = await storefront.done(maker, 'pledge.propose', pledge)
      const answer = { pledge: String(opened['pledge']), holder: 'clockmaker', voucher: gold }
      await storefront.done(workshop.bank, 'pledge.accept', answer)
      const certificate = await storefront.issuedMetal()
      const three = await storefront.ordered(certificate, { count: 3 })
      expect(await storefront.code(maker, 'purchase.accept', { purchase: three })).equal('exceeds_available_quantity')
      const two = await storefront.ordered(certificate, { count: 2 })
      const one = await storefront.ordered(certificate, { count: 1 })
      await storefront.done(maker, 'purchase.accept', { purchase: two })
      expect(await storefront.code(maker, 'purchase.accept', { purchase: one })).equal('exceeds_available_quantity')
      const transfer = { voucher: gold, to: 'bob', quantity: '11' }
      expect(await storefront.code(maker, 'voucher.transfer', transfer)).equal('exceeds_available_quantity')
    }),
  )

  it(
    'SX-003 are the provider’s again in every ending without a sale, and where an auditor gives all of the money back',
    atStorefront(async (storefront) => {
      const { maker, alice, auditor } = storefront
      const certificate = await storefront.issuedMetal()
      const isWhole = () => {
        expect(metal(storefront)).deep.equal([0n, 0n, 1_000n, 0n])
        expect(money(storefront)).deep.equal([all, 0n, 0n, 0n])
      }
      await storefront.done(maker, 'purchase.reject', { purchase: await storefront.brought('accepted', certificate) })
      isWhole()
      const overdue = await storefront.brought('shipped', certificate)
      storefront.waitForPeriod()
      await storefront.done(alice, 'purchase.expire', { purchase: overdue })
      isWhole()
      const disputed = await storefront.brought('disputed', certificate)
      expect(metal(storefront)).deep.equal([0n, 0n, 980n, 20n])
      await storefront.done(auditor, 'purchase.decide', { purchase: disputed, refund: `${price}` })
      isWhole()
      const partly = await storefront.brought('disputed', certificate)
      await storefront.done(auditor, 'purchase.decide', { purchase: partly, refund: `${price - 1n}` })
      expect(metal(storefront)).deep.equal([20n, 0n, 980n, 0n])
      expect(money(storefront)).deep.equal([all - 1n, 0n, 1n, 0n])
    }),
  )

  it(
    'SX-003 go to nobody while a party is frozen: both legs or none',
    atStorefront(async (storefront) => {
      const purchase = await storefront.brought('delivered', await storefront.issuedMetal())
      await freeze(storefront, 'clockmaker')
      expect(await storefront.code(storefront.alice, 'purchase.complete', { purchase })).equal('receiver_not_active')
      expect(metal(storefront)).deep.equal([0n, 0n, 980n, 20n])
      expect(money(storefront)).deep.equal([all - price, price, 0n, 0n])
    }),
  )

  it(
    'are handed over for an order without pay, once the metal can be transferred',
    atStorefront(async (storefront) => {
      const { maker, alice, scene } = storefront
      const certificate = await storefront.issuedMetal({ allows: ['order'] })
      const purchase = await storefront.ordered(certificate, { pay: false })
      await storefront.done(scene.treasury, 'voucher.change-functions', { voucher: gold, functions: [] })
      expect(await storefront.code(maker, 'purchase.accept', { purchase })).equal('function_not_enabled')
      await storefront.done(scene.treasury, 'voucher.change-functions', { voucher: gold, functions: ['transfer'] })
      await storefront.done(maker, 'purchase.accept', { purchase })
      await storefront.done(maker, 'purchase.ship', { purchase })
      await storefront.done(alice, 'purchase.complete', { purchase })
      expect(metal(storefront)).deep.equal([20n, 0n, 980n, 0n])
      expect(money(storefront)).deep.equal([all, 0n, 0n, 0n])
    }),
  )
})
