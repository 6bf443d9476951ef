import { expect } from 'chai'
import type { Purchase } from '../../../../chaincode/domains/commerce/tables.ts'
import { ruleOf } from '../../../../chaincode/ledger.ts'
import type { Accepted } from '../../../../chaincode/outcome.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { digest } from '../../../../chaincode/wire/signature.ts'
import { atCounter, type Counter, gold } from '../../../support/counter.ts'
import { Device } from '../../../support/devices.ts'
import { goldBody, only } from '../../../support/scene.ts'
import { wayOf } from '../../../support/way.ts'

const minute = 60_000n
const { voucher } = goldBody

/** All that a buy of gold may change. */
const holdings = (counter: Counter) => ({
  gold: counter.scene.balance('alice'),
  issuerGold: counter.scene.balance('institution-treasury'),
  reserved: counter.reserved,
  cash: counter.cash('alice'),
  issuerCash: counter.cash('institution-treasury'),
})

/** What buyer, provider and bank may dispose of. */
const cashOf = (counter: Counter) => ({
  ...{ alice: counter.cash('alice'), farm: counter.cash('tea-farm'), bank: counter.cash('city-bank') },
})

const frozen = (counter: Counter, participant: string, home: 'BankMSP' | 'SupplierMSP') =>
  counter.done(counter.scene.registrars[home], 'participant.freeze', { participant, caseNumber: 'CASE-1' })

interface Paid {
  purchase: string
  payment: string
}

const claimCode = async (counter: Counter, sale: Partial<Body<'payment.claim'>>, shop?: Device): Promise<string> => {
  const payment = await counter.till.requested({ facts: { keepsOlder: true } })
  return counter.sent(counter.claim(payment, sale, shop))
}

describe('a payment by code that settles a buy of metal', () => {
  it(
    'SX-001 moves metal and cash in one step, the metal reserved from the claim on, and the fee to the bank',
    atCounter(async (counter) => {
      const before = holdings(counter)
      const payment = await counter.claimed(gold, counter.mint)
      expect(holdings(counter)).deep.equal({ ...before, issuerGold: before.issuerGold - 100n, reserved: 100n })
      await counter.done(counter.till.alice, 'payment.approve', counter.terms(payment))
      expect(holdings(counter)).deep.equal({
        ...{ gold: before.gold + 100n, issuerGold: before.issuerGold - 100n, reserved: 0n },
        ...{ cash: before.cash - 1005n, issuerCash: before.issuerCash + 998n },
      })
      expect(counter.till.payment(payment)).include({ status: 'captured' })
      const { cost, costed } = counter.scene.account('alice').holdings[voucher] ?? {}
      expect([cost, costed]).deep.equal([1005n, 100n])
    }),
  )

  it(
    'SX-001 moves nothing once the code has expired: it is not claimed, no metal waits, and the quote is free for others',
    atCounter(async (counter) => {
      const before = holdings(counter)
      const payment = await counter.till.requested()
      counter.till.wait(minute + 1n)
      await counter.quote('Q2')
      const sale = { ...gold, settles: { buy: { ...gold.settles.buy, quote: 'Q2' } } }
      expect(await counter.sent(counter.claim(payment, sale, counter.mint))).equal('code_expired')
      expect(holdings(counter)).deep.equal(before)
      expect(await claimCode(counter, sale, counter.mint)).equal('accepted')
    }),
  )

  it(
    'SX-001 moves neither leg where the payer lacks the cash, and both once it is there',
    atCounter(async (counter) => {
      const payment = await counter.claimed(gold, counter.mint)
      const withdrawal = { voucher: 'CNY', participant: 'alice', quantity: '99500', reference: 'counter 2' }
      await counter.done(counter.till.bank, 'cash.withdraw', withdrawal)
      const before = holdings(counter)
      expect(await counter.code(counter.till.alice, 'payment.approve', counter.terms(payment))).equal(
        'exceeds_available_quantity',
      )
      expect(holdings(counter)).deep.equal(before)
      await counter.done(counter.till.bank, 'cash.deposit', {
        ...{ voucher: 'CNY', to: 'alice', quantity: '600', reference: 'counter 3' },
      })
      expect(await counter.code(counter.till.alice, 'payment.approve', counter.terms(payment))).equal('accepted')
    }),
  )

  const ends: [string, (counter: Counter, payment: string) => Promise<void>][] = [
    [
      'the payer declines',
      (counter, payment) => counter.done(counter.till.alice, 'payment.decline', counter.terms(payment)),
    ],
    ['the issuer takes it back', (counter, payment) => counter.done(counter.mint, 'payment.reverse', { payment })],
    [
      'nobody answers in time, and anybody says so',
      async (counter, payment) => {
        counter.till.wait(3n * minute)
        const { alice } = counter.till
        expect(await counter.code(alice, 'payment.approve', counter.terms(payment))).equal('deadline_passed')
        await counter.done(counter.till.bank, 'payment.expire', { payment })
      },
    ],
  ]
  for (const [how, end] of ends) {
    it(
      `SX-001 frees the metal again, and moves nothing, when ${how}`,
      atCounter(async (counter) => {
        const before = holdings(counter)
        await end(counter, await counter.claimed(gold, counter.mint))
        expect(holdings(counter)).deep.equal(before)
      }),
    )
  }

  it(
    'holds at the claim’s price while its quote expires, and is refused once the issuer no longer sells',
    atCounter(async (counter) => {
      const payment = await counter.claimed(gold, counter.mint)
      counter.till.wait(minute + 1n)
      const offer = (functions: ('buy' | 'sell')[]) =>
        counter.done(counter.scene.treasury, 'voucher.change-functions', { voucher, functions })
      await offer(['sell'])
      const approve = () => counter.code(counter.till.alice, 'payment.approve', counter.terms(payment))
      expect(await approve()).equal('function_not_enabled')
      await offer(['buy', 'sell'])
      expect(await approve()).equal('accepted')
    }),
  )

  it(
    'is refused to anybody but the issuer, at another price, in other cash, at a quote that is not live, and beyond the inventory',
    atCounter(async (counter) => {
      const { mint, farm } = counter
      const buy = (change: { quote?: string; quantity?: string }) => ({ buy: { ...gold.settles.buy, ...change } })
      expect(await claimCode(counter, gold)).equal('not_the_issuer')
      expect(await claimCode(counter, { ...gold, quantity: '1004' }, mint)).equal('settled_terms_differ')
      expect(await claimCode(counter, { ...gold, voucher: 'AU-9999' }, mint)).equal('settled_terms_differ')
      expect(await claimCode(counter, { settles: buy({ quote: 'Q9' }) }, mint)).equal('unknown_quote')
      const huge = { settles: buy({ quantity: '4000' }), quantity: '40005' }
      await counter.done(counter.scene.treasury, 'voucher.decrease-supply', { voucher, quantity: '998000' })
      expect(await claimCode(counter, huge, mint)).equal('exceeds_inventory')
      await counter.quote('Q2')
      expect(await claimCode(counter, gold, mint)).equal('quote_superseded')
      expect(await claimCode(counter, { settles: { purchase: digest('none') } }, farm)).equal('unknown_purchase')
      expect(counter.reserved).equal(0n)
    }),
  )

  it(
    'reserves once, however often the same sale is claimed, and is another sale with another buy',
    atCounter(async (counter) => {
      const payment = await counter.claimed(gold, counter.mint)
      expect(await counter.sent(counter.claim(payment, gold, counter.mint))).equal('accepted')
      expect(counter.reserved).equal(100n)
      const { settles: _settled, ...plain } = gold
      expect(await counter.sent(counter.claim(payment, plain, counter.mint))).equal('order_terms_differ')
      const other = { ...gold, settles: { buy: { ...gold.settles.buy, quantity: '99' } } }
      expect(await counter.sent(counter.claim(payment, other, counter.mint))).equal('order_terms_differ')
    }),
  )

  it(
    'is answered over exactly what it settles',
    atCounter(async (counter) => {
      const { alice } = counter.till
      const payment = await counter.claimed(gold, counter.mint)
      const { settles: _settled, ...plain } = counter.terms(payment)
      const changes = [plain, { ...plain, settles: { purchase: digest('other') } }]
      for (const terms of changes) {
        expect(await counter.code(alice, 'payment.approve', terms)).equal('payment_terms_differ')
        expect(await counter.code(alice, 'payment.decline', terms)).equal('payment_terms_differ')
      }
      const sale = await counter.claimed({ orderNumber: 'ORDER-2' })
      const more = { ...counter.terms(sale), settles: gold.settles }
      expect(await counter.code(alice, 'payment.approve', more)).equal('payment_terms_differ')
    }),
  )

  it(
    'says of an approval what moved: the cash, the fee and the metal, and no metal where none was bought',
    atCounter(async (counter) => {
      const movesOf = (terms: Body<'payment.approve'>) =>
        ruleOf('payment.approve').moves?.({
          ...{ from: 'alice', body: terms, view: counter.scene.view },
          effects: { bank: 'city-bank', fee: '7' },
        })
      const buy = counter.terms(await counter.claimed(gold, counter.mint))
      const [cash, fee, metal, ...more] = movesOf(buy) ?? []
      expect([cash, more]).deep.equal([
        { giver: 'alice', receiver: 'institution-treasury', voucher: 'CNY', quantity: '1005' },
        [],
      ])
      expect(fee).deep.include({ giver: 'institution-treasury', receiver: 'city-bank', quantity: '7', isFee: true })
      expect(metal).deep.equal({ giver: 'institution-treasury', receiver: 'alice', voucher, quantity: '100' })
      expect(movesOf(counter.terms(await counter.claimed({ orderNumber: 'ORDER-2' })))).length(2)
      const settles = { purchase: counter.ordered() }
      expect(movesOf(counter.terms(await counter.claimed({ orderNumber: 'ORDER-3', settles })))).deep.equal([])
    }),
  )

  it(
    'keeps the answers to one issuer, and to one order, in one lane, and asks the merchant’s home to endorse them',
    atCounter(async (counter) => {
      const { alice } = counter.till
      const { contended, organisations } = ruleOf('payment.approve')
      const wayOf = async (sale: Partial<Body<'payment.claim'>>, shop?: Device) => {
        const asked = alice.instruction('payment.approve', counter.terms(await counter.claimed(sale, shop)))
        return [contended?.(asked), organisations?.(asked, counter.scene.view)]
      }
      const purchase = counter.ordered()
      expect(await wayOf(gold, counter.mint)).deep.equal(['institution-treasury', ['InstitutionMSP']])
      expect(await wayOf({ settles: { purchase } })).deep.equal([purchase, ['SupplierMSP']])
      expect(await wayOf({ orderNumber: 'ORDER-2' })).deep.equal([undefined, []])
    }),
  )
})

describe('a payment by code that settles an order with a provider', () => {
  it(
    'SX-002 pays the order with the provider of the certificate in the same step, whose price waits for it',
    atCounter(async (counter) => {
      const purchase = counter.ordered()
      const payment = await counter.claimed({ settles: { purchase } })
      expect(counter.purchase(purchase)).include({ status: 'ordered' })
      await counter.done(counter.till.alice, 'payment.approve', counter.terms(payment))
      const actBy = counter.scene.now + 600_000n
      expect(counter.purchase(purchase)).deep.include({
        ...{ status: 'paid', payment, held: 1000n, actBy, fee: { bank: 'city-bank', quantity: 6n } },
      })
      expect(cashOf(counter)).deep.equal({ alice: 99_000n, farm: 0n, bank: 1_000n })
    }),
  )

  it(
    'SX-002 is refused to a merchant that is not the provider, and nothing is claimed',
    atCounter(async (counter) => {
      const { till } = counter
      const purchase = counter.ordered()
      const payment = await till.requested()
      for (const shop of [till.shop, counter.mint]) {
        expect(await counter.sent(counter.claim(payment, { settles: { purchase } }, shop))).equal('not_the_provider')
      }
      expect(till.payment(payment)).include({ status: 'issued' })
      expect(counter.purchase(purchase)).include({ status: 'ordered' })
      expect(counter.cash('alice')).equal(100_000n)
    }),
  )

  it(
    'SX-002 is refused for another buyer’s order, another amount or cash, one that is not open to be paid, and beyond its deadline',
    atCounter(async (counter) => {
      const refused = async (change: Partial<Purchase>, allows?: ('order' | 'pay')[]) =>
        claimCode(counter, { settles: { purchase: counter.ordered(change, allows) } })
      expect(await refused({ buyer: 'bob', buyerHome: 'SupplierMSP' })).equal('not_the_buyer')
      expect(await refused({ amount: 999n })).equal('settled_terms_differ')
      expect(await refused({ cash: 'AU-9999' })).equal('settled_terms_differ')
      expect(await refused({ status: 'paid' })).equal('purchase_state_forbids')
      expect(await refused({ actBy: counter.scene.now - 1n })).equal('deadline_passed')
      expect(await refused({}, ['order'])).equal('certificate_forbids')
      expect(await refused({ certificate: digest('none') })).equal('certificate_forbids')
      expect(await refused({}, ['pay'])).equal('accepted')
    }),
  )

  it(
    'SX-002 pays an order once, when two codes are claimed for it, and tells the second payer’s device why',
    atCounter(async (counter) => {
      const purchase = counter.ordered()
      const first = await counter.claimed({ settles: { purchase } })
      const second = await counter.claimed({ settles: { purchase }, orderNumber: 'ORDER-2' })
      await counter.done(counter.till.alice, 'payment.approve', counter.terms(second))
      expect(await counter.code(counter.till.alice, 'payment.approve', counter.terms(first))).equal(
        'purchase_state_forbids',
      )
      expect(counter.purchase(purchase)).include({ payment: second })
      expect(counter.cash('alice')).equal(99_000n)
    }),
  )

  it(
    'leaves the order as it was when the payer declines',
    atCounter(async (counter) => {
      const purchase = counter.ordered()
      const before = counter.purchase(purchase)
      const payment = await counter.claimed({ settles: { purchase } })
      await counter.done(counter.till.alice, 'payment.decline', counter.terms(payment))
      expect(counter.purchase(purchase)).deep.equal(before)
    }),
  )
})

describe('an order that a payment by code paid', () => {
  const paid = async (counter: Counter, change: Partial<Purchase> = {}): Promise<Paid> => {
    const purchase = counter.ordered(change)
    const payment = await counter.claimed({ settles: { purchase } })
    await counter.done(counter.till.alice, 'payment.approve', counter.terms(payment))
    return { purchase, payment }
  }

  it(
    'S1-048 gives the money back in full when its provider stays silent, whoever says that its time is over, and the fee to nobody',
    atCounter(async (counter) => {
      const before = cashOf(counter)
      const { purchase } = await paid(counter)
      expect(cashOf(counter)).deep.equal({ ...before, alice: before.alice - 1000n })
      const expire = () => counter.code(counter.mint, 'purchase.expire', { purchase })
      expect(await expire()).equal('deadline_not_passed')
      counter.till.wait(10n * minute + 1n)
      // Nobody asks the silent provider for anything: it may even be frozen.
      await frozen(counter, 'tea-farm', 'SupplierMSP')
      expect(await expire()).equal('accepted')
      expect(counter.purchase(purchase)).deep.include({ status: 'refunded', held: 0n, captured: 0n, refunded: 0n })
      expect(cashOf(counter)).deep.equal(before)
      expect(await expire()).equal('purchase_state_forbids')
    }),
  )

  const silences: [string, readonly ('purchase.accept' | 'purchase.ship')[]][] = [
    ['accepted and not shipped', ['purchase.accept']],
    ['shipped and not delivered', ['purchase.accept', 'purchase.ship']],
  ]
  for (const [how, steps] of silences) {
    it(
      `S1-048 gives the money back in full when it is ${how} in time`,
      atCounter(async (counter) => {
        const before = cashOf(counter)
        const { purchase } = await paid(counter)
        for (const kind of steps) await counter.done(counter.farm, kind, { purchase })
        counter.till.wait(10n * minute + 1n)
        await counter.done(counter.till.bank, 'purchase.expire', { purchase })
        expect(cashOf(counter)).deep.equal(before)
      }),
    )
  }

  const endings: [string, (counter: Counter, purchase: string) => Promise<void>][] = [
    ['its provider rejects it', (counter, purchase) => counter.done(counter.farm, 'purchase.reject', { purchase })],
    [
      'its buyer takes it back',
      (counter, purchase) => counter.done(counter.till.alice, 'purchase.cancel', { purchase }),
    ],
  ]
  for (const [how, end] of endings) {
    it(
      `S1-048 SX-002 is given back in full when ${how}, also where the provider has no cash at all`,
      atCounter(async (counter) => {
        const before = cashOf(counter)
        const { purchase, payment } = await paid(counter)
        expect(counter.purchase(purchase)).deep.include({ status: 'paid', held: 1000n, captured: 0n, payment })
        await end(counter, purchase)
        expect(counter.purchase(purchase)).deep.include({ status: 'refunded', held: 0n, refunded: 0n })
        expect(cashOf(counter)).deep.equal(before)
        expect(await counter.code(counter.farm, 'purchase.refund', { purchase, quantity: '1' })).equal(
          'purchase_state_forbids',
        )
      }),
    )
  }

  it(
    'SX-002 pays provider and bank once it is completed, which gives back by the order and never by the payment',
    atCounter(async (counter) => {
      const before = cashOf(counter)
      const { purchase, payment } = await paid(counter)
      await counter.done(counter.farm, 'purchase.accept', { purchase })
      await counter.done(counter.farm, 'purchase.ship', { purchase })
      const completed = counter.till.instruct(counter.till.alice, 'purchase.complete', { purchase })
      const { effects } = only(await counter.scene.apply(completed, wayOf(counter.scene, completed))) as Accepted
      expect(effects).deep.include({ amount: '1000', bank: 'city-bank', fee: '6' })
      const moves = ruleOf('purchase.complete').moves
      const told = effects as { [name: string]: string }
      expect(moves?.({ from: 'alice', body: { purchase }, view: counter.scene.view, effects: told })).deep.equal([
        { giver: 'alice', receiver: 'tea-farm', voucher: 'CNY', quantity: '1000' },
        { giver: 'tea-farm', receiver: 'city-bank', voucher: 'CNY', quantity: '6', isFee: true },
      ])
      expect(cashOf(counter)).deep.equal({ alice: before.alice - 1000n, farm: 994n, bank: before.bank + 6n })
      const refund = { payment, quantity: '100', reference: 'ORDER-1' }
      expect(await counter.code(counter.farm, 'payment.refund', refund)).equal('payment_state_forbids')
      await counter.done(counter.farm, 'purchase.refund', { purchase, quantity: '400' })
      expect(cashOf(counter)).deep.equal({ alice: before.alice - 600n, farm: 594n, bank: before.bank + 6n })
    }),
  )

  it(
    'moves by its end only what its effects tell: metal alone, cash alone, or nothing',
    atCounter(async (counter) => {
      const about = { from: 'alice', body: { purchase: counter.ordered() }, view: counter.scene.view }
      const parties = { buyer: 'alice', provider: 'tea-farm', cash: 'CNY' }
      const moves = (effects: { [name: string]: string }) => ruleOf('purchase.complete').moves?.({ ...about, effects })
      const cash = { giver: 'alice', receiver: 'tea-farm', voucher: 'CNY', quantity: '1000' }
      const metal = { giver: 'tea-farm', receiver: 'alice', voucher, quantity: '20' }
      expect(moves({ ...parties, amount: '1000' })).deep.equal([cash])
      expect(moves({ ...parties, amount: '0', voucher, quantity: '20' })).deep.equal([metal])
      expect(moves({})).deep.equal([])
    }),
  )

  it(
    'owes no bank anything where the code cost no fee, and gives its provider all of the price',
    atCounter(async (counter) => {
      const before = cashOf(counter)
      const free = { ...counter.till.registration(counter.farm), fee: { partsPerMillion: 0, minimum: '0' } }
      await counter.done(counter.till.bank, 'merchant.register', { ...free, anyHome: true })
      const { purchase } = await paid(counter)
      expect(counter.purchase(purchase).fee).equal(undefined)
      await counter.done(counter.farm, 'purchase.accept', { purchase })
      await counter.done(counter.farm, 'purchase.ship', { purchase })
      await counter.done(counter.till.alice, 'purchase.complete', { purchase })
      expect(cashOf(counter)).deep.equal({ ...before, alice: before.alice - 1000n, farm: 1000n })
    }),
  )

  const decisions: [string, string, { farm: bigint; fee: bigint }][] = [
    ['all of the money', '1000', { farm: 0n, fee: 0n }],
    ['half of the money, and the bank half of its fee', '500', { farm: 497n, fee: 3n }],
    ['nearly all of the money, and the bank nothing of its fee', '900', { farm: 100n, fee: 0n }],
  ]
  for (const [what, refund, { farm, fee }] of decisions) {
    it(
      `is disputed while its money waits, and an auditor gives the buyer back ${what}`,
      atCounter(async (counter) => {
        const before = cashOf(counter)
        const { purchase } = await paid(counter)
        const auditor = new Device('judge', ['auditor'])
        await counter.scene.enrol(auditor, counter.scene.homes.auditor)
        await counter.done(counter.farm, 'purchase.accept', { purchase })
        await counter.done(counter.till.alice, 'purchase.dispute', { purchase, evidence: digest('a photograph') })
        await counter.done(auditor, 'purchase.decide', { purchase, refund })
        expect(cashOf(counter)).deep.equal({
          ...{ alice: before.alice - 1000n + BigInt(refund), farm, bank: before.bank + fee },
        })
      }),
    )
  }

  it(
    'is not completed while the bank that is due its fee is closed to gifts, and moves nothing then',
    atCounter(async (counter) => {
      const { purchase } = await paid(counter)
      await counter.done(counter.farm, 'purchase.accept', { purchase })
      await counter.done(counter.farm, 'purchase.ship', { purchase })
      const before = cashOf(counter)
      await frozen(counter, 'city-bank', 'BankMSP')
      expect(await counter.code(counter.till.alice, 'purchase.complete', { purchase })).equal('receiver_not_active')
      expect(cashOf(counter)).deep.equal(before)
      expect(counter.purchase(purchase)).include({ status: 'shipped', held: 1000n })
    }),
  )

  it(
    'frees the metal that its provider had put aside, when it is given up after all',
    atCounter(async (counter) => {
      await counter.scene.give([counter.farm], 50n)
      const { purchase } = await paid(counter, { metal: { voucher, quantity: 20n, reserved: 0n } })
      await counter.done(counter.farm, 'purchase.accept', { purchase })
      expect(counter.scene.balance('tea-farm')).equal(30n)
      await counter.done(counter.farm, 'purchase.reject', { purchase })
      expect(counter.scene.balance('tea-farm')).equal(50n)
    }),
  )
})
