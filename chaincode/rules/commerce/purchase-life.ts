import type { Periods } from '../../domains/certificates/terms.ts'
import { type Purchase, type PurchaseStatus, purchases } from '../../domains/commerce/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import type { Facts, Request, View } from '../rule.ts'

/** What ends a purchase without a sale; with `-held` where cash waits, which is free again by it. */
type PurchaseEnding = 'cancel' | 'reject' | 'expire'
export type PurchaseEvent =
  | 'pay'
  | PurchaseEnding
  | `${PurchaseEnding}-held`
  | 'accept'
  | 'ship'
  | 'deliver'
  | 'complete'
  | 'dispute'
  | 'add-evidence'
  | 'decide'
  | 'refund'
  | 'review'

/** The life of a purchase (design D25). Who may take a step, and until when, stands at the rules. */
export const purchaseLifecycle: Lifecycle<PurchaseStatus, PurchaseEvent> = {
  ordered: { pay: 'paid', accept: 'accepted', reject: 'rejected', cancel: 'cancelled', expire: 'expired' },
  paid: { accept: 'accepted', 'cancel-held': 'refunded', 'reject-held': 'refunded', 'expire-held': 'refunded' },
  accepted: {
    ...{ ship: 'shipped', dispute: 'disputed' },
    ...{ reject: 'rejected', 'reject-held': 'refunded', expire: 'expired', 'expire-held': 'refunded' },
  },
  shipped: {
    ...{ deliver: 'delivered', complete: 'completed', dispute: 'disputed' },
    ...{ expire: 'expired', 'expire-held': 'refunded' },
  },
  delivered: { complete: 'completed', dispute: 'disputed' },
  disputed: { 'add-evidence': 'disputed', decide: 'decided', 'expire-held': 'refunded' },
  completed: { refund: 'completed', review: 'completed' },
  decided: { refund: 'decided' },
  rejected: {},
  expired: {},
  cancelled: {},
  refunded: {},
}

interface OfPurchase {
  body: { purchase: string }
}

const find = (view: View, { body }: OfPurchase): Purchase | undefined => view.find(purchases, body.purchase)

/** Reads, home and organisations of every step behind the order: the row tells them (decision 0030). */
export const purchaseSteps = {
  reads: ({ body }: OfPurchase): string[] => [purchases.key(body.purchase)],
  home: (asked: OfPurchase, view: View) => find(view, asked)?.home,
  organisations: (asked: OfPurchase, view: View) => {
    const purchase = find(view, asked)
    return purchase === undefined ? [] : [purchase.buyerHome, purchase.providerHome]
  },
}

/** As `purchaseSteps`, for a step that ends what waits, which looks at both parties and the accounts in which something waits. */
export const holdingSteps = {
  ...purchaseSteps,
  readsThen: (asked: OfPurchase, view: View): string[] => {
    const purchase = find(view, asked)
    if (purchase === undefined) return []
    const { buyer, provider, held, metal, fee } = purchase
    return [
      ...[buyer, provider, ...(fee === undefined ? [] : [fee.bank])].map((one) => participants.key(one)),
      ...(held === 0n ? [] : [accounts.key(buyer)]),
      ...(metal === undefined || metal.reserved === 0n ? [] : [accounts.key(provider)]),
    ]
  },
}

/** The purchase; refuses `unknown_purchase`. */
const requirePurchase = (view: View, id: string): Purchase => {
  const purchase = view.find(purchases, id)
  if (purchase === undefined) throw new Refusal('unknown_purchase', { purchase: id })
  return purchase
}

interface StepOf {
  /** The party whose step it is; without it, it is anybody's. */
  by?: 'buyer' | 'provider'
  event: PurchaseEvent | ((before: Purchase) => PurchaseEvent)
}

/**
 * The purchase after a step, with all else as it was. Refuses `unknown_purchase`, `not_a_party`, `purchase_state_forbids`, in this order
 * (decision 0033).
 */
export const purchaseAfter = (
  { body, sender, view }: OfPurchase & Pick<Request<'purchase.order'>, 'sender' | 'view'>,
  { by, event }: StepOf,
): Purchase => {
  const before = requirePurchase(view, body.purchase)
  const { purchase } = before
  if (by !== undefined && before[by] !== sender.participant) throw new Refusal('not_a_party', { purchase, party: by })
  const status = next(purchaseLifecycle, before.status, typeof event === 'function' ? event(before) : event)
  if (status === undefined) throw new Refusal('purchase_state_forbids', { purchase, status: before.status })
  return { ...before, status }
}

/** The ending as the life cycle knows it for this purchase: with `-held` while cash waits. */
export const endingOf =
  (ending: PurchaseEnding) =>
  ({ held }: Purchase): PurchaseEvent =>
    held > 0n ? `${ending}-held` : ending

/** The last moment of the next step, which the provider's certificate allows so many seconds. */
export const actByFor = (step: keyof Periods, periods: Periods, { now }: Facts): bigint =>
  now + BigInt(periods[step]) * 1_000n
