import { certificates, instances, publications, titles } from '../../domains/certificates/tables.ts'
import {
  type Delivery,
  deliveries,
  type Recommendation,
  type Right,
  recommendations,
  rights,
} from '../../domains/recommendations/tables.ts'
import type { RecommendationTarget } from '../../domains/recommendations/target.ts'
import { accounts, pairs, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { handedOut } from '../certificates/granting.ts'
import { requireHeld } from '../certificates/instance-life.ts'
import { requireCertificate } from '../certificates/live-certificate.ts'
import { handedOn } from '../certificates/passing.ts'
import { requireNotPast } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { requireOpenUntil } from '../matching/answer.ts'
import { openInteraction, requireActiveGiver } from '../matching/interaction.ts'
import { pairOf } from '../reputation.ts'
import { requireActive } from '../require.ts'
import { type Decision, type Request, type Rule, type View, type Write, write } from '../rule.ts'
import { requireNotWithdrawn, requireOwnRecommendation, requireRecommendation } from './recommendation.ts'
import {
  canBeHad,
  type DeliveredAs,
  givenAs,
  isInstance,
  keysOfTargets,
  rowsOfTargets,
  titlesOfTargets,
} from './target.ts'

/** The life of a delivery: its receiver accepts or rejects it. It is over by its time without a step; that nothing was left is final. */
export const deliveryLifecycle: Lifecycle<Delivery['status'], 'accept' | 'reject'> = {
  delivered: { accept: 'accepted', reject: 'rejected' },
  'no-certificate': {},
  accepted: {},
  rejected: {},
}

const asOf = ({ form, scope, endsAt }: Recommendation): DeliveredAs => ({
  ...{ form, scope, endsAt: endsAt?.toString() },
})

/** The right of who answered in time; refuses `not_in_time` (S3-043, S3-070). */
const requireRight = (view: View, { recommendation, participant }: Body<'recommendation.deliver'>): Right => {
  const right = view.find(rights, recommendation, participant)
  if (right?.status !== 'in-time') throw new Refusal('not_in_time', { recommendation, participant })
  return right
}

type Delivering = Pick<Request<'recommendation.deliver'>, 'body' | 'sender' | 'view' | 'facts'>

/** What is delivered now: the first that can be had, or the one that was answered for; refuses `not_the_next_target` for any other word (S3-044). */
const requireNext = (
  { body, sender, view, facts }: Delivering,
  { recommendation, right }: { recommendation: Recommendation; right: Right },
): RecommendationTarget | undefined => {
  const following = recommendation.targets.find(
    (one) =>
      (right.target === undefined || right.target === one.target) &&
      canBeHad({ view, facts, sender }, one, { ...asOf(recommendation), to: body.participant }),
  )
  if (following?.target === body.target) return following
  throw new Refusal('not_the_next_target', { recommendation: body.recommendation })
}

/** What is kept for its receiver until it can be accepted no more. */
const keptFor = (view: View, delivery: Delivery): Write[] => {
  const { target, recommendation: subject, participant: to, until } = delivery
  const from = target === undefined || !isInstance(target) ? undefined : view.find(instances, target.target)
  return from === undefined
    ? []
    : [write(instances, { ...from, offered: { of: 'recommendation', subject, to, until } })]
}

/**
 * The recommender delivers to who answered in time, once, or says that nothing can be had any more (S3-042 to S3-044). Refuses
 * `unknown_recommendation`, `not_a_party`, `recommendation_closed`, `not_in_time`, `delivered_already`, `unknown_participant`,
 * `receiver_not_active`, `until_too_far`, `deadline_in_past`, `not_the_next_target`.
 */
export const deliverRecommended: Rule<'recommendation.deliver'> = {
  reads: ({ body }) => [
    ...[recommendations.key(body.recommendation), rights.key(body.recommendation, body.participant)],
    ...[deliveries.key(body.recommendation, body.participant), participants.key(body.participant)],
  ],
  readsThen: ({ body }, view) => {
    const targets = view.find(recommendations, body.recommendation)?.targets ?? []
    return [...rowsOfTargets(targets), ...titlesOfTargets(targets, body.participant), ...keysOfTargets(view, targets)]
  },
  home: ({ body }, view) => view.find(recommendations, body.recommendation)?.home,
  organisations: ({ body }, view) => [
    view.find(participants, body.participant)?.home,
    body.target === undefined ? undefined : view.find(instances, body.target)?.providerHome,
  ],
  decide: ({ body, sender, view, facts }) => {
    const recommendation = requireOwnRecommendation(view, body.recommendation, sender.participant)
    requireNotWithdrawn(recommendation)
    const right = requireRight(view, body)
    const { participant } = body
    if (view.find(deliveries, body.recommendation, participant) !== undefined)
      throw new Refusal('delivered_already', { recommendation: body.recommendation, participant })
    const receiver = requireActive(view, participant)
    const until = requireOpenUntil(body.until, facts)
    const target = requireNext({ body, sender, view, facts }, { recommendation, right })
    const delivery: Delivery = {
      ...{ recommendation: body.recommendation, participant, home: receiver.home },
      ...{ recommender: sender.participant, recommenderHome: sender.home, until },
      ...(target === undefined ? { status: 'no-certificate' } : { target, status: 'delivered' }),
      ...(body.sealedKey === undefined ? {} : { sealedKey: body.sealedKey }),
    }
    return {
      effects: {
        ...{ recommendation: body.recommendation, participant },
        ...{ expiresAt: body.until, status: delivery.status },
      },
      writes: [write(deliveries, delivery), ...keptFor(view, delivery)],
    }
  },
}

interface Receiving {
  from: string
  body: { recommendation: string }
}

/** The delivery after its receiver's word; refuses `unknown_delivery`, `delivery_state_forbids`. */
const received = (view: View, { from, body }: Receiving, event: 'accept' | 'reject'): Delivery => {
  const delivery = view.find(deliveries, body.recommendation, from)
  if (delivery === undefined) throw new Refusal('unknown_delivery', { recommendation: body.recommendation })
  const status = next(deliveryLifecycle, delivery.status, event)
  if (status !== undefined) return { ...delivery, status }
  throw new Refusal('delivery_state_forbids', { recommendation: body.recommendation, status: delivery.status })
}

const steps = {
  reads: ({ from, body }: Receiving) => [
    ...[recommendations.key(body.recommendation), deliveries.key(body.recommendation, from)],
  ],
  home: ({ from }: Receiving, view: View) => view.find(accounts, from)?.home,
}

type Accepting = Pick<Request<'recommendation.accept'>, 'id' | 'sender' | 'view' | 'facts'>

/** What the receiver gets of a certificate: its instance, handed out by the provider or on by a holder; nothing of what is data alone. */
const gotBy = (
  { id, sender, view, facts }: Accepting,
  { target, sealedKey, recommender }: Delivery,
  as: DeliveredAs,
) => {
  if (target === undefined || target.kind !== 'certificate') return undefined
  const key = sealedKey === undefined ? {} : { sealedKey }
  const given = { ...givenAs(as, target.target), to: sender.participant, ...key }
  return isInstance(target)
    ? handedOn(view, facts, { from: requireHeld(view, target.target, { participant: recommender }), given, id })
    : handedOut(view, facts, { certificate: requireCertificate(view, target.target), given, id })
}

const keysOfDelivery = (view: View, { from, body }: Receiving): string[] => {
  const { target, recommender = '' } = view.find(deliveries, body.recommendation, from) ?? {}
  if (target === undefined) return []
  const certificate = target.certificate ?? target.target
  return [
    ...[...rowsOfTargets([target]), ...keysOfTargets(view, [target])],
    ...[publications.key(target.target), participants.key(from), participants.key(recommender)],
    pairs.key(...pairOf(from, recommender)),
    ...[titles.key(certificate, from), titles.key(certificate, recommender)],
  ]
}

/**
 * The receiver accepts what was delivered, and only then has it (S3-046); an interaction opens by it. Refuses `unknown_delivery`,
 * `delivery_state_forbids`, `participant_state_forbids` while the recommender is frozen, `deadline_passed`, and what stands in the way of
 * handing it out or on.
 */
export const acceptDelivery: Rule<'recommendation.accept'> = {
  ...steps,
  readsThen: ({ from, body }, view) => keysOfDelivery(view, { from, body }),
  organisations: ({ from, body }, view) => {
    const delivery = view.find(deliveries, body.recommendation, from)
    const target = delivery?.target
    const provided = target === undefined ? undefined : view.find(instances, target.target)?.providerHome
    const issued = target === undefined ? undefined : view.find(certificates, target.target)?.home
    return [delivery?.recommenderHome, provided, issued]
  },
  decide: ({ body, id, sender, view, facts }): Decision => {
    const { participant, home } = sender
    const delivery = received(view, { from: participant, body }, 'accept')
    requireActiveGiver(view, delivery.recommender)
    requireNotPast(delivery.until, facts)
    const as = asOf(requireRecommendation(view, body.recommendation))
    const got = gotBy({ id, sender, view, facts }, delivery, as)
    const giver = { participant: delivery.recommender, home: delivery.recommenderHome }
    const receiver = { participant, home }
    const opened = openInteraction(view, facts, {
      ...{ id, of: 'recommendation', subject: body.recommendation, giver, receiver, got: got?.instance },
    })
    const named = got === undefined ? {} : { instance: id, certificate: got.instance.certificate }
    return {
      effects: { recommendation: body.recommendation, interaction: id, status: delivery.status, ...named },
      writes: [write(deliveries, delivery), ...(got?.writes ?? []), ...opened.writes],
      marks: opened.marks,
    }
  },
}

/** The receiver rejects what was delivered: its functions stay closed, and what was kept is free again (S3-047). Refuses `unknown_delivery`, `delivery_state_forbids`. */
export const rejectDelivery: Rule<'recommendation.reject'> = {
  ...steps,
  organisations: ({ from, body }, view) => [view.find(deliveries, body.recommendation, from)?.recommenderHome],
  decide: ({ body, sender, view }) => {
    const delivery = received(view, { from: sender.participant, body }, 'reject')
    return {
      effects: { recommendation: body.recommendation, status: delivery.status },
      writes: [write(deliveries, delivery)],
    }
  },
}
