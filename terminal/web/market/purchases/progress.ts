import type { PurchaseStatus } from '../../../../chaincode/domains/commerce/tables.ts'
import type { ListedPurchase } from '../../../sdk/purchases.ts'

/** What a screen must know of a purchase to say what can be done with it. */
export type Standing = Pick<
  ListedPurchase,
  'status' | 'held' | 'captured' | 'refunded' | 'actBy' | 'evidence' | 'buyer' | 'provider'
>

/** What a buyer or a provider can do, by the kind behind `purchase.`. */
export type BuyerStep = 'pay' | 'cancel' | 'complete' | 'dispute' | 'add-evidence' | 'expire' | 'review'
export type ProviderStep = 'accept' | 'reject' | 'ship' | 'deliver' | 'complete' | 'refund' | 'add-evidence' | 'expire'

/** Whose step is waited for; undefined once nobody's is. */
export type Turn = 'buyer' | 'provider' | 'auditor' | undefined

/** How many pieces of evidence each side may bring (chaincode/rules/commerce/dispute.ts). */
const evidenceMaximum = 8

/** True once the time for the next step lies behind; at that moment itself it still counts, as on the ledger. */
export const isOverdue = ({ actBy }: Pick<Standing, 'actBy'>, now: number): boolean => BigInt(now) > BigInt(actBy)

const isHeld = ({ held }: Standing): boolean => held !== '0'

/** Base units of cash that the provider has and could give back. */
export const refundableOf = ({ captured, refunded }: Pick<Standing, 'captured' | 'refunded'>): string =>
  (BigInt(captured) - BigInt(refunded)).toString()

const mayAddEvidence = ({ evidence = [] }: Standing, by: string): boolean =>
  evidence.filter((one) => one.by === by).length < evidenceMaximum

interface Seen {
  now: number
  /** Whether the certificate lets a buyer pay; undefined while that is not known. */
  takesPayment: boolean | undefined
}

/** Whose turn it is. */
export const turnOf = ({ status }: Pick<Standing, 'status'>, { takesPayment }: Pick<Seen, 'takesPayment'>): Turn => {
  if (status === 'ordered') return takesPayment === false ? 'provider' : 'buyer'
  if (status === 'paid' || status === 'accepted' || status === 'shipped') return 'provider'
  if (status === 'delivered') return 'buyer'
  return status === 'disputed' ? 'auditor' : undefined
}

const expirable: readonly PurchaseStatus[] = ['ordered', 'paid', 'accepted', 'shipped', 'disputed']

const expiring = (of: Standing, { now }: Seen): 'expire'[] =>
  expirable.includes(of.status) && isOverdue(of, now) ? ['expire'] : []

const disputing = (of: Standing): 'dispute'[] => (isHeld(of) ? ['dispute'] : [])

/** What the ledger would take of the buyer now; `isReviewed` where the buyer has said its word already. */
export const buyerSteps = (of: Standing, seen: Seen & { isReviewed: boolean }): BuyerStep[] => {
  const isLate = isOverdue(of, seen.now)
  const steps: { readonly [S in PurchaseStatus]?: BuyerStep[] } = {
    ordered: [...(seen.takesPayment === true && !isLate ? (['pay'] as const) : []), 'cancel'],
    paid: isHeld(of) ? ['cancel'] : [],
    accepted: disputing(of),
    shipped: ['complete', ...disputing(of)],
    delivered: ['complete', ...disputing(of)],
    disputed: !isLate && mayAddEvidence(of, of.buyer) ? ['add-evidence'] : [],
    completed: seen.isReviewed ? [] : ['review'],
  }
  return [...(steps[of.status] ?? []), ...expiring(of, seen)]
}

/** What the ledger would take of the provider now. */
export const providerSteps = (of: Standing, seen: Seen): ProviderStep[] => {
  const isLate = isOverdue(of, seen.now)
  const inTime = <S extends ProviderStep>(...wanted: S[]): S[] => (isLate ? [] : wanted)
  const mayAccept = isHeld(of) || seen.takesPayment === false
  const steps: { readonly [S in PurchaseStatus]?: ProviderStep[] } = {
    ordered: [...(mayAccept ? inTime('accept') : []), 'reject'],
    paid: [...inTime('accept'), 'reject'],
    accepted: [...inTime('ship'), 'reject'],
    shipped: inTime('deliver'),
    delivered: isLate ? ['complete'] : [],
    disputed: mayAddEvidence(of, of.provider) ? inTime('add-evidence') : [],
  }
  const refunding: 'refund'[] = of.status !== 'disputed' && refundableOf(of) !== '0' ? ['refund'] : []
  return [...(steps[of.status] ?? []), ...expiring(of, seen), ...refunding]
}

const way = ['ordered', 'paid', 'accepted', 'shipped', 'delivered', 'completed'] as const
/** One station on the way of a purchase that goes well. */
export type Station = (typeof way)[number]

const isOnWay = (status: PurchaseStatus): status is Station => way.some((one) => one === status)

/**
 * The way of a purchase and how far it came; undefined for one that left it by a dispute or an ending, whose status says all. What is never
 * paid on the ledger has no station for it.
 */
export const stationsOf = (
  { status }: Pick<Standing, 'status'>,
  { takesPayment }: Pick<Seen, 'takesPayment'>,
): { station: Station; isDone: boolean }[] | undefined => {
  if (!isOnWay(status)) return undefined
  const reached = way.indexOf(status)
  return way
    .map((station, place) => ({ station, isDone: place <= reached }))
    .filter(({ station }) => station !== 'paid' || takesPayment !== false)
}
