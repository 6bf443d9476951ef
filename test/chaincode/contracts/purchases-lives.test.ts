import { expect } from 'chai'
import type { PurchaseStatus } from '../../../chaincode/domains/commerce/tables.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { atStorefront, cash, type Storefront } from '../../support/storefront.ts'

type Act = (storefront: Storefront, purchase: string) => Promise<string>
const evidence = digest('a photograph')

/** Each step of a purchase, taken by the party whose step it is, and what is overdue once it is. */
const steps = {
  pay: (at, purchase) => at.code(at.alice, 'purchase.pay', { purchase, provider: 'clockmaker', cash }),
  cancel: (at, purchase) => at.code(at.alice, 'purchase.cancel', { purchase }),
  accept: (at, purchase) => at.code(at.maker, 'purchase.accept', { purchase }),
  reject: (at, purchase) => at.code(at.maker, 'purchase.reject', { purchase }),
  ship: (at, purchase) => at.code(at.maker, 'purchase.ship', { purchase }),
  deliver: (at, purchase) => at.code(at.maker, 'purchase.deliver', { purchase }),
  complete: (at, purchase) => at.code(at.alice, 'purchase.complete', { purchase }),
  expire: (at, purchase) => {
    at.waitForPeriod()
    return at.code(at.workshop.carol, 'purchase.expire', { purchase })
  },
  dispute: (at, purchase) => at.code(at.alice, 'purchase.dispute', { purchase, evidence }),
  'add-evidence': (at, purchase) => at.code(at.maker, 'purchase.add-evidence', { purchase, evidence }),
  decide: (at, purchase) => at.code(at.auditor, 'purchase.decide', { purchase, refund: '200' }),
  refund: (at, purchase) => at.code(at.maker, 'purchase.refund', { purchase, quantity: '1' }),
  review: (at, purchase) => at.code(at.alice, 'purchase.review', { purchase, rating: 5, text: digest('a text') }),
} satisfies { readonly [step: string]: Act }
type Step = keyof typeof steps

/** How a purchase of the provider's clocks comes to each state. */
const ways: { readonly [S in PurchaseStatus]: readonly Step[] } = {
  ordered: [],
  paid: ['pay'],
  accepted: ['pay', 'accept'],
  shipped: ['pay', 'accept', 'ship'],
  delivered: ['pay', 'accept', 'ship', 'deliver'],
  disputed: ['pay', 'accept', 'dispute'],
  completed: ['pay', 'accept', 'ship', 'complete'],
  decided: ['pay', 'accept', 'dispute', 'decide'],
  rejected: ['reject'],
  cancelled: ['cancel'],
  expired: ['expire'],
  refunded: ['pay', 'cancel'],
}

/** What a step answers in a state: the state it leads to, or the code of its refusal; `purchase_state_forbids` where nothing stands. */
type Answers = { readonly [S in PurchaseStatus]?: { readonly [T in Step]?: string } }

const notGot = { refund: 'exceeds_refundable_quantity' } as const

/** Written out by hand: of goods that are paid, as most are. */
const paid: Answers = {
  ordered: { pay: 'paid', cancel: 'cancelled', reject: 'rejected', expire: 'expired', accept: 'purchase_not_paid' },
  paid: { accept: 'accepted', cancel: 'refunded', reject: 'refunded', expire: 'refunded' },
  accepted: { ship: 'shipped', dispute: 'disputed', reject: 'refunded', expire: 'refunded' },
  shipped: { deliver: 'delivered', complete: 'completed', dispute: 'disputed', expire: 'refunded' },
  delivered: { complete: 'completed', dispute: 'disputed' },
  disputed: { 'add-evidence': 'disputed', decide: 'decided', expire: 'refunded' },
  completed: { refund: 'completed', review: 'completed' },
  decided: { refund: 'decided' },
  rejected: {},
  expired: {},
  cancelled: {},
  refunded: {},
}

/** Of goods that are ordered only, whose certificate takes no pay: no cash ever waits. */
const unpaid: Answers = {
  ordered: {
    pay: 'certificate_forbids',
    accept: 'accepted',
    cancel: 'cancelled',
    reject: 'rejected',
    expire: 'expired',
  },
  accepted: { ship: 'shipped', dispute: 'nothing_held', reject: 'rejected', expire: 'expired' },
  shipped: { deliver: 'delivered', complete: 'completed', dispute: 'nothing_held', expire: 'expired' },
  delivered: { complete: 'completed', dispute: 'nothing_held' },
  completed: { review: 'completed', ...notGot },
}

/** A purchase of alice's in this state; where the certificate takes no pay, it comes there without. */
const bring = async (at: Storefront, state: PurchaseStatus, certificate: string): Promise<string> => {
  const isPaid = at.workshop.certificate(certificate).allows.includes('pay')
  const purchase = await at.ordered(certificate, { pay: false })
  for (const step of ways[state].filter((each) => isPaid || each !== 'pay')) {
    expect(await steps[step](at, purchase), `${step} on the way to ${state}`).equal('accepted')
  }
  expect(at.purchase(purchase).status).equal(state)
  return purchase
}

const walk = (what: string, allows: ('order' | 'pay')[], answers: Answers): void => {
  for (const [state, row] of Object.entries(answers) as [PurchaseStatus, { [T in Step]?: string }][]) {
    it(
      `${what} that is ${state} knows its steps and no others`,
      atStorefront(async (storefront) => {
        const certificate = await storefront.workshop.issued({ allows })
        for (const [step, act] of Object.entries(steps) as [Step, Act][]) {
          const purchase = await bring(storefront, state, certificate)
          const answer = row[step] ?? 'purchase_state_forbids'
          const [code, after] = answer in ways ? ['accepted', answer] : [answer, state]
          expect(await act(storefront, purchase), `${step} when ${state}`).equal(code)
          expect(storefront.purchase(purchase).status, `after ${step} when ${state}`).equal(after)
        }
      }),
    )
  }
}

describe('the life of a purchase', () => {
  walk('one with payment', ['order', 'pay'], paid)
  walk('one without payment', ['order'], unpaid)
})
