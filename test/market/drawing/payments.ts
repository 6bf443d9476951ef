import { type Purchase, purchases } from '../../../chaincode/domains/commerce/tables.ts'
import { liveQuotes, quotes } from '../../../chaincode/domains/market/tables.ts'
import type { paymentKinds } from '../../../chaincode/domains/payments/kinds.ts'
import {
  merchants,
  type Payment,
  type PaymentOrder,
  paymentOrders,
  payments,
} from '../../../chaincode/domains/payments/tables.ts'
import { accounts, participants } from '../../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { settlesOf } from '../book/settling.ts'
import { againstQuoted } from '../book/trading.ts'
import { customers, series, shops, tellers } from '../cast.ts'
import type { Desk, Draw } from './desk.ts'

const homeOf = (desk: Desk, participant: string): string | undefined => desk.book.find(accounts, participant)?.home

const tellerFor = (desk: Desk, shop: string) => {
  const bank = desk.book.find(merchants, shop)?.bank
  const own = tellers.filter((one) => homeOf(desk, one) === homeOf(desk, shop))
  const teller = desk.random.chance(80) ? (bank ?? desk.random.any(own)) : desk.random.one(tellers)
  return desk.deviceOf(teller ?? 'city-bank', 'teller')
}

/** Who claims codes: the shops, and the one issuer of metal with a till. */
const merchantsOf = [...shops, 'silver-mint'] as const

/** Half of the banks say that their merchant may be of any home. */
const somewhere = (desk: Desk): { anyHome?: true } => (desk.random.chance(50) ? { anyHome: true } : {})

const registerMerchant: Draw<'merchant.register'> = (desk) => {
  const { random } = desk
  const merchant = random.chance(85) ? random.one(merchantsOf) : desk.someone()
  const fee = random.one([
    { partsPerMillion: 6_000, minimum: '1' },
    { partsPerMillion: 0, minimum: '0' },
    { partsPerMillion: 123_457, minimum: '3', maximum: '41' },
  ])
  const vouchers = random.chance(85) ? [series.yuan, series.gold, series.silver] : [series.euro]
  const maximum = random.one(['50000', '997', '50000'])
  const body = { merchant, name: 'A shop', fee, maximum, vouchers, ...somewhere(desk) }
  return { device: tellerFor(desk, merchant), body }
}

const closeMerchant: Draw<'merchant.close'> = (desk) => {
  const merchant = desk.random.chance(90) ? desk.random.one(merchantsOf) : desk.someone()
  return { device: tellerFor(desk, merchant), body: { merchant, ...somewhere(desk) } }
}

/** A life of ten minutes at most, and now and then one more, none, or one that is over. */
const shortDeadline = (desk: Desk): string => {
  const ahead = desk.random.weighted([
    [60_000n, 25],
    [120_000n, 20],
    [600_000n, 40],
    [600_001n, 4],
    [0n, 4],
    [-1n, 3],
  ])
  return `${desk.now + ahead}`
}

/** The orders that are to be paid, and may be by a code. */
const openOrders = (desk: Desk): Purchase[] =>
  desk.book.all(purchases).filter(({ status, actBy }) => status === 'ordered' && desk.now <= actBy)

/** Who pays by code: two of them do so all day long, so that their codes, rules and allowances come to their ends. */
const payer = (desk: Desk): string => {
  // Who ordered and has not paid yet may do so by a code.
  const ordering = desk.random.chance(60) ? desk.random.any(openOrders(desk))?.buyer : undefined
  if (ordering !== undefined) return ordering
  const near = customers.filter((one) => shops.some((shop) => homeOf(desk, shop) === homeOf(desk, one)))
  if (desk.random.chance(60)) return desk.random.one(['alice', 'bob'])
  return desk.random.chance(90) ? desk.random.one(near) : desk.someone()
}

const requestCode: Draw<'payment-code.request'> = (desk) => {
  const { random } = desk
  const known = random.chance(4) ? random.any(desk.book.all(payments))?.payment : undefined
  const payment = known ?? digest(desk.name('code'))
  const facts = { payment, codeExpiresAt: shortDeadline(desk), keepsOlder: random.chance(70) }
  return { device: desk.deviceOf(payer(desk), 'customer'), body: {}, facts }
}

/** A payment in this state whose time is not over; the end of a captured one is nobody's concern. */
const payment = (desk: Desk, state: Payment['status']): Payment | undefined =>
  desk.record(desk.book.all(payments), ({ status, codeExpiresAt, claim }) => {
    const isOver = desk.now > (claim?.answerBy ?? codeExpiresAt)
    return status === state && (state === 'captured' || !isOver)
  })

const cancelCode: Draw<'payment-code.cancel'> = (desk) => {
  const found = payment(desk, 'issued')
  if (found === undefined) return undefined
  return { device: desk.deviceOf(desk.mostly(found.payer), 'customer'), body: { payment: desk.named(found.payment) } }
}

/** An order number of a shop: mostly one of a few, and often one whose claim is overdue, so that it can be claimed anew. */
const someOrder = (desk: Desk, shop: string): string => {
  const isFree = ({ merchant, status, answerBy }: PaymentOrder) =>
    merchant === shop && status === 'open' && answerBy < desk.now
  const overdue = desk.random.chance(75) ? desk.random.any(desk.book.all(paymentOrders).filter(isFree)) : undefined
  return overdue?.order ?? `ORDER-${1 + desk.random.below(8)}`
}

const someTerms = (desk: Desk, found: Payment) => {
  const { random } = desk
  const before = random.chance(25) ? found.claim : undefined
  const voucher = before?.voucher ?? random.one([series.yuan, series.yuan, series.gold, series.silver, series.euro])
  const amounts = [1n, 2n, 3n, 4n, 97n, 996n, 997n, 997n, 998n, 5_003n, 50_000n, 50_001n]
  const quantity = `${before?.quantity ?? random.one(amounts)}`
  return { voucher, quantity }
}

type Sale = Pick<Body<'payment.claim'>, 'voucher' | 'quantity' | 'settles'>

/** Mostly as it is, and now and then with something else than what it settles. */
const blurred = (desk: Desk, sale: Sale): Sale => {
  if (desk.random.chance(88)) return sale
  return desk.random.one([
    { ...sale, quantity: `${BigInt(sale.quantity) + 1n}` },
    { ...sale, voucher: series.gold },
    { ...sale, settles: { purchase: digest('no such record') } },
  ])
}

/** A sale that pays an order of the payer's, with its provider or now and then with another shop. */
const orderPaid = (desk: Desk, payer: string): { shop: string; sale: Sale } | undefined => {
  const { random } = desk
  const found = random.any(openOrders(desk).filter(({ buyer }) => buyer === payer || random.chance(12)))
  if (found === undefined) return undefined
  const { purchase, provider, cash, amount } = found
  const sale = { voucher: cash, quantity: `${amount}`, settles: { purchase: desk.named(purchase) } }
  return { shop: random.chance(92) ? provider : random.one(merchantsOf), sale: blurred(desk, sale) }
}

/** A sale of silver by the one who issues it, at the newest quote or an older one. */
const silverBought = (desk: Desk): { shop: string; sale: Sale } | undefined => {
  const { random, book, now } = desk
  const voucher = book.find(vouchers, series.silver)
  const newest = book.find(liveQuotes, series.silver)?.quote
  const quote = random.chance(92) ? newest : random.any(book.all(quotes))?.quote
  if (voucher === undefined || quote === undefined) return undefined
  const quantity = random.one([1n, 2n, 13n, 97n, 997n, 40_000_000n])
  const { cash = series.euro, amount = 1n } = againstQuoted(book, { voucher, quote, quantity, now })
  const settles = { buy: { voucher: voucher.voucher, quantity: `${quantity}`, quote } }
  const shop = random.chance(94) ? 'silver-mint' : random.one(shops)
  return { shop, sale: blurred(desk, { voucher: cash, quantity: `${amount}`, settles }) }
}

const plainSale = (desk: Desk, found: Payment): { shop: string; sale: Sale } => {
  const { random } = desk
  const near = merchantsOf.filter((shop) => homeOf(desk, shop) === found.home || random.chance(30))
  const shop = random.chance(90) ? (found.claim?.merchant ?? random.any(near) ?? random.one(shops)) : desk.someone()
  const settled = random.chance(80) && found.claim !== undefined ? settlesOf(found.claim) : undefined
  const { voucher, quantity } = someTerms(desk, found)
  return { shop, sale: { voucher, quantity, ...(settled === undefined ? {} : { settles: settled }) } }
}

const someSale = (desk: Desk, found: Payment) => {
  const drawn = desk.random.below(100)
  const settled = drawn < 55 ? orderPaid(desk, found.payer) : drawn < 70 ? silverBought(desk) : undefined
  return (found.claim === undefined ? settled : undefined) ?? plainSale(desk, found)
}

/** A code to be claimed: now and then one that was claimed before, and mostly one of somebody who has an order to pay. */
const toBeClaimed = (desk: Desk): Payment | undefined => {
  if (desk.random.chance(10)) return payment(desk, 'claimed')
  const buyers = new Set(openOrders(desk).map(({ buyer }) => buyer))
  const ofBuyers = ({ payer: who, status, codeExpiresAt }: Payment) =>
    status === 'issued' && desk.now <= codeExpiresAt && buyers.has(who)
  const wanted = desk.random.chance(70) ? desk.random.any(desk.book.all(payments).filter(ofBuyers)) : undefined
  return wanted ?? payment(desk, 'issued')
}

const claim: Draw<'payment.claim'> = (desk) => {
  const { random } = desk
  const found = toBeClaimed(desk)
  if (found === undefined) return undefined
  const { shop, sale } = someSale(desk, found)
  const payer = desk.random.chance(97) ? found.payer : desk.someone()
  const facts = { payment: found.payment, payer, payerDevice: found.device, answerBy: shortDeadline(desk) }
  const isFar = homeOf(desk, shop) !== found.home
  const payerHome = random.chance(isFar ? 92 : 25) ? { payerHome: found.home } : {}
  const orderNumber = (random.chance(25) ? found.claim?.order : undefined) ?? someOrder(desk, shop)
  const body = { commitment: digest('a commitment'), orderNumber, ...sale, ...payerHome }
  return { device: desk.deviceOf(shop, 'merchant'), body, facts }
}

/** What the payer's device answers: exactly what was claimed, mostly. */
const answerTo = (desk: Desk, found: Payment) => {
  const { random } = desk
  if (found.claim === undefined) return undefined
  const { merchant, order, voucher, quantity, answerBy } = found.claim
  const settles = settlesOf(found.claim)
  const body = {
    payment: found.payment,
    merchant,
    orderNumber: order,
    voucher,
    quantity: `${quantity}`,
    answerBy: `${answerBy}`,
    ...(settles === undefined ? {} : { settles }),
  }
  const asked = desk.devicesOf(found.payer).find(({ id }) => id === found.device)
  const device = random.chance(94) ? asked : undefined
  const wrong = random.one([
    { quantity: `${quantity + 1n}` },
    { answerBy: `${answerBy + 1n}` },
    { orderNumber: 'ORDER-OTHER' },
    { merchant: 'tea-house' },
    { voucher: series.euro },
    { settles: { purchase: digest('another') } },
  ])
  const answered = random.chance(93) ? body : { ...body, ...wrong }
  return { device: device ?? desk.deviceOf(desk.mostly(found.payer), 'customer'), body: answered }
}

const approve: Draw<'payment.approve'> = (desk) => {
  const found = payment(desk, 'claimed')
  const answer = found === undefined ? undefined : answerTo(desk, found)
  if (answer === undefined) return undefined
  return desk.random.chance(45) ? { ...answer, body: { ...answer.body, prompted: false } } : answer
}

const decline: Draw<'payment.decline'> = (desk) => {
  const found = payment(desk, 'claimed')
  return found === undefined ? undefined : answerTo(desk, found)
}

const byShop = (desk: Desk, found: Payment) =>
  desk.deviceOf(desk.mostly(found.claim?.merchant ?? 'noodle-bar'), 'merchant')

const reverse: Draw<'payment.reverse'> = (desk) => {
  const found = payment(desk, 'claimed')
  return found === undefined ? undefined : { device: byShop(desk, found), body: { payment: desk.named(found.payment) } }
}

/** A payment whose time is over: often one whose order was claimed anew since, which its end must leave alone. */
const overdue = (desk: Desk): Payment | undefined => {
  const { random, book, now } = desk
  const all = book.all(payments)
  const isOver = ({ status, claim, codeExpiresAt }: Payment) =>
    (status === 'issued' && codeExpiresAt <= now) || (status === 'claimed' && (claim?.answerBy ?? 0n) <= now)
  const isAnew = ({ status, claim, payment: name }: Payment) =>
    status === 'claimed' && book.find(paymentOrders, claim?.merchant ?? '', claim?.order ?? '')?.payment !== name
  return (random.chance(60) ? random.any(all.filter(isAnew)) : undefined) ?? desk.record(all, isOver)
}

const expire: Draw<'payment.expire'> = (desk) => {
  const found = overdue(desk)
  if (found === undefined) return undefined
  return { device: desk.deviceOf(desk.someone(), 'customer'), body: { payment: desk.named(found.payment) } }
}

/** A payment to give back: often one whose payer is frozen or closed by now, to whom nothing may go. */
const refundable = (desk: Desk): Payment | undefined => {
  const isAway = ({ status, payer: owed }: Payment) =>
    status === 'captured' && desk.book.find(participants, owed)?.status !== 'active'
  const away = desk.random.chance(30) ? desk.random.any(desk.book.all(payments).filter(isAway)) : undefined
  return away ?? payment(desk, 'captured')
}

const refund: Draw<'payment.refund'> = (desk) => {
  const found = refundable(desk)
  if (found === undefined) return undefined
  const left = (found.claim?.quantity ?? 1n) - (found.claim?.refunded ?? 0n)
  const body = { payment: desk.named(found.payment), quantity: desk.quantity(left), reference: 'goods back' }
  return { device: byShop(desk, found), body }
}

const setPromptRule: Draw<'payment.set-prompt-rule'> = (desk) => {
  const { random } = desk
  const voucher = random.one([series.yuan, series.yuan, series.yuan, series.gold, series.silver])
  const maximum = random.one(['997', '997', '50000', '50000', '0'])
  return {
    device: desk.deviceOf(payer(desk), 'customer'),
    body: { voucher, maximum, perDay: random.one([1, 2, 2, 0, 100]) },
  }
}

/** How instructions about merchants, codes and payments are drawn. */
export const paymentDraws: { [K in keyof typeof paymentKinds]: Draw<K> } = {
  'merchant.register': registerMerchant,
  'merchant.close': closeMerchant,
  'payment-code.request': requestCode,
  'payment-code.cancel': cancelCode,
  'payment.claim': claim,
  'payment.approve': approve,
  'payment.decline': decline,
  'payment.expire': expire,
  'payment.reverse': reverse,
  'payment.refund': refund,
  'payment.set-prompt-rule': setPromptRule,
}
