import { certificates, instances } from '../../../chaincode/domains/certificates/tables.ts'
import { instanceForms } from '../../../chaincode/domains/certificates/terms.ts'
import type { Shared } from '../../../chaincode/domains/recommendations/shared.ts'
import {
  type Delivery,
  deliveries,
  type Recommendation,
  type Right,
  recommendationMatches,
  recommendationRequests,
  recommendations,
  rights,
} from '../../../chaincode/domains/recommendations/tables.ts'
import type { RecommendationTarget } from '../../../chaincode/domains/recommendations/target.ts'
import type { ResponseWindow } from '../../../chaincode/domains/recommendations/window.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { nextOf } from '../book/deliveries.ts'
import { customers, services, shops } from '../cast.ts'
import { isLive, uses } from './certificates.ts'
import { ownInstance } from './demand-answers.ts'
import { someMatcher, someValue } from './demands.ts'
import type { Desk, Draw } from './desk.ts'

const zone = 'Asia/Shanghai'

/** A moment about now, and now and then far ahead of it. */
const near = ({ random, now }: Desk): bigint =>
  now +
  random.weighted([
    [0n, 10],
    [-1n, 6],
    [BigInt(random.below(60_000)), 35],
    [3_600_000n, 90],
    [366n * 86_400_000n, 3],
    [366n * 86_400_000n + 1n, 3],
  ])

const windowOf = (desk: Desk): ResponseWindow => {
  const { random } = desk
  const [one, other] = [near(desk), near(desk)]
  const [first, until] = one < other ? [one, other] : [other, one]
  const from = random.chance(50) && until >= desk.now ? desk.now : first
  return random.one<ResponseWindow>([
    { form: 'moment', at: `${one}`, zone },
    { form: 'interval', from: `${from}`, until: `${until}`, zone },
    { form: 'duration', milliseconds: `${random.one([5_000n, 30_000n, 3_600_000n, 3_600_000n])}` },
  ])
}

/** Something to deliver: mostly a certificate of one's own, or something of somebody else's that one has. */
const someTarget = (desk: Desk, recommender: string): RecommendationTarget => {
  const { random, book } = desk
  const kind = random.weighted<RecommendationTarget['kind']>([
    ['certificate', 79],
    ['link', 7],
    ['goods', 7],
    ['numbers', 7],
  ])
  const own = book
    .all(certificates)
    .filter(({ certificate, provider }) => provider === recommender && isLive(desk, certificate))
  const certificate = (random.any(own) ?? random.any(book.all(certificates)))?.certificate ?? digest('none')
  if (kind === 'goods' || kind === 'numbers') return { kind, target: digest(desk.name('content')) }
  if (kind === 'link') return { kind, target: certificate, certificate }
  const instance = random.chance(own.length > 0 ? 25 : 92)
    ? ownInstance(desk, recommender, random.chance(70))
    : undefined
  if (instance === undefined) return { kind, target: certificate }
  return { kind, target: instance.instance, certificate: random.chance(95) ? instance.certificate : certificate }
}

/** As what a certificate is given: mostly as what the first target can be given as. */
const someForm = (
  desk: Desk,
  [first]: readonly RecommendationTarget[],
): Pick<Body<'recommendation.open'>, 'form' | 'scope' | 'endsAt'> => {
  const { random, now, book } = desk
  const known = book.find(instances, first?.target ?? '')?.form
  const form = known !== undefined && random.chance(80) ? known : random.one(instanceForms)
  const isLicence = random.chance(96) ? form === 'licence' : random.chance(50)
  const terms = isLicence ? { scope: uses.slice(random.below(3)), endsAt: `${now + 3_600_000n}` } : {}
  return random.chance(5) ? terms : { form, ...terms }
}

/** A contact, a place, or both. */
const someShared = (desk: Desk): Shared => {
  const parts = desk.random.one([['contact'], ['place'], ['contact', 'place']] as const)
  const digests = Object.fromEntries(parts.map((part) => [part, digest(desk.name(part))]))
  return { ...digests, sealed: digest(desk.name('sealed')) }
}

const someConsent = (desk: Desk): { shared?: Shared } => (desk.random.chance(50) ? { shared: someShared(desk) } : {})

/** What a request tells of the recommender: mostly what it consented to, sealed anew. */
const someTold = (desk: Desk, may: Shared | undefined): { shared?: Shared } => {
  const { random } = desk
  if (random.chance(may === undefined ? 94 : 10)) return {}
  if (may === undefined || random.chance(6)) return { shared: someShared(desk) }
  return { shared: { ...may, sealed: digest(desk.name('sealed')) } }
}

/** A customer, mostly one who has something that can be used and need not be ordered with. */
const someHolder = ({ random, book }: Desk): string => {
  const having = customers.filter((one) =>
    book.all(instances).some(({ holder, status, form }) => holder === one && status === 'held' && form !== 'holding'),
  )
  return (random.chance(70) ? random.any(having) : undefined) ?? random.one(customers)
}

const open: Draw<'recommendation.open'> = (desk) => {
  const { random } = desk
  const strict = random.chance(50) ? { strict: true as const } : {}
  const recommender = random.chance(35) ? random.one(shops) : someHolder(desk)
  const matcher = someMatcher(desk)
  const targets = Array.from({ length: random.one([1, 1, 2, 3]) }, () => someTarget(desk, recommender))
  const windows = random.chance(95) ? [windowOf(desk)] : [windowOf(desk), windowOf(desk)].slice(random.below(2) * 2)
  const value = random.chance(40) ? someValue(desk, matcher, 'goods') : undefined
  const parameter = {
    parameter: 'size',
    type: random.chance(95) ? ('number' as const) : ('code' as const),
    value: random.one([2, 7]),
  }
  return {
    device: desk.deviceOf(random.chance(92) ? recommender : desk.someone(), 'customer'),
    body: {
      ...{ matcher, title: 'Something good', windows, ...strict, ...someForm(desk, targets) },
      ...(random.chance(97) ? { identifier: random.one(['CLOCK', 'CLOCK', 'CLOCK', 'LAMP']) } : {}),
      ...{ traits: value === undefined ? [] : [value], parameters: random.chance(60) ? [] : [parameter] },
      targets: random.chance(97) ? targets : [],
      ...someConsent(desk),
    },
  }
}

const someOpen = (desk: Desk, isWanted: (one: Recommendation) => boolean) =>
  desk.record(desk.book.all(recommendations), (one) => one.status === 'open' && isWanted(one))

const withdraw: Draw<'recommendation.withdraw'> = (desk) => {
  const found = someOpen(desk, () => true)
  if (found === undefined) return undefined
  const device = desk.deviceOf(desk.mostly(found.recommender), 'customer')
  return { device, body: { recommendation: desk.named(found.recommendation) } }
}

const byService = (desk: Desk, matcher: string) =>
  desk.deviceOf(desk.random.chance(96) ? matcher : desk.random.one(services), 'matcher')

const match: Draw<'recommendation.match'> = (desk) => {
  const { random, book } = desk
  const isNew = ({ recommendation }: Recommendation) => book.find(recommendationMatches, recommendation) === undefined
  const found = someOpen(desk, isNew)
  if (found === undefined) return undefined
  const { block, list, found: all } = desk.lists.of(found.recommendation)
  const who = all.map(({ holder }) => holder)
  const others = customers.filter((one) => !who.includes(one)).slice(0, random.below(3))
  const chosen = desk.areServicesHonest || random.chance(75) ? who : [...who, ...others]
  const body = { version: 1, block: desk.areServicesHonest ? block : `${1 + random.below(90)}`, list, chosen }
  const count = chosen.length + (random.chance(4) ? 1 : 0)
  return {
    device: byService(desk, found.matcher),
    body: { recommendation: desk.named(found.recommendation), ...body, found: count },
  }
}

const request: Draw<'recommendation.request'> = (desk) => {
  const { random, book } = desk
  const isOpen = (name: string) => book.find(recommendations, name)?.status === 'open'
  const found = desk.record(
    book.all(recommendationMatches),
    (one) => one.status === 'matched' && isOpen(one.recommendation),
  )
  if (found === undefined) return undefined
  const { recommendation, chosen, dropped } = found
  const isFree = (one: string) =>
    !dropped.includes(one) && book.find(recommendationRequests, recommendation, one) === undefined
  const free = random.chance(88) ? random.any(chosen.filter(isFree)) : undefined
  const participant = free ?? random.any(chosen) ?? desk.someone()
  return {
    device: byService(desk, found.matcher),
    body: {
      ...{ recommendation: desk.named(recommendation), participant: random.chance(96) ? participant : desk.someone() },
      ...someTold(desk, book.find(recommendations, recommendation)?.shared),
    },
  }
}

/** The very edges of what was asked for, where a receipt can still be proven to lie there. */
const receiptFor = (
  { random, now }: Desk,
  { window, startedAt }: { window: ResponseWindow; startedAt: bigint },
): bigint => {
  const edges: bigint[] = []
  if (window.form === 'moment') edges.push(BigInt(window.at))
  if (window.form === 'interval') edges.push(BigInt(window.from), BigInt(window.until))
  if (window.form === 'duration') edges.push(startedAt + BigInt(window.milliseconds))
  const wanted = random.one(edges) + random.one([-1n, 0n, 1n])
  const isProvable = wanted >= now - 30_000n && wanted <= now + 5_000n
  return isProvable && random.chance(80) ? wanted : now - BigInt(random.below(30_001))
}

/** A request to which nothing final was said yet, mostly. */
const someRequest = (desk: Desk) => {
  const { random, book } = desk
  const isOpen = (name: string) => book.find(recommendations, name)?.status === 'open'
  return desk.record(
    book.all(recommendationRequests),
    (one) =>
      isOpen(one.recommendation) &&
      (random.chance(10) || book.find(rights, one.recommendation, one.participant) === undefined),
  )
}

const answer: Draw<'recommendation.answer'> = (desk) => {
  const { random } = desk
  const found = someRequest(desk)
  if (found === undefined) return undefined
  const { recommendation, recommender, targets } = found
  const who = random.chance(94) ? found.participant : random.one([recommender, ...customers])
  const target = random.any(targets)
  const names = target !== undefined && random.chance(30) ? { target: desk.named(target) } : {}
  return {
    device: desk.deviceOf(who, 'customer'),
    body: { recommendation: desk.named(recommendation), ...names },
    facts: {},
    receivedAt: receiptFor(desk, found),
  }
}

const decline: Draw<'recommendation.decline'> = (desk) => {
  const found = someRequest(desk)
  if (found === undefined) return undefined
  const device = desk.deviceOf(desk.mostly(found.participant), 'customer')
  return { device, body: { recommendation: desk.named(found.recommendation) } }
}

const deliver: Draw<'recommendation.deliver'> = (desk) => {
  const { random, book } = desk
  const isWaiting = ({ status, recommendation, participant }: Right) =>
    status === 'in-time' && book.find(deliveries, recommendation, participant) === undefined
  const right = desk.record(book.all(rights), isWaiting)
  const found = book.find(recommendations, right?.recommendation ?? '')
  if (right === undefined || found === undefined) return undefined
  const { participant } = right
  const next = nextOf(book, found, { to: participant, now: desk.now, answered: right.target })?.target
  const target = random.chance(90) ? next : random.any([undefined, ...found.targets.map((one) => one.target)])
  return {
    device: desk.deviceOf(desk.mostly(found.recommender), 'customer'),
    body: {
      ...{ recommendation: desk.named(found.recommendation), participant: desk.mostly(participant) },
      ...(target === undefined ? {} : { target }),
      until: random.chance(50) ? `${desk.now + 3_600_000n}` : desk.deadline(),
    },
  }
}

const someDelivery = (desk: Desk) => {
  const isWaiting = ({ status, until }: Delivery) => status === 'delivered' && desk.now <= until
  return desk.record(desk.book.all(deliveries), isWaiting)
}

const byReceiver = (desk: Desk) => {
  const found = someDelivery(desk)
  if (found === undefined) return undefined
  const device = desk.deviceOf(desk.mostly(found.participant), 'customer')
  return { device, body: { recommendation: desk.named(found.recommendation) } }
}

/** How instructions about recommendations are drawn. */
export const recommendationDraws = {
  'recommendation.open': open,
  'recommendation.withdraw': withdraw,
  'recommendation.match': match,
  'recommendation.request': request,
  'recommendation.answer': answer,
  'recommendation.decline': decline,
  'recommendation.deliver': deliver,
  'recommendation.accept': byReceiver as Draw<'recommendation.accept'>,
  'recommendation.reject': byReceiver as Draw<'recommendation.reject'>,
}
