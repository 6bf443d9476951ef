import { expect } from 'chai'
import { purchases } from '../../../chaincode/domains/commerce/tables.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { recordsOf } from '../../support/ledger-rows.ts'
import { codeOf, only } from '../../support/scene.ts'
import { atStorefront, cash, price, type Storefront } from '../../support/storefront.ts'
import { wayOf } from '../../support/way.ts'
import { day, nothing } from '../../support/workshop.ts'

const allPurchases = ({ scene }: Storefront) => recordsOf(scene.ledger.rows(), purchases)

describe('ordering from a certificate', () => {
  it(
    'S1-040 offers to order, to pay, or both, and refuses a direct call of the one that the certificate leaves out',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      const orderOnly = await workshop.issued({ item: 'CLOCK-2', allows: ['order'] })
      const payOnly = await workshop.issued({ item: 'CLOCK-3', allows: ['pay'] })
      const both = await workshop.issued({ item: 'CLOCK-4', allows: ['pay', 'order'] })
      const codeOfOrder = (certificate: string, pay: boolean) =>
        storefront.code(alice, 'purchase.order', storefront.order(certificate, { pay }))
      expect(await codeOfOrder(orderOnly, true)).equal('certificate_forbids')
      expect(await codeOfOrder(orderOnly, false)).equal('accepted')
      expect(await codeOfOrder(payOnly, false)).equal('certificate_forbids')
      expect(await codeOfOrder(payOnly, true)).equal('accepted')
      expect(await codeOfOrder(both, false)).equal('accepted')
      expect(await codeOfOrder(both, true)).equal('accepted')
      const unpaid = await storefront.ordered(orderOnly, { pay: false })
      const payment = { purchase: unpaid, provider: 'clockmaker', cash }
      expect(await storefront.code(alice, 'purchase.pay', payment)).equal('certificate_forbids')
    }),
  )

  it(
    'S1-041 is one signed instruction with all needed values, and asks for the form again where the account has not the money',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      await storefront.done(alice, 'purchase.set-one-click', { cash, maximum: '999999', perDay: 3 })
      const certificate = await workshop.issued()
      const address = digest('a sealed address')
      const purchase = await storefront.ordered(certificate, { count: 2, address, prompted: false })
      expect(storefront.purchase(purchase)).deep.include({
        ...{ certificate, provider: 'clockmaker', buyer: 'alice', item: 'CLOCK-1', cash, count: 2, address },
        ...{ price, amount: 2n * price, held: 2n * price, status: 'paid' },
      })
      const tooMany = storefront.order(certificate, { count: 100, address, prompted: false })
      expect(await storefront.code(alice, 'purchase.order', tooMany)).equal('exceeds_available_quantity')
      expect(allPurchases(storefront)).length(1)
    }),
  )

  it(
    'S1-042 pays without a prompt within the buyer’s rule, and above it leaves only an unpaid order to be paid when asked',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      const certificate = await workshop.issued()
      const silent = { prompted: false } as const
      expect(await storefront.code(alice, 'purchase.order', storefront.order(certificate, silent))).equal(
        'prompt_needed',
      )
      await storefront.done(alice, 'purchase.set-one-click', { cash, maximum: `${price}`, perDay: 2 })
      expect(await storefront.code(alice, 'purchase.order', storefront.order(certificate, silent))).equal('accepted')
      const two = storefront.order(certificate, { ...silent, count: 2 })
      expect(await storefront.code(alice, 'purchase.order', two)).equal('prompt_needed')
      const declined = await storefront.ordered(certificate, { count: 2, pay: false })
      expect(storefront.purchase(declined)).deep.include({ status: 'ordered', held: 0n })
      expect(storefront.buckets('alice')).deep.equal([100_000n - price, price])
      await storefront.done(alice, 'purchase.pay', { purchase: declined, provider: 'clockmaker', cash })
      expect(storefront.purchase(declined)).deep.include({ status: 'paid', held: 2n * price })
    }),
  )

  it(
    'S1-042 counts the orders of a day that nobody was asked for, and begins anew on the next',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      const certificate = await workshop.issued()
      const order = () => storefront.code(alice, 'purchase.order', storefront.order(certificate, { prompted: false }))
      await storefront.done(alice, 'purchase.set-one-click', { cash, maximum: '5000', perDay: 1 })
      expect([await order(), await order()]).deep.equal(['accepted', 'prompt_needed'])
      await storefront.done(alice, 'purchase.set-one-click', { cash, maximum: '5000', perDay: 2 })
      expect([await order(), await order()]).deep.equal(['accepted', 'prompt_needed'])
      workshop.wait(day)
      expect(await order()).equal('accepted')
    }),
  )

  it(
    'S1-042 takes no rule for orders in one click of a buyer who is frozen',
    atStorefront(async (storefront) => {
      const { alice, scene } = storefront
      await storefront.done(scene.registrars.BankMSP, 'participant.freeze', {
        participant: 'alice',
        caseNumber: 'CASE-1',
      })
      const rule = { cash, maximum: '5000', perDay: 1 }
      expect(await storefront.code(alice, 'purchase.set-one-click', rule)).equal('participant_not_active')
    }),
  )

  it(
    'S1-043 makes no second order of a click that is repeated',
    atStorefront(async (storefront) => {
      const { workshop, scene, alice } = storefront
      const certificate = await workshop.issued()
      const text = workshop.instruct(alice, 'purchase.order', storefront.order(certificate))
      const send = async () => only(await scene.apply(text, wayOf(scene, text)))
      const [first, second] = [await send(), await send()]
      expect([codeOf(first), codeOf(second)]).deep.equal(['accepted', 'repeated'])
      expect(second.id).equal(first.id)
      expect(allPurchases(storefront).map(({ purchase }) => purchase)).deep.equal([first.id])
      expect(storefront.buckets('alice')).deep.equal([100_000n - price, price])
    }),
  )

  it(
    'S1-045 uses an instance up, and refuses it a second time, as well as what is expired or revoked',
    atStorefront(async (storefront) => {
      const { workshop, alice, maker } = storefront
      const certificate = await workshop.issued()
      const instance = await workshop.granted(certificate, { to: 'alice', form: 'holding' })
      const spare = await workshop.granted(certificate, { to: 'alice', form: 'holding' })
      const order = (one?: string) =>
        storefront.code(
          alice,
          'purchase.order',
          storefront.order(certificate, one === undefined ? {} : { instance: one }),
        )
      expect(await order(instance)).equal('accepted')
      expect(workshop.instance(instance).status).equal('consumed')
      expect(await order(instance)).equal('instance_state_forbids')
      await storefront.done(maker, 'certificate.revoke', { certificate })
      expect([await order(), await order(spare)]).deep.equal(['certificate_revoked', 'certificate_revoked'])
      const short = await workshop.issued({ expiresAt: workshop.ahead(30_000n) })
      workshop.wait(30_000n)
      expect(await storefront.code(alice, 'purchase.order', storefront.order(short))).equal('accepted')
      workshop.wait(1n)
      expect(await storefront.code(alice, 'purchase.order', storefront.order(short))).equal('certificate_expired')
      expect(allPurchases(storefront)).length(2)
    }),
  )

  it(
    'S1-045 uses each instance of a link up in the step that orders, under the name of the order',
    atStorefront(async (storefront) => {
      const { workshop } = storefront
      const purchase = await storefront.ordered(await workshop.issued())
      expect(storefront.purchase(purchase).instance).equal(purchase)
      expect(workshop.instance(purchase)).deep.include({ holder: 'alice', status: 'consumed', passes: 1 })
    }),
  )

  it(
    'S1-021 S1-045 lets one buyer alone order an exclusive certificate by its link, and gives it to nobody afterwards',
    atStorefront(async (storefront) => {
      const { workshop, alice, maker } = storefront
      const certificate = await workshop.issued({ exclusive: true })
      const order = (device = alice) => storefront.code(device, 'purchase.order', storefront.order(certificate))
      const purchase = await storefront.ordered(certificate)
      expect(workshop.certificate(certificate).given).equal(purchase)
      expect([await order(), await order(workshop.carol)]).deep.equal(['exclusive_given', 'exclusive_given'])
      const grant = { certificate, to: 'bob', form: 'ownership' } as const
      expect(await storefront.code(maker, 'certificate.grant', grant)).equal('exclusive_given')
      await storefront.done(alice, 'purchase.cancel', { purchase })
      expect(await order(workshop.carol)).equal('exclusive_given')
      expect(allPurchases(storefront)).length(1)
    }),
  )

  it(
    'S1-045 refuses goods of a provider whom its member let go, or who is frozen',
    atStorefront(async (storefront) => {
      const { workshop, alice, scene } = storefront
      const certificate = await workshop.issued()
      const order = () => storefront.code(alice, 'purchase.order', storefront.order(certificate))
      const freeze = { participant: 'clockmaker', caseNumber: 'CASE-1' }
      await storefront.done(scene.registrars.SupplierMSP, 'participant.freeze', freeze)
      expect(await order()).equal('receiver_not_active')
      await storefront.done(scene.registrars.SupplierMSP, 'participant.unfreeze', freeze)
      await storefront.done(workshop.desk, 'provider.close', { provider: 'clockmaker' })
      expect(await order()).equal('provider_not_registered')
    }),
  )

  it(
    'S1-046 refuses an order that names the holder of the certificate as its seller',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      const certificate = await workshop.issued()
      const held = await workshop.granted(certificate, { to: 'bob', form: 'holding' })
      const instance = await workshop.passed(workshop.bob, held, { to: 'alice', form: 'ownership' })
      const fromHolder = storefront.order(certificate, { instance, provider: 'bob' })
      expect(await storefront.code(alice, 'purchase.order', fromHolder)).equal('not_the_provider')
      const purchase = await storefront.ordered(certificate, { instance })
      const parties = purchases.partiesOf(storefront.purchase(purchase))
      expect(parties).deep.equal(['alice', 'clockmaker'])
      expect(await storefront.code(workshop.bob, 'purchase.cancel', { purchase })).equal('not_a_party')
    }),
  )

  it(
    'S1-047 pays the provider alone, touches nothing of a holder’s, and refuses another payee or cash',
    atStorefront(async (storefront) => {
      const { workshop, alice, maker } = storefront
      const certificate = await workshop.issued()
      const held = await workshop.granted(certificate, { to: 'carol', form: 'holding' })
      const instance = await workshop.passed(workshop.carol, held, { to: 'alice', form: 'holding' })
      const redirected = storefront.order(certificate, { instance, provider: 'carol' })
      expect(await storefront.code(alice, 'purchase.order', redirected)).equal('not_the_provider')
      const otherCash = storefront.order(certificate, { instance, cash: 'AU-9999' })
      expect(await storefront.code(alice, 'purchase.order', otherCash)).equal('not_the_voucher')
      const purchase = await storefront.ordered(certificate, { instance, pay: false })
      const pay = (change: object) =>
        storefront.code(alice, 'purchase.pay', { purchase, provider: 'clockmaker', cash, ...change })
      expect(await pay({ provider: 'carol' })).equal('not_the_provider')
      expect(await pay({ cash: 'AU-9999' })).equal('not_the_voucher')
      expect(await pay({})).equal('accepted')
      for (const step of ['purchase.accept', 'purchase.ship', 'purchase.deliver'] as const) {
        await storefront.done(maker, step, { purchase })
      }
      await storefront.done(alice, 'purchase.complete', { purchase })
      expect(storefront.buckets('carol')).deep.equal([100_000n, 0n])
      expect(storefront.buckets('alice')).deep.equal([100_000n - price, 0n])
      expect(storefront.buckets('clockmaker')).deep.equal([price, 0n])
    }),
  )

  it(
    'S1-050 has the provider’s price through whosesoever hands it went, and refuses one that a holder altered',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      const certificate = await workshop.issued()
      const held = await workshop.granted(certificate, { to: 'bob', form: 'holding' })
      const instance = await workshop.passed(workshop.bob, held, { to: 'alice', form: 'holding' })
      for (const altered of [{ price: '1' }, { price: '1201' }, { salt: nothing }]) {
        const order = storefront.order(certificate, { instance, ...altered })
        expect(await storefront.code(alice, 'purchase.order', order)).equal('price_terms_differ')
      }
      expect(storefront.purchase(await storefront.ordered(certificate, { instance })).price).equal(price)
    }),
  )

  it(
    'S1-051 keeps a hash of the sealed address, which only the parties may look at, and tells nobody else',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      const address = digest('a sealed address')
      const certificate = await workshop.issued()
      const effects = await storefront.done(alice, 'purchase.order', storefront.order(certificate, { address }))
      expect(JSON.stringify(effects)).not.include(address)
      expect(storefront.purchase(String(effects['purchase'])).address).equal(address)
      expect(purchases.readers).deep.equal({ parties: ['buyer', 'provider'] })
      const open = { ...storefront.order(certificate), address: '1 Harbour Road' }
      const text = workshop.instruct(alice, 'purchase.order', open)
      expect(codeOf(only(await storefront.scene.apply(text, { gateway: 'BankMSP' })))).equal('malformed_instruction')
    }),
  )

  it(
    'S1-053 uses the certificate’s commerce functions to get the goods, and refuses one that is disabled',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      const certificate = await workshop.issued({ allows: ['order'] })
      const instance = await workshop.granted(certificate, { to: 'alice', form: 'ownership' })
      const paid = storefront.order(certificate, { instance, pay: true })
      expect(await storefront.code(alice, 'purchase.order', paid)).equal('certificate_forbids')
      expect(workshop.instance(instance).status).equal('held')
      const purchase = await storefront.ordered(certificate, { instance, pay: false })
      expect(storefront.purchase(purchase)).deep.include({ instance, status: 'ordered', held: 0n })
    }),
  )

  it(
    'uses up what one owns with its title, and withdraws what one published of it',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      const certificate = await workshop.issued()
      const instance = await workshop.granted(certificate, { to: 'alice', form: 'ownership' })
      await storefront.done(alice, 'instance.publish', { instance })
      await storefront.ordered(certificate, { instance })
      expect(workshop.publication(instance)?.status).equal('withdrawn')
      const again = await storefront.code(storefront.maker, 'certificate.grant', {
        ...{ certificate, to: 'alice', form: 'ownership' },
      })
      expect(again).equal('accepted')
    }),
  )

  it(
    'is for who has what the certificate lets it order with: not data, not a licence for something else, not another’s',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      const certificate = await workshop.issued()
      const order = (instance: string, of = certificate) =>
        storefront.code(alice, 'purchase.order', storefront.order(of, { instance }))
      const data = await workshop.granted(certificate, { to: 'alice', form: 'data' })
      expect(await order(data)).equal('form_forbids')
      const reading = await workshop.granted(certificate, workshop.licence('alice'))
      expect(await order(reading)).equal('use_not_licensed')
      const ordering = await workshop.granted(certificate, workshop.licence('alice', { scope: ['order'] }))
      const late = await workshop.granted(certificate, workshop.licence('alice', { scope: ['order'] }))
      expect(await order(ordering)).equal('accepted')
      workshop.wait(day + 1n)
      expect(await order(late)).equal('licence_ended')
      const foreign = await workshop.granted(certificate, { to: 'bob', form: 'holding' })
      expect(await order(foreign)).equal('not_a_party')
      expect(await order(nothing)).equal('unknown_instance')
      const other = await workshop.issued({ item: 'CLOCK-2' })
      const own = await workshop.granted(certificate, { to: 'alice', form: 'holding' })
      expect(await order(own, other)).equal('unknown_instance')
    }),
  )

  it(
    'goes from no link of an exclusive certificate that somebody has, and from the instance that has it',
    atStorefront(async (storefront) => {
      const { workshop, alice } = storefront
      const certificate = await workshop.issued({ exclusive: true })
      const instance = await workshop.granted(certificate, { to: 'alice', form: 'holding' })
      const byLink = (device = alice) => storefront.code(device, 'purchase.order', storefront.order(certificate))
      expect(await byLink(workshop.carol)).equal('exclusive_given')
      expect(await byLink()).equal('exclusive_given')
      await storefront.ordered(certificate, { instance })
    }),
  )

  it(
    'is refused to the provider itself, and in a cash that cannot be handed on',
    atStorefront(async (storefront) => {
      const { workshop, maker, alice } = storefront
      const certificate = await workshop.issued()
      expect(await storefront.code(maker, 'purchase.order', storefront.order(certificate))).equal('buyer_is_provider')
      await storefront.done(workshop.bank, 'voucher.change-functions', { voucher: cash, functions: [] })
      expect(await storefront.code(alice, 'purchase.order', storefront.order(certificate))).equal(
        'function_not_enabled',
      )
    }),
  )
})
