import { certificates } from '../../../chaincode/domains/certificates/tables.ts'
import { type Purchase, purchases } from '../../../chaincode/domains/commerce/tables.ts'
import type { Settles } from '../../../chaincode/domains/payments/kinds.ts'
import type { Claim } from '../../../chaincode/domains/payments/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { Effects } from '../../../chaincode/outcome.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Amount, Book } from './book.ts'
import { reasons, type Take } from './ruling.ts'
import { againstQuoted } from './trading.ts'
import { againstIssuer, againstUse } from './vouchers.ts'

// What a payment by code settles besides itself (decision 0043): an order with a provider, or a buy of metal.

/** What a claim settles, as its row has it. */
export const settlesIn = (settles: Settles | undefined): Pick<Claim, 'settles'> => {
  if (settles === undefined) return {}
  return 'buy' in settles
    ? { settles: { buy: { ...settles.buy, quantity: BigInt(settles.buy.quantity) } } }
    : { settles: { purchase: settles.purchase } }
}

/** What a claim settles, as those say it who answer. */
export const settlesOf = ({ settles }: Pick<Claim, 'settles'>): Settles | undefined => {
  if (settles?.purchase !== undefined) return { purchase: settles.purchase }
  return settles?.buy === undefined ? undefined : { buy: { ...settles.buy, quantity: `${settles.buy.quantity}` } }
}

const asText = (settles: Settles | undefined): string => {
  if (settles === undefined) return ''
  return 'buy' in settles ? Object.values(settles.buy).sort().join(' ') : settles.purchase
}

/** Whether a claim settles the very same. */
export const isSameSettling = (claim: Pick<Claim, 'settles'>, settles: Settles | undefined): boolean =>
  asText(settlesOf(claim)) === asText(settles)

/** Who pays whom what, at what time. */
interface Paying {
  payer: string
  claim: Claim
  now: bigint
}

/** The order is the payer's with the merchant, open, and just that dear. */
const againstOrder = (book: Book, purchase: Purchase, { payer, claim, now }: Paying): RefusalCode[] =>
  reasons({
    not_the_provider: purchase.provider !== claim.merchant,
    not_the_buyer: purchase.buyer !== payer,
    purchase_state_forbids: purchase.status !== 'ordered',
    deadline_passed: now > purchase.actBy,
    certificate_forbids: book.find(certificates, purchase.certificate)?.allows.includes('pay') !== true,
    settled_terms_differ: purchase.cash !== claim.voucher || purchase.amount !== claim.quantity,
  })

/** What speaks against paying the order that a claim settles, when it is claimed and again when it is approved. */
export const againstOrderPaid = (book: Book, paying: Paying): RefusalCode[] => {
  const id = paying.claim.settles?.purchase
  if (id === undefined) return []
  const purchase = book.find(purchases, id)
  return purchase === undefined ? ['unknown_purchase'] : againstOrder(book, purchase, paying)
}

const metalOf = ({ merchant, settles }: Claim): Amount | undefined => {
  const buy = settles?.buy
  return buy === undefined ? undefined : { participant: merchant, voucher: buy.voucher, quantity: buy.quantity }
}

/** What speaks against a buy when it is claimed: who sells, at which quote, for which cash. */
export const againstBuy = (book: Book, { claim, now }: Paying): RefusalCode[] => {
  const buy = claim.settles?.buy
  if (buy === undefined) return []
  const voucher = book.find(vouchers, buy.voucher)
  if (voucher === undefined) return ['unknown_voucher']
  const { cash, amount, against } = againstQuoted(book, { voucher, quote: buy.quote, quantity: buy.quantity, now })
  return [
    ...[...againstIssuer(voucher, claim.merchant), ...againstUse(voucher, 'buy'), ...against],
    ...reasons({ settled_terms_differ: cash !== claim.voucher || amount !== claim.quantity }),
  ]
}

/** The metal that its issuer must have free for the claim. */
export const metalTaken = (claim: Claim): Take[] => {
  const metal = metalOf(claim)
  return metal === undefined ? [] : [{ ...metal, code: 'exceeds_inventory' }]
}

const told = (what: 'reserved' | 'freed', { voucher, quantity }: Amount): Effects => ({
  [what]: `${quantity}`,
  reservedVoucher: voucher,
})

/** What a claim tells of its metal. */
export const reservedTold = (claim: Claim): Effects => {
  const metal = metalOf(claim)
  return metal === undefined ? {} : told('reserved', metal)
}

/** The metal waits for the payer's answer. */
export const reserve = (book: Book, claim: Claim): Effects => {
  const metal = metalOf(claim)
  if (metal !== undefined) book.shift(metal, 'available', 'reserved')
  return reservedTold(claim)
}

/** The metal is its issuer's again. */
export const free = (book: Book, claim: Claim): Effects => {
  const metal = metalOf(claim)
  if (metal === undefined) return {}
  book.shift(metal, 'reserved', 'available')
  return told('freed', metal)
}

/** What speaks against giving the metal when the payer approves: whatever its quote has become, it must still be sold. */
export const againstMetalGiven = (book: Book, { settles }: Claim): RefusalCode[] => {
  const voucher = settles?.buy === undefined ? undefined : book.find(vouchers, settles.buy.voucher)
  return voucher === undefined ? [] : againstUse(voucher, 'buy')
}

/** The metal goes to the payer, who keeps what it paid as its cost. */
export const handOver = (book: Book, payer: string, claim: Claim): void => {
  const metal = metalOf(claim)
  if (metal === undefined) return
  book.take(metal, 'reserved')
  book.gain({ ...metal, participant: payer }, claim.quantity)
}

/** The order is paid: its price waits in the payer's account, and its fee with it. */
export const payOrder = (
  book: Book,
  { payment, bank, claim, now }: { payment: string; bank: string; claim: Claim; now: bigint },
): Effects => {
  const id = claim.settles?.purchase
  const purchase = id === undefined ? undefined : book.find(purchases, id)
  if (purchase === undefined) return {}
  const fee = claim.fee === 0n ? {} : { fee: { bank, quantity: claim.fee } }
  const actBy = now + BigInt(purchase.periods.accept) * 1_000n
  book.put(purchases, { ...purchase, status: 'paid', payment, held: purchase.amount, actBy, ...fee })
  return { purchase: purchase.purchase }
}
