import { type Certificate, certificates, instances } from '../../../chaincode/domains/certificates/tables.ts'
import {
  type Delivery,
  deliveries,
  type Recommendation,
  recommendations,
  rights,
} from '../../../chaincode/domains/recommendations/tables.ts'
import type { RecommendationTarget } from '../../../chaincode/domains/recommendations/target.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { againstGift, give, handOn } from './certificates.ts'
import { begin } from './interactions.ts'
import { offer } from './offered.ts'
import { openRecommendation } from './recommendations.ts'
import { type Asked, type Page, plain, reasons, refused } from './ruling.ts'
import { againstTarget, certificateOf, type Giving, giftOf } from './targets.ts'
import { againstAccount, againstReceiver } from './vouchers.ts'

/** What speaks against a target's reaching this receiver now. */
const againstGiving = (book: Book, target: RecommendationTarget, giving: Giving): RefusalCode[] => {
  const against = againstTarget(book, target, giving)
  const certificate = certificateOf(book, target)
  if (target.kind !== 'certificate' || certificate === undefined) return against
  return [...against, ...againstGift({ book, body: giving.gift, now: giving.now }, certificate)]
}

/** The target that is delivered next: the one that was answered for, or the first that can be had. */
export const nextOf = (
  book: Book,
  { targets, ...recommendation }: Recommendation,
  { participant, now, answered }: { participant: string; now: bigint; answered: string | undefined },
): RecommendationTarget | undefined => {
  const giving = { from: recommendation.recommender, gift: giftOf(recommendation, participant), now }
  const wanted = answered === undefined ? targets : targets.filter(({ target }) => target === answered)
  return wanted.find((one) => againstGiving(book, one, giving).length === 0)
}

const deliver: Page<'recommendation.deliver'> = (asked) => {
  const { book, body, from, now } = asked
  const found = openRecommendation(book, body.recommendation)
  if (!('recommendation' in found)) return found
  const { recommendation, against } = found
  const { recommendation: name, participant } = body
  const right = book.find(rights, name, participant)
  const next = nextOf(book, recommendation, { participant, now, answered: right?.target })
  const until = BigInt(body.until)
  const guards = reasons({
    not_a_party: recommendation.recommender !== from,
    not_in_time: right?.status !== 'in-time',
    delivered_already: book.find(deliveries, name, participant) !== undefined,
    deadline_in_past: now > until,
    not_the_next_target: next?.target !== body.target,
  })
  return plain([...against, ...guards, ...againstReceiver(book, participant)], () => {
    const { recommender, home: recommenderHome } = recommendation
    const home = book.find(participants, participant)?.home as string
    const sealed = body.sealedKey === undefined ? {} : { sealedKey: body.sealedKey }
    const status = next === undefined ? 'no-certificate' : 'delivered'
    const parties = { recommendation: name, participant, home, recommender, recommenderHome }
    book.put(deliveries, { ...parties, ...(next === undefined ? {} : { target: next }), ...sealed, until, status })
    const instance = next?.kind === 'certificate' ? book.find(instances, next.target) : undefined
    if (instance !== undefined) offer(book, instance, { of: 'recommendation', subject: name, to: participant, until })
    return { recommendation: name, participant, status, expiresAt: body.until }
  })
}

/** A delivery to the sender, with what speaks against saying anything to it. */
const delivered = ({ book, from, now }: Pick<Asked, 'book' | 'from' | 'now'>, name: string) => {
  const recommendation = book.find(recommendations, name)
  if (recommendation === undefined) return refused('unknown_recommendation', 'unknown_delivery')
  const delivery = book.find(deliveries, name, from)
  if (delivery === undefined) return refused('unknown_delivery')
  const against = reasons({
    delivery_state_forbids: delivery.status !== 'delivered',
    deadline_passed: now > delivery.until,
  })
  return { recommendation, delivery, against }
}

type Taken = Pick<Asked, 'book' | 'from' | 'id' | 'now'> & { recommendation: Recommendation; delivery: Delivery }

/** What somebody gets for a delivered target; nothing on the ledger but for a certificate. */
const taken = ({ book, from, id, now, recommendation, delivery }: Taken) => {
  const target = delivery.target as RecommendationTarget
  if (target === undefined || target.kind !== 'certificate') return { against: [], carryOut: () => undefined }
  const sealed = delivery.sealedKey === undefined ? {} : { sealedKey: delivery.sealedKey }
  const gift = { ...giftOf(recommendation, from), ...sealed }
  const instance = book.find(instances, target.target)
  const certificate = certificateOf(book, target) as Certificate
  const giving = { from: recommendation.recommender, gift, now }
  const against = againstGiving(book, target, giving).filter((code) => code !== 'instance_offered')
  const carryOut = () => {
    if (instance !== undefined) return handOn({ book, body: gift, id }, { instance, certificate })
    if (certificate.exclusive) book.put(certificates, { ...certificate, given: id })
    return give({ book, body: gift, id }, certificate)
  }
  return { against, carryOut: () => ({ provider: certificate.provider, ...carryOut() }) }
}

const accept: Page<'recommendation.accept'> = (asked) => {
  const { book, body, from, id } = asked
  const found = delivered(asked, body.recommendation)
  if (!('delivery' in found)) return found
  const { recommendation, delivery, against } = found
  const getting = taken({ ...asked, recommendation, delivery })
  const giver = againstAccount(book, recommendation.recommender)
  return plain([...against, ...getting.against, ...giver], () => {
    book.put(deliveries, { ...delivery, status: 'accepted' })
    const got = getting.carryOut()
    const { recommendation: subject, recommender } = recommendation
    const of = { of: 'recommendation', subject, giver: recommender, receiver: from } as const
    begin(asked, got === undefined ? of : { ...of, instance: id, provider: got.provider })
    const told = got === undefined ? {} : { certificate: got.certificate, instance: id }
    return { recommendation: subject, status: 'accepted', interaction: id, ...told }
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
