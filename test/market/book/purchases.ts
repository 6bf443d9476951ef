import {
  type Certificate,
  certificates,
  type Instance,
  instances,
  publications,
  titles,
} from '../../../chaincode/domains/certificates/tables.ts'
import { oneClickRules, type Purchase, purchases, reviews } from '../../../chaincode/domains/commerce/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { Effects } from '../../../chaincode/outcome.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import type { Amount, Book } from './book.ts'
import { againstEnd } from './certificates.ts'
import { isOffered } from './offered.ts'
import { oneDay } from './paying.ts'
import { type Asked, type Page, plain, type Ruling, reasons, refused, taking } from './ruling.ts'
import { againstAccount, againstReceiver, againstUse, cap } from './vouchers.ts'

type Order = Asked<'purchase.order'>

const after = (now: bigint, seconds: number): bigint => now + BigInt(seconds * 1_000)

const againstVoucher = (book: Book, code: string): RefusalCode[] => {
  const voucher = book.find(vouchers, code)
  return voucher === undefined ? ['unknown_voucher'] : againstUse(voucher, 'transfer')
}

/** What speaks against ordering with what the buyer has, or by the link where it names nothing of its own. */
const againstInstance = ({ book, body, from, now }: Order, { given }: Certificate): RefusalCode[] => {
  if (body.instance === undefined) return reasons({ exclusive_given: given !== undefined })
  const instance = book.find(instances, body.instance)
  if (instance === undefined) return ['unknown_instance']
  return reasons({
    not_a_party: instance.holder !== from,
    instance_state_forbids: instance.status !== 'held',
    instance_offered: instance.status === 'held' && isOffered(book, instance, now),
    unknown_instance: instance.certificate !== body.certificate,
    form_forbids: instance.form === 'data',
    licence_ended: instance.endsAt !== undefined && now > instance.endsAt,
    use_not_licensed: instance.scope !== undefined && !instance.scope.includes('order'),
  })
}

/** What the buyer's own rule leaves for today, as that of payments (S1-042). */
const withoutPrompt = ({ book, body, from, now }: Order, amount: bigint) => {
  const rule = book.find(oneClickRules, from, body.cash)
  const today = now / oneDay
  const used = rule?.day === today ? rule.used : 0
  const isCovered = rule !== undefined && amount <= rule.maximum && used < rule.perDay
  const count = () => {
    if (rule !== undefined) book.put(oneClickRules, { ...rule, day: today, used: used + 1 })
  }
  return { isCovered, count }
}

/** Writes down that an order used the buyer's instance up, with all that hung on it; by a link, the one that the order names. */
const useUp = ({ book, body, from, sender, id }: Order, ordered: Certificate) => {
  const { certificate, provider, home: providerHome } = ordered
  if (body.instance === undefined && ordered.exclusive) book.put(certificates, { ...ordered, given: id })
  const parties = { certificate, provider, providerHome, holder: from, holderHome: sender.home }
  const byLink = { ...parties, instance: id, form: 'holding', transferable: false, passes: 1 } as const
  const before: Omit<Instance, 'status'> =
    body.instance === undefined ? byLink : (book.find(instances, body.instance) as Instance)
  book.put(instances, { ...before, status: 'consumed' })
  const { instance, form } = before
  const title = { certificate, holder: from, providerHome, holderHome: sender.home, instance }
  if (form === 'ownership') book.put(titles, { ...title, status: 'passed' })
  const publication = book.find(publications, instance)
  if (publication?.status === 'open') book.put(publications, { ...publication, status: 'withdrawn' })
}

const againstTerms = ({ book, body, from }: Order, { provider, cash, item, terms, allows }: Certificate) => {
  const told = { provider: body.provider, item, cash: body.cash, price: body.price, salt: body.salt }
  return [
    ...reasons({
      not_the_provider: provider !== body.provider,
      not_the_voucher: cash !== body.cash,
      price_terms_differ: digest(canonical(told)) !== terms,
      certificate_forbids: !allows.includes(body.pay ? 'pay' : 'order'),
      buyer_is_provider: body.provider === from,
    }),
    ...againstReceiver(book, body.provider),
    ...againstVoucher(book, body.cash),
  ]
}

/** The row of a new purchase, but for its metal. */
const newPurchase = (
  { body, from, sender, id, now }: Order,
  { item, periods, home: providerHome }: Certificate,
  money: Pick<Purchase, 'price' | 'amount' | 'held'>,
): Purchase => ({
  ...{ purchase: id, certificate: body.certificate, instance: body.instance ?? id, provider: body.provider },
  ...{ providerHome, buyer: from, buyerHome: sender.home, home: sender.home, item, cash: body.cash, count: body.count },
  ...{ ...money, captured: 0n, refunded: 0n, periods, actBy: after(now, periods.accept) },
  ...(body.address === undefined ? {} : { address: body.address }),
  status: body.pay ? 'paid' : 'ordered',
})

const metalFor = ({ metal }: Certificate, quantity: bigint): Pick<Purchase, 'metal'> =>
  metal === undefined ? {} : { metal: { voucher: metal.voucher, quantity, reserved: 0n } }

const order: Page<'purchase.order'> = (asked) => {
  const { book, body, from, id, now } = asked
  const certificate = book.find(certificates, body.certificate)
  if (certificate === undefined) return refused('unknown_certificate')
  const [count, price] = [BigInt(body.count), BigInt(body.price)]
  const amount = price * count
  const metal = (certificate.metal?.quantity ?? 0n) * count
  const rule = withoutPrompt(asked, amount)
  const guards = [
    ...againstTerms(asked, certificate),
    ...againstEnd(book, certificate, now),
    ...againstInstance(asked, certificate),
    ...reasons({
      amount_over_cap: amount >= cap || metal >= cap,
      prompt_needed: body.prompted === false && !rule.isCovered,
    }),
  ]
  const held = { participant: from, voucher: body.cash, quantity: body.pay ? amount : 0n }
  return taking(asked, { guards, takes: [held] }, () => {
    useUp(asked, certificate)
    if (body.prompted === false) rule.count()
    if (body.pay) book.shift(held, 'available', 'reserved')
    const { provider, cash } = body
    const opened = newPurchase(asked, certificate, { price, amount, held: held.quantity })
    book.put(purchases, { ...opened, ...metalFor(certificate, metal) })
    const { instance, status } = opened
    return { purchase: id, certificate: body.certificate, instance, provider, status, cash, amount: `${amount}` }
  })
}

type OfPurchase = Asked & { body: { purchase: string } }

/** A purchase that is there, with what speaks against a step by this party in other states than these. */
const stepOf = (asked: OfPurchase, by: 'buyer' | 'provider' | 'anybody', states: readonly Purchase['status'][]) => {
  const { book, body, from } = asked
  const purchase = book.find(purchases, body.purchase)
  if (purchase === undefined) return refused('unknown_purchase')
  const against = reasons({
    not_a_party: by !== 'anybody' && purchase[by] !== from,
    purchase_state_forbids: !states.includes(purchase.status),
  })
  return { purchase, against }
}

const pay: Page<'purchase.pay'> = (asked) => {
  const { book, body, from, now } = asked
  const found = stepOf(asked as OfPurchase, 'buyer', ['ordered'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  const { cash, amount, provider, periods } = purchase
  const { allows } = book.find(certificates, purchase.certificate) as Certificate
  const guards = [
    ...against,
    ...reasons({
      not_the_provider: provider !== body.provider,
      not_the_voucher: cash !== body.cash,
      certificate_forbids: !allows.includes('pay'),
      deadline_passed: now > purchase.actBy,
    }),
    ...againstReceiver(book, provider),
    ...againstVoucher(book, cash),
  ]
  const held = { participant: from, voucher: cash, quantity: amount }
  return taking(asked, { guards, takes: [held] }, () => {
    book.shift(held, 'available', 'reserved')
    book.put(purchases, { ...purchase, status: 'paid', held: amount, actBy: after(now, periods.accept) })
    return { purchase: purchase.purchase, status: 'paid', cash, amount: `${amount}` }
  })
}

const cashOf = ({ buyer, cash, held }: Purchase): Amount => ({ participant: buyer, voucher: cash, quantity: held })
const metalOf = ({ provider, metal }: Purchase): Amount | undefined =>
  metal === undefined || metal.reserved === 0n
    ? undefined
    : { participant: provider, voucher: metal.voucher, quantity: metal.reserved }

/** Writes down a purchase for which nothing waits any more. */
const close = (book: Book, purchase: Purchase, status: Purchase['status'], captured: bigint): void => {
  const { metal } = purchase
  const empty = metal === undefined ? {} : { metal: { ...metal, reserved: 0n } }
  book.put(purchases, { ...purchase, ...empty, status, held: 0n, captured: purchase.captured + captured })
}

const freedTold = ({ cash }: Purchase, freed: bigint): Effects =>
  freed === 0n ? {} : { freed: `${freed}`, reservedVoucher: cash }

/** Both sides have their own again. */
const giveUp = (book: Book, purchase: Purchase, status: Purchase['status']): Effects => {
  const [cash, metal] = [cashOf(purchase), metalOf(purchase)]
  if (cash.quantity > 0n) book.shift(cash, 'reserved', 'available')
  if (metal !== undefined) book.shift(metal, 'reserved', 'available')
  close(book, purchase, status, 0n)
  return { purchase: purchase.purchase, status, ...freedTold(purchase, purchase.held) }
}

/** The part of a code's fee that is due for so much of the price; nothing where no code paid. */
const dueOf = ({ fee, amount }: Purchase, captured: bigint): bigint =>
  fee === undefined ? 0n : (fee.quantity * captured) / amount

/** Money goes one way and metal the other; what of the money is not captured is the buyer's again. */
const sell = (book: Book, purchase: Purchase, status: Purchase['status'], captured: bigint): Effects => {
  const { buyer, provider, held } = purchase
  const [cash, metal] = [{ ...cashOf(purchase), quantity: captured }, metalOf(purchase)]
  const due = dueOf(purchase, captured)
  if (captured > 0n) {
    book.take(cash, 'reserved')
    book.give({ ...cash, participant: provider, quantity: captured - due })
  }
  if (due > 0n) book.give({ ...cash, participant: purchase.fee?.bank ?? '', quantity: due })
  if (held > captured) book.shift({ ...cash, quantity: held - captured }, 'reserved', 'available')
  if (metal !== undefined) {
    book.take(metal, 'reserved')
    book.give({ ...metal, participant: buyer })
  }
  close(book, purchase, status, captured)
  return {
    ...{ purchase: purchase.purchase, status, buyer, provider, cash: cash.voucher, amount: `${captured}` },
    ...freedTold(purchase, held - captured),
    ...(due === 0n ? {} : { bank: purchase.fee?.bank ?? '', fee: `${due}` }),
    ...(metal === undefined ? {} : { voucher: metal.voucher, quantity: `${metal.quantity}` }),
  }
}

/** Nothing goes from or to somebody who is frozen or closed. */
const againstSale = (book: Book, purchase: Purchase, captured: bigint): RefusalCode[] => [
  ...(dueOf(purchase, captured) === 0n ? [] : againstReceiver(book, purchase.fee?.bank ?? '')),
  ...(purchase.held === 0n
    ? []
    : [...againstAccount(book, purchase.buyer), ...againstReceiver(book, purchase.provider)]),
  ...(metalOf(purchase) === undefined
    ? []
    : [...againstAccount(book, purchase.provider), ...againstReceiver(book, purchase.buyer)]),
]

const cancel: Page<'purchase.cancel'> = (asked) => {
  const found = stepOf(asked as OfPurchase, 'buyer', ['ordered', 'paid'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  return plain(against, () => giveUp(asked.book, purchase, purchase.held > 0n ? 'refunded' : 'cancelled'))
}

const accept: Page<'purchase.accept'> = (asked) => {
  const { book, from, now } = asked
  const found = stepOf(asked as OfPurchase, 'provider', ['ordered', 'paid'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  const { allows } = book.find(certificates, purchase.certificate) as Certificate
  const { metal, periods } = purchase
  const guards = [
    ...against,
    ...reasons({
      deadline_passed: now > purchase.actBy,
      purchase_not_paid: purchase.held === 0n && allows.includes('pay'),
    }),
    ...(metal === undefined ? [] : againstVoucher(book, metal.voucher)),
  ]
  const takes = metal === undefined ? [] : [{ participant: from, voucher: metal.voucher, quantity: metal.quantity }]
  return taking(asked, { guards, takes }, () => {
    for (const one of takes) book.shift(one, 'available', 'reserved')
    const reserved = metal === undefined ? {} : { metal: { ...metal, reserved: metal.quantity } }
    book.put(purchases, { ...purchase, ...reserved, status: 'accepted', actBy: after(now, periods.ship) })
    const told = metal === undefined ? {} : { reserved: `${metal.quantity}`, reservedVoucher: metal.voucher }
    return { purchase: purchase.purchase, status: 'accepted', ...told }
  })
}

const reject: Page<'purchase.reject'> = (asked) => {
  const found = stepOf(asked as OfPurchase, 'provider', ['ordered', 'paid', 'accepted'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  return plain(against, () => giveUp(asked.book, purchase, purchase.held > 0n ? 'refunded' : 'rejected'))
}

/** A step of the provider's that starts the next period. */
const goOn =
  (from: Purchase['status'], to: Purchase['status'], period: keyof Purchase['periods']) =>
  (asked: Asked): Ruling => {
    const { book, now } = asked
    const found = stepOf(asked as OfPurchase, 'provider', [from])
    if (!('purchase' in found)) return found
    const { purchase, against } = found
    const late = reasons({ deadline_passed: now > purchase.actBy })
    return plain([...against, ...late], () => {
      const { shipment } = asked.body as { shipment?: string }
      const actBy = after(now, purchase.periods[period])
      book.put(purchases, { ...purchase, status: to, actBy, ...(shipment === undefined ? {} : { shipment }) })
      return { purchase: purchase.purchase, status: to, actBy: `${actBy}` }
    })
  }

const complete: Page<'purchase.complete'> = (asked) => {
  const { book, from, now } = asked
  const found = stepOf(asked as OfPurchase, 'anybody', ['shipped', 'delivered'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  const isBuyer = purchase.buyer === from
  const guards = [
    ...against,
    ...reasons({
      not_a_party: !isBuyer && purchase.status !== 'delivered',
      deadline_not_passed: !isBuyer && now <= purchase.actBy,
    }),
    ...againstSale(book, purchase, purchase.held),
  ]
  return plain(guards, () => sell(book, purchase, 'completed', purchase.held))
}

const expire: Page<'purchase.expire'> = (asked) => {
  const { book, now } = asked
  const found = stepOf(asked as OfPurchase, 'anybody', ['ordered', 'paid', 'accepted', 'shipped', 'disputed'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  const guards = [...against, ...reasons({ deadline_not_passed: now <= purchase.actBy })]
  return plain(guards, () => giveUp(book, purchase, purchase.held > 0n ? 'refunded' : 'expired'))
}

const dispute: Page<'purchase.dispute'> = (asked) => {
  const { book, body, from, now } = asked
  const found = stepOf(asked as OfPurchase, 'buyer', ['accepted', 'shipped', 'delivered'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  return plain([...against, ...reasons({ nothing_held: purchase.held === 0n })], () => {
    const actBy = after(now, purchase.periods.decide)
    const evidence = [{ by: from, digest: body.evidence }]
    book.put(purchases, { ...purchase, status: 'disputed', actBy, evidence })
    return { purchase: purchase.purchase, status: 'disputed', actBy: `${actBy}` }
  })
}

const addEvidence: Page<'purchase.add-evidence'> = (asked) => {
  const { book, body, from, now } = asked
  const found = stepOf(asked as OfPurchase, 'anybody', ['disputed'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  const before = purchase.evidence ?? []
  const guards = reasons({
    not_a_party: purchase.buyer !== from && purchase.provider !== from,
    deadline_passed: now > purchase.actBy,
    too_much_evidence: before.filter(({ by }) => by === from).length === 8,
  })
  return plain([...against, ...guards], () => {
    book.put(purchases, { ...purchase, evidence: [...before, { by: from, digest: body.evidence }] })
    return { purchase: purchase.purchase, status: 'disputed' }
  })
}

const decide: Page<'purchase.decide'> = (asked) => {
  const { book, body, now } = asked
  const found = stepOf(asked as OfPurchase, 'anybody', ['disputed'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  const captured = purchase.held - BigInt(body.refund)
  const guards = [
    ...against,
    ...reasons({ deadline_passed: now > purchase.actBy, exceeds_refundable_quantity: captured < 0n }),
    ...(captured === 0n ? [] : againstSale(book, purchase, captured)),
  ]
  return plain(guards, () =>
    captured === 0n ? giveUp(book, purchase, 'decided') : sell(book, purchase, 'decided', captured),
  )
}

const refund: Page<'purchase.refund'> = (asked) => {
  const { book, body, from } = asked
  const found = stepOf(asked as OfPurchase, 'provider', ['completed', 'decided'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  const { buyer, cash: voucher, status, captured } = purchase
  const given = { participant: from, voucher, quantity: BigInt(body.quantity) }
  const refunded = purchase.refunded + given.quantity
  const guards = [
    ...against,
    ...reasons({ exceeds_refundable_quantity: refunded > captured }),
    ...againstReceiver(book, buyer),
  ]
  return taking(asked, { guards, takes: [given] }, () => {
    book.take(given)
    book.give({ ...given, participant: buyer })
    book.put(purchases, { ...purchase, refunded })
    return {
      ...{ purchase: purchase.purchase, status, buyer, voucher, quantity: body.quantity },
      ...{ refunded: `${refunded}`, left: `${captured - refunded}` },
    }
  })
}

const review: Page<'purchase.review'> = (asked) => {
  const { book, body } = asked
  const found = stepOf(asked as OfPurchase, 'buyer', ['completed'])
  if (!('purchase' in found)) return found
  const { purchase, against } = found
  const again = reasons({ already_reviewed: book.find(reviews, body.purchase) !== undefined })
  return plain([...against, ...again], () => {
    const { certificate, provider, buyer, home } = purchase
    const { rating, text } = body
    book.put(reviews, { purchase: body.purchase, certificate, provider, buyer, home, rating, text })
    return { purchase: body.purchase, certificate, provider, rating: `${rating}` }
  })
}

/** Setting a rule anew gives back nothing that was used today. */
const setOneClick: Page<'purchase.set-one-click'> = ({ book, body, from, sender, now }) =>
  plain([], () => {
    const { cash, maximum, perDay } = body
    const before = book.find(oneClickRules, from, cash)
    const day = now / oneDay
    const used = before?.day === day ? before.used : 0
    book.put(oneClickRules, { buyer: from, cash, home: sender.home, maximum: BigInt(maximum), perDay, day, used })
    return { voucher: cash, maximum, perDay: `${perDay}` }
  })

/** The pages about purchases. */
export const purchasePages = {
  'purchase.order': order,
  'purchase.pay': pay,
  'purchase.cancel': cancel,
  'purchase.accept': accept,
  'purchase.reject': reject,
  'purchase.ship': goOn('accepted', 'shipped', 'deliver'),
  'purchase.deliver': goOn('shipped', 'delivered', 'confirm'),
  'purchase.complete': complete,
  'purchase.expire': expire,
  'purchase.dispute': dispute,
  'purchase.add-evidence': addEvidence,
  'purchase.decide': decide,
  'purchase.refund': refund,
  'purchase.review': review,
  'purchase.set-one-click': setOneClick,
}
