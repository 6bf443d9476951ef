import { purchases } from '../../domains/commerce/tables.ts'
import { liveQuotes, quotes } from '../../domains/market/tables.ts'
import type { Settles } from '../../domains/payments/kinds.ts'
import type { Claim } from '../../domains/payments/tables.ts'
import { type Account, accounts } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import { canonical } from '../../wire/canonical.ts'
import { credited, debited, moved, taken } from '../account.ts'
import { certificateKeyOf, paidByCode, requirePayableByCode } from '../commerce/paid-by-code.ts'
import { requireLiveQuote, requireTradeTerms } from '../market/live-quote.ts'
import { costOfBuy } from '../market/settlement.ts'
import { requireFunction, requireLiveVoucher, requireOwnVoucher } from '../require.ts'
import { type Facts, type Rule, type View, type Write, write } from '../rule.ts'

// What a payment by code settles besides itself (decision 0043): an order with a provider, or a buy of metal. Both legs or none.

type Buy = NonNullable<NonNullable<Claim['settles']>['buy']>

/** What a payment settles, as its row says it; nothing where it settles nothing. */
export const settlesOf = (settles: Settles | undefined): Pick<Claim, 'settles'> => {
  if (settles === undefined) return {}
  if ('purchase' in settles) return { settles }
  return { settles: { buy: { ...settles.buy, quantity: BigInt(settles.buy.quantity) } } }
}

/** What a payment settles, as a body says it; undefined where it settles nothing. */
export const settlesSaid = ({ settles: { buy, purchase } = {} }: Pick<Claim, 'settles'>): Settles | undefined => {
  if (purchase !== undefined) return { purchase }
  return buy === undefined ? undefined : { buy: { ...buy, quantity: buy.quantity.toString() } }
}

/** True when the claim settles this, and nothing where this is nothing. */
export const isSameSettling = (claim: Pick<Claim, 'settles'>, settles: Settles | undefined): boolean =>
  canonical(settlesSaid(claim) ?? null) === canonical(settles ?? null)

const buyIn = (settles: Settles | undefined): { voucher: string; quote: string; quantity: string } | undefined =>
  settles !== undefined && 'buy' in settles ? settles.buy : undefined

const purchaseIn = (settles: Settles | undefined): string | undefined =>
  settles !== undefined && 'purchase' in settles ? settles.purchase : undefined

/** The rows that a claim reads for what it settles. */
export const keysToClaim = (settles: Settles | undefined): string[] => {
  const [buy, purchase] = [buyIn(settles), purchaseIn(settles)]
  return [
    ...(buy === undefined
      ? []
      : [vouchers.key(buy.voucher), quotes.key(buy.voucher, buy.quote), liveQuotes.key(buy.voucher)]),
    ...(purchase === undefined ? [] : [purchases.key(purchase)]),
  ]
}

/** The rows that an answer reads for what its payment settles. */
export const keysToAnswer = (settles: Settles | undefined, merchant: string): string[] => {
  const [buy, purchase] = [buyIn(settles), purchaseIn(settles)]
  return [
    ...(buy === undefined ? [] : [vouchers.key(buy.voucher), accounts.key(merchant)]),
    ...(purchase === undefined ? [] : [purchases.key(purchase)]),
  ]
}

/** The rows that only an order tells of. */
export const keysOfPurchase = (view: View, settles: Settles | undefined): string[] => {
  const purchase = purchaseIn(settles)
  return purchase === undefined ? [] : certificateKeyOf(view, purchase)
}

/** What many answers would change at once: the order, or the issuer's account; nothing where nothing is settled. */
export const contendedBy = ({
  body: { merchant, settles },
}: {
  body: { merchant: string; settles?: Settles | undefined }
}): string | undefined => (buyIn(settles) === undefined ? purchaseIn(settles) : merchant)

/** The buy's price, by the live quote; refuses what a trade refuses, and `settled_terms_differ` for another cash or amount. */
const requireQuoted = (view: View, buy: Buy, { claim, facts }: { claim: Claim; facts: Facts }): void => {
  const voucher = requireOwnVoucher(view, buy.voucher, claim.merchant)
  requireFunction(voucher, 'buy')
  const { buy: price } = requireLiveQuote(view, { voucher, quote: buy.quote }, facts)
  const terms = requireTradeTerms(voucher)
  const { gross, fee } = costOfBuy(terms, buy.quantity, price)
  if (terms.cash === claim.voucher && gross + fee === claim.quantity) return
  throw new Refusal('settled_terms_differ', { voucher: terms.cash, amount: (gross + fee).toString() })
}

/**
 * Holds ready what a claim settles. For a buy, the issuer's metal is reserved, at what its live quote says (SX-001); an order must be one
 * that may be paid so. Refuses what `requirePayableByCode` and a buy refuse, and `exceeds_inventory`.
 */
export const heldByClaim = (
  view: View,
  { payer, claim }: { payer: string; claim: Claim },
  { sender, facts }: { sender: Account; facts: Facts },
): Write[] => {
  const { buy, purchase } = claim.settles ?? {}
  if (purchase !== undefined) requirePayableByCode(view, payingOf(purchase, payer, claim), facts)
  if (buy === undefined) return []
  requireQuoted(view, buy, { claim, facts })
  const leg = { bucket: 'available', to: 'reserved', quantity: buy.quantity, shortage: 'exceeds_inventory' } as const
  return [write(accounts, moved(sender, buy.voucher, leg))]
}

const payingOf = (purchase: string, payer: string, { merchant, voucher, quantity }: Claim) => ({
  ...{ purchase, payee: merchant, payer, voucher, quantity },
})

/** True when the payment pays an order, so that its cash waits there and nobody gets it yet (S1-048). */
export const isHeldForPurchase = ({ settles }: Pick<Claim, 'settles'>): boolean => settles?.purchase !== undefined

/** What an approval pays: by whom, from which account, and to which bank the fee goes. */
interface Approved {
  payment: string
  sender: Account
  claim: Claim
  bank: string
}

/** The order is paid: its price is put aside in the payer's own account. */
const settledPurchase = (view: View, { payment, sender, claim, bank }: Approved, facts: Facts, purchase: string) => {
  const ordered = requirePayableByCode(view, payingOf(purchase, sender.participant, claim), facts)
  const paid = paidByCode(ordered, { payment, fee: { bank, quantity: claim.fee } }, facts)
  const { voucher, quantity } = claim
  return {
    payer: moved(sender, voucher, { bucket: 'available', to: 'reserved', quantity }),
    writes: [write(purchases, paid)],
  }
}

/**
 * Settles an approved payment, and what it settles besides: its cash leaves the payer's account, and the reserved metal comes to it, at the
 * price of the claim, whether or not its quote still lives; or it waits there for the order that it pays. Answers the payer's account and
 * the further writes. Refuses `exceeds_available_quantity`.
 */
export const settledByApproval = (
  view: View,
  approved: Approved,
  facts: Facts,
): { payer: Account; writes: Write[] } => {
  const { sender, claim } = approved
  const { buy, purchase } = claim.settles ?? {}
  if (purchase !== undefined) return settledPurchase(view, approved, facts, purchase)
  const payer = debited(sender, claim.voucher, claim.quantity)
  if (buy === undefined) return { payer, writes: [] }
  requireFunction(requireLiveVoucher(view, buy.voucher), 'buy')
  const issuer = view.find(accounts, claim.merchant) as Account
  const giving = taken(issuer, buy.voucher, { bucket: 'reserved', quantity: buy.quantity })
  return {
    payer: credited(payer, buy.voucher, buy.quantity, claim.quantity),
    writes: [write(accounts, giving)],
  }
}

/** The issuer's account with the metal free again that waited for a payment which ended unpaid; nothing where none waited. */
export const freedByEnd = (view: View, { merchant, settles }: Claim): Write[] => {
  const buy = settles?.buy
  if (buy === undefined) return []
  const issuer = view.find(accounts, merchant) as Account
  const leg = { bucket: 'reserved', to: 'available', quantity: buy.quantity } as const
  return [write(accounts, moved(issuer, buy.voucher, leg))]
}

/** What is told of the metal that a claim reserved, or that its end freed. */
export const metalEffects = (what: 'reserved' | 'freed', { settles }: Claim) =>
  settles?.buy === undefined ? {} : { [what]: settles.buy.quantity.toString(), reservedVoucher: settles.buy.voucher }

/** What is told of the order that a payment paid. */
export const purchaseEffects = ({ settles }: Claim) =>
  settles?.purchase === undefined ? {} : { purchase: settles.purchase }

/** The account whose metal waits for a payment, by its key, and its home. */
export const waitingMetal = (claim: Claim | undefined): { key: string; home: string } | undefined =>
  claim?.settles?.buy === undefined ? undefined : { key: accounts.key(claim.merchant), home: claim.merchantHome }

/** What an approved payment moves, as its body and effects say: cash, of it the fee, and a buy's metal; nothing yet where it pays an order. */
export const movesOfApproval: NonNullable<Rule<'payment.approve'>['moves']> = ({
  from,
  body: { merchant, voucher, quantity, settles },
  effects: { bank, fee },
}) => {
  if (purchaseIn(settles) !== undefined) return []
  const buy = buyIn(settles)
  return [
    { giver: from, receiver: merchant, voucher, quantity },
    { giver: merchant, receiver: bank, voucher, quantity: fee, isFee: true },
    ...(buy === undefined ? [] : [{ giver: merchant, receiver: from, voucher: buy.voucher, quantity: buy.quantity }]),
  ]
}
