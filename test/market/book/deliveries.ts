import {
  type Certificate,
  certificates,
  type Instance,
  instances,
} from '../../../chaincode/domains/certificates/tables.ts'
import {
  type Delivery,
  deliveries,
  type Recommendation,
  recommendations,
  rights,
} from '../../../chaincode/domains/recommendations/tables.ts'
import type { RecommendationTarget } from '../../../chaincode/domains/recommendations/target.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { againstEnd, againstGift, againstHolder, againstPass, type Given, give, handOn } from './certificates.ts'
import { begin } from './interactions.ts'
import { againstUntil, offer } from './offered.ts'
import { openRecommendation } from './recommendations.ts'
import { type Asked, type Page, plain, reasons, refused } from './ruling.ts'
import { canBeHad, certificateOf, giftOf } from './targets.ts'
import { againstAccount, againstReceiver } from './vouchers.ts'

/** The target that is delivered next: the one that was answered for, or the first that can be had. */
export const nextOf = (
  book: Book,
  recommendation: Recommendation,
  { to, now, answered }: { to: string; now: bigint; answered: string | undefined },
): RecommendationTarget | undefined => {
  const { targets, recommender: from } = recommendation
  const wanted = answered === undefined ? targets : targets.filter(({ target }) => target === answered)
  const gift = giftOf(recommendation, to)
  const mayHave = (one: RecommendationTarget) => {
    const certificate = one.kind === 'certificate' ? certificateOf(book, one) : undefined
    if (certificate === undefined || gift === undefined) return true
    return againstGift({ book, body: gift, now }, certificate).length === 0
  }
  return wanted.find((one) => canBeHad(book, one, { from, as: recommendation, now }) && mayHave(one))
}

type Delivering = {
  recommendation: Recommendation
  body: Body<'recommendation.deliver'>
  next?: RecommendationTarget | undefined
}

/** Writes down what was delivered, or that nothing can be had, and keeps for its receiver what a holder gives. */
const handOver = (book: Book, { recommendation, body, next }: Delivering) => {
  const { recommender, home: recommenderHome, recommendation: name } = recommendation
  const { participant } = body
  const until = BigInt(body.until)
  const home = book.find(participants, participant)?.home as string
  const sealed = body.sealedKey === undefined ? {} : { sealedKey: body.sealedKey }
  const status = next === undefined ? 'no-certificate' : 'delivered'
  const parties = { recommendation: name, participant, home, recommender, recommenderHome }
  book.put(deliveries, { ...parties, ...(next && { target: next }), ...sealed, until, status })
  const isHandedOn = next?.kind === 'certificate' && next.certificate !== undefined
  const instance = isHandedOn ? book.find(instances, next.target) : undefined
  if (instance !== undefined) offer(book, instance, { of: 'recommendation', subject: name, to: participant, until })
  return { recommendation: name, participant, status, expiresAt: body.until }
}

const deliver: Page<'recommendation.deliver'> = (asked) => {
  const { book, body, from, now } = asked
  const found = openRecommendation(book, body.recommendation)
  if (!('recommendation' in found)) return found
  const { recommendation, against } = found
  const { recommendation: name, participant } = body
  const right = book.find(rights, name, participant)
  const next = nextOf(book, recommendation, { to: participant, now, answered: right?.target })
  const until = BigInt(body.until)
  const guards = reasons({
    not_a_party: recommendation.recommender !== from,
    not_in_time: right?.status !== 'in-time',
    delivered_already: book.find(deliveries, name, participant) !== undefined,
    not_the_next_target: next?.target !== body.target,
  })
  return plain([...against, ...guards, ...againstUntil(until, now), ...againstReceiver(book, participant)], () =>
    handOver(book, { recommendation, body, next }),
  )
}

/** A delivery to the sender, with what speaks against saying anything to it. */
const delivered = ({ book, from }: Pick<Asked, 'book' | 'from'>, name: string) => {
  const delivery = book.find(deliveries, name, from)
  if (delivery === undefined) return refused('unknown_delivery')
  const recommendation = book.find(recommendations, name) as Recommendation
  return { recommendation, delivery, against: reasons({ delivery_state_forbids: delivery.status !== 'delivered' }) }
}

type Taken = Pick<Asked, 'book' | 'from' | 'id' | 'now'> & { recommendation: Recommendation; delivery: Delivery }

/** What somebody gets for a delivered target; nothing on the ledger but for a certificate. */
const taken = ({ book, from, id, now, recommendation, delivery }: Taken) => {
  const { target, sealedKey } = delivery
  if (target?.kind !== 'certificate') return { against: [], carryOut: () => undefined }
  const gift = { ...(giftOf(recommendation, from) as Given), ...(sealedKey && { sealedKey }) }
  const certificate = certificateOf(book, target) as Certificate
  const against = [...againstEnd(book, certificate, now), ...againstGift({ book, body: gift, now }, certificate)]
  if (target.certificate !== undefined) {
    const instance = book.find(instances, target.target) as Instance
    const passing = [...againstHolder(instance, recommendation.recommender), ...againstPass(instance, gift)]
    const carryOut = () => handOn({ book, body: gift, id }, { instance, certificate })
    return { certificate, against: [...against, ...passing], carryOut }
  }
  const isGiven = reasons({
    exclusive_given: certificate.given !== undefined,
    certificate_not_passable: gift.form === 'holding' && !certificate.passable,
  })
  const carryOut = () => {
    if (certificate.exclusive) book.put(certificates, { ...certificate, given: id })
    give({ book, body: gift, id }, certificate)
  }
  return { certificate, against: [...against, ...isGiven], carryOut }
}

const accept: Page<'recommendation.accept'> = (asked) => {
  const { book, body, from, id, now } = asked
  const found = delivered(asked, body.recommendation)
  if (!('delivery' in found)) return found
  const { recommendation, delivery, against } = found
  const getting = taken({ ...asked, recommendation, delivery })
  const late = reasons({ deadline_passed: now > delivery.until })
  const ofGiver = againstAccount(book, delivery.recommender)
  return plain([...against, ...late, ...ofGiver, ...getting.against], () => {
    book.put(deliveries, { ...delivery, status: 'accepted' })
    getting.carryOut()
    const { recommendation: subject, recommender } = recommendation
    const { certificate, provider } = getting.certificate ?? {}
    const got = certificate === undefined ? {} : { instance: id, certificate }
    const of = { of: 'recommendation', subject, giver: recommender, receiver: from, ...got } as const
    begin(asked, provider === undefined ? of : { ...of, provider })
    return { recommendation: subject, status: 'accepted', interaction: id, ...got }
  })
}

const reject: Page<'recommendation.reject'> = (asked) => {
  const { book, body } = asked
  const found = delivered(asked, body.recommendation)
  if (!('delivery' in found)) return found
  return plain(found.against, () => {
    book.put(deliveries, { ...found.delivery, status: 'rejected' })
    return { recommendation: body.recommendation, status: 'rejected' }
  })
}

/** The pages about what is delivered to who answered in time. */
export const deliveryPages = {
  'recommendation.deliver': deliver,
  'recommendation.accept': accept,
  'recommendation.reject': reject,
}
