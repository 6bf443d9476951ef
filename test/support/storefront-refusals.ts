import type { Body, RefusalCode } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { cash, Storefront } from './storefront.ts'
import type { Scenario } from './trade-refusals.ts'
import { nothing } from './workshop.ts'

/** A scenario at a storefront; through the bank, the buyer's home, by which all steps of her purchases go. */
const at = (make: (storefront: Storefront) => Promise<string>): Scenario => ({
  way: { gateway: 'BankMSP' },
  make: async (scene) => make(await Storefront.open(scene)),
})

const orderOf = (change: Partial<Body<'purchase.order'>>, allows: ('order' | 'pay')[] = ['order', 'pay']): Scenario =>
  at(async (storefront) => {
    const certificate = await storefront.workshop.issued({ allows })
    return storefront.workshop.instruct(storefront.alice, 'purchase.order', storefront.order(certificate, change))
  })

const evidence = digest('a photograph')

/** One way to each refusal of purchases. */
export const storefrontRefusals: { [Code in RefusalCode]?: Scenario } = {
  not_the_provider: orderOf({ provider: 'bob' }),
  price_terms_differ: orderOf({ price: '1' }),
  certificate_forbids: orderOf({}, ['order']),
  buyer_is_provider: {
    ...at(async (storefront) => {
      const { workshop, maker } = storefront
      return workshop.instruct(maker, 'purchase.order', storefront.order(await workshop.issued()))
    }),
    way: { gateway: 'SupplierMSP' },
  },
  unknown_purchase: at(async ({ workshop, alice }) =>
    workshop.instruct(alice, 'purchase.pay', { purchase: nothing, provider: 'clockmaker', cash }),
  ),
  purchase_state_forbids: at(async (storefront) =>
    storefront.workshop.instruct(storefront.maker, 'purchase.ship', { purchase: await storefront.brought('paid') }),
  ),
  purchase_not_paid: at(async (storefront) =>
    storefront.workshop.instruct(storefront.maker, 'purchase.accept', {
      purchase: await storefront.brought('ordered'),
    }),
  ),
  nothing_held: at(async (storefront) => {
    const certificate = await storefront.workshop.issued({ allows: ['order'] })
    const purchase = await storefront.ordered(certificate, { pay: false })
    await storefront.done(storefront.maker, 'purchase.accept', { purchase })
    return storefront.workshop.instruct(storefront.alice, 'purchase.dispute', { purchase, evidence })
  }),
  too_much_evidence: at(async (storefront) => {
    const { alice, workshop } = storefront
    const body = { purchase: await storefront.brought('disputed'), evidence }
    for (let count = 1; count < 8; count += 1) await storefront.done(alice, 'purchase.add-evidence', body)
    return workshop.instruct(alice, 'purchase.add-evidence', body)
  }),
  already_reviewed: at(async (storefront) => {
    const { alice, workshop } = storefront
    const body = { purchase: await storefront.completed(), rating: 5, text: digest('a text') }
    await storefront.done(alice, 'purchase.review', body)
    return workshop.instruct(alice, 'purchase.review', body)
  }),
}
