import { certificates, instances } from '../../../chaincode/domains/certificates/tables.ts'
import type { commerceKinds } from '../../../chaincode/domains/commerce/kinds.ts'
import { type Purchase, purchases, reviews } from '../../../chaincode/domains/commerce/tables.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { customers, priceOf, series } from '../cast.ts'
import type { Desk, Draft, Draw } from './desk.ts'

type Status = Purchase['status']

/** The one who orders, mostly with what it has of the certificate or by the link. */
const someBuyer = (desk: Desk, certificate: string): Pick<Body<'purchase.order'>, 'instance'> & { buyer: string } => {
  const held = desk.book.all(instances).filter((one) => one.certificate === certificate && one.status !== 'passed')
  const own = desk.random.chance(50) ? desk.random.any(held) : undefined
  if (own === undefined) return { buyer: desk.random.chance(85) ? desk.random.one(customers) : desk.someone() }
  return { buyer: desk.mostly(own.holder), instance: desk.named(own.instance) }
}

/** One of what an order may say wrongly; mostly nothing. */
const someFault = (desk: Desk): Partial<Body<'purchase.order'>> =>
  desk.random.chance(90)
    ? {}
    : desk.random.one([
        ...[{ provider: 'noodle-bar' }, { provider: desk.someone() }, { cash: series.euro }, { cash: 'NO-SUCH' }],
        ...[{ price: '1' }, { salt: digest('another salt') }],
      ])

const order: Draw<'purchase.order'> = (desk) => {
  const { random, now } = desk
  const isLive = (one: { status: string; expiresAt: bigint }) => one.status === 'active' && now <= one.expiresAt
  const found = desk.record(desk.book.all(certificates), isLive)
  if (found === undefined) return undefined
  const { buyer, instance } = someBuyer(desk, found.certificate)
  const mayPay = found.allows.includes('pay')
  const isPaid = random.chance(92) && found.allows.length === 1 ? mayPay : random.chance(60)
  const { provider, item, cash } = found
  const body = {
    ...{ certificate: desk.named(found.certificate), provider, cash, ...priceOf(item) },
    ...{ count: random.one([1, 1, 1, 2, 3, 7, 10_000]), pay: isPaid },
    ...(instance === undefined ? {} : { instance }),
    ...(random.chance(30) ? { address: digest('a sealed address') } : {}),
    ...(random.chance(30) ? { prompted: false as const } : {}),
    ...someFault(desk),
  }
  return { device: desk.deviceOf(buyer, 'customer'), body }
}

const inStates = (desk: Desk, states: readonly Status[]): Purchase | undefined =>
  desk.record(desk.book.all(purchases), ({ status }) => states.includes(status))

/** A step of a party's, drawn about a purchase in one of these states. */
const stepBy = (desk: Desk, by: 'buyer' | 'provider', states: readonly Status[]) => {
  const found = inStates(desk, states)
  if (found === undefined) return undefined
  const device = desk.deviceOf(desk.mostly(found[by]), by === 'buyer' ? 'customer' : 'merchant')
  return { found, device, purchase: desk.named(found.purchase) }
}

type Plain = 'cancel' | 'accept' | 'reject' | 'deliver'
const plainStep =
  <K extends `purchase.${Plain}`>(by: 'buyer' | 'provider', states: readonly Status[]) =>
  (desk: Desk): Draft<K> | undefined => {
    const step = stepBy(desk, by, states)
    return step === undefined ? undefined : { device: step.device, body: { purchase: step.purchase } as Body<K> }
  }

const pay: Draw<'purchase.pay'> = (desk) => {
  const step = stepBy(desk, 'buyer', ['ordered'])
  if (step === undefined) return undefined
  const { provider, cash } = step.found
  const wrong = desk.random.chance(90) ? {} : desk.random.one([{ provider: desk.someone() }, { cash: series.euro }])
  return { device: step.device, body: { purchase: step.purchase, provider, cash, ...wrong } }
}

const ship: Draw<'purchase.ship'> = (desk) => {
  const step = stepBy(desk, 'provider', ['accepted'])
  if (step === undefined) return undefined
  const shipment = desk.random.chance(50) ? { shipment: 'PARCEL-1' } : {}
  return { device: step.device, body: { purchase: step.purchase, ...shipment } }
}

const complete: Draw<'purchase.complete'> = (desk) => {
  const found = inStates(desk, ['shipped', 'delivered', 'delivered'])
  if (found === undefined) return undefined
  // Others may once the buyer was silent for too long, and often try before.
  const chanceOfOthers = found.status !== 'delivered' ? 0 : desk.now > found.actBy ? 60 : 30
  const who = desk.random.chance(chanceOfOthers) ? desk.someone() : desk.mostly(found.buyer)
  return { device: desk.deviceOf(who, 'customer'), body: { purchase: desk.named(found.purchase) } }
}

const expire: Draw<'purchase.expire'> = (desk) => {
  const states: readonly Status[] = ['ordered', 'paid', 'accepted', 'shipped', 'disputed']
  const isOver = ({ status, actBy }: Purchase) => states.includes(status) && actBy <= desk.now
  const found = desk.record(desk.book.all(purchases), isOver)
  if (found === undefined) return undefined
  return { device: desk.deviceOf(desk.someone(), 'customer'), body: { purchase: desk.named(found.purchase) } }
}

const evidenceOf = (desk: Desk) => ({ evidence: digest(desk.name('evidence')) })

const dispute: Draw<'purchase.dispute'> = (desk) => {
  const step = stepBy(desk, 'buyer', ['accepted', 'shipped', 'delivered'])
  return step === undefined
    ? undefined
    : { device: step.device, body: { purchase: step.purchase, ...evidenceOf(desk) } }
}

const addEvidence: Draw<'purchase.add-evidence'> = (desk) => {
  const step = stepBy(desk, desk.random.one(['buyer', 'provider'] as const), ['disputed'])
  return step === undefined
    ? undefined
    : { device: step.device, body: { purchase: step.purchase, ...evidenceOf(desk) } }
}

const decide: Draw<'purchase.decide'> = (desk) => {
  const found = inStates(desk, ['disputed'])
  if (found === undefined) return undefined
  const { random, cast } = desk
  const refund = random.one([0n, found.held, found.held, found.held / 2n, 1n, found.held + 1n])
  const device = random.chance(94) ? cast.first('auditor-desk') : desk.deviceOf(desk.someone(), 'customer')
  return { device, body: { purchase: desk.named(found.purchase), refund: `${refund}` } }
}

const refund: Draw<'purchase.refund'> = (desk) => {
  const step = stepBy(desk, 'provider', ['completed', 'completed', 'decided'])
  if (step === undefined) return undefined
  const left = step.found.captured - step.found.refunded
  return { device: step.device, body: { purchase: step.purchase, quantity: desk.quantity(left) } }
}

const review: Draw<'purchase.review'> = (desk) => {
  const isNew = ({ status, purchase }: Purchase) =>
    status === 'completed' && (desk.random.chance(20) || desk.book.find(reviews, purchase) === undefined)
  const found = desk.record(desk.book.all(purchases), isNew)
  if (found === undefined) return undefined
  const body = { purchase: desk.named(found.purchase), rating: 1 + desk.random.below(5), text: digest('a text') }
  return { device: desk.deviceOf(desk.mostly(found.buyer), 'customer'), body }
}

const setOneClick: Draw<'purchase.set-one-click'> = (desk) => {
  const { random } = desk
  const maximum = random.one(['97', '997', '50000', '50000', '0'])
  const body = { cash: series.yuan, maximum, perDay: random.one([1, 2, 2, 0, 100]) }
  return { device: desk.deviceOf(random.one(customers), 'customer'), body }
}

/** How instructions about purchases are drawn. */
export const purchaseDraws: { [K in keyof typeof commerceKinds]: Draw<K> } = {
  'purchase.order': order,
  'purchase.pay': pay,
  'purchase.cancel': plainStep('buyer', ['ordered', 'paid']),
  'purchase.accept': plainStep('provider', ['ordered', 'paid', 'paid']),
  'purchase.reject': plainStep('provider', ['ordered', 'paid', 'accepted']),
  'purchase.ship': ship,
  'purchase.deliver': plainStep('provider', ['shipped']),
  'purchase.complete': complete,
  'purchase.expire': expire,
  'purchase.dispute': dispute,
  'purchase.add-evidence': addEvidence,
  'purchase.decide': decide,
  'purchase.refund': refund,
  'purchase.review': review,
  'purchase.set-one-click': setOneClick,
}
