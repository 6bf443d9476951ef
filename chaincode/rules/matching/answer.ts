import {
  certificates,
  type Instance,
  instances,
  providers,
  publications,
  titles,
} from '../../domains/certificates/tables.ts'
import {
  type Demand,
  type DemandAnswer,
  demandAnswers,
  demands,
  type MatchRequest,
  requests,
} from '../../domains/matching/tables.ts'
import { accounts, pairs, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { type Given, termsOf } from '../certificates/giving.ts'
import { keysOfInstance, requireHeld } from '../certificates/instance-life.ts'
import { requireCertificate, requireLive } from '../certificates/live-certificate.ts'
import { requireNotOffered } from '../certificates/offered.ts'
import { handedOn, keeps, requireMayPass } from '../certificates/passing.ts'
import { requireAhead, requireNotPast } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { pairOf } from '../reputation.ts'
import { type Decision, type Facts, type Rule, type View, type Write, write } from '../rule.ts'
import { demandAfter, requireDemand, requireOpenDemand, requireOwnDemand } from './demand.ts'
import { openInteraction } from './interaction.ts'

/** How long an offer or a delivery may stay open, in milliseconds: 30 days. */
export const openMillisecondsMaximum = 30n * 86_400_000n

/** Until when an offer or a delivery stays open; refuses `deadline_in_past` and `until_too_far`. */
export const requireOpenUntil = (until: string, facts: Facts): bigint => {
  const latest = facts.now + openMillisecondsMaximum
  const moment = requireAhead(until, facts)
  if (moment > latest) throw new Refusal('until_too_far', { latest: latest.toString() })
  return moment
}

/** The life of an answer: an offer is accepted or rejected by the requester; a decline is final. An offer is over by its time without a step. */
export const answerLifecycle: Lifecycle<DemandAnswer['status'], 'accept' | 'reject'> = {
  declined: {},
  offered: { accept: 'accepted', reject: 'rejected' },
  accepted: {},
  rejected: {},
}

const requireAsked = (view: View, demand: string, holder: string): MatchRequest => {
  const request = view.find(requests, demand, holder)
  if (request === undefined) throw new Refusal('not_asked', { demand })
  return request
}

/** The open demand that the sender was asked and has not answered; refuses `not_asked`, `answer_state_forbids`, `demand_closed` (S1-018, S1-007). */
const requireUnanswered = (view: View, id: string, sender: string, facts: Facts): Demand => {
  requireAsked(view, id, sender)
  const before = view.find(demandAnswers, id, sender)
  if (before !== undefined) throw new Refusal('answer_state_forbids', { demand: id, status: before.status })
  const demand = requireDemand(view, id)
  requireOpenDemand(demand, facts)
  return demand
}

const asked = ({ from, body }: { from: string; body: { demand: string } }): string[] => [
  ...[demands.key(body.demand), requests.key(body.demand, from), demandAnswers.key(body.demand, from)],
]

/** What is kept for the demand until it can be accepted no more; what its holder keeps in any case is not. */
const keptFor = (from: Instance, { form, exclusive, demand, until }: Kept): Write[] =>
  keeps(from, form, { exclusive })
    ? []
    : [write(instances, { ...from, offered: { of: 'demand', subject: demand, until } })]

interface Kept {
  form: Instance['form']
  exclusive: boolean
  demand: string
  until: bigint
}

/**
 * A holder who was asked offers what it has of a certificate, as the same or as less, and keeps it for the demand meanwhile (S1-018,
 * decision 0044). Refuses `not_asked`, `answer_state_forbids`, `demand_closed`, as `instance.pass-on` does, and `until_too_far`.
 */
export const answerDemand: Rule<'demand.answer'> = {
  reads: ({ from, body }) => [...asked({ from, body }), instances.key(body.instance)],
  readsThen: ({ body }, view) => keysOfInstance(view, body.instance),
  home: ({ from }, view) => view.find(accounts, from)?.home,
  organisations: ({ body }, view) => [view.find(instances, body.instance)?.providerHome],
  decide: ({ body, sender, view, facts }): Decision => {
    requireUnanswered(view, body.demand, sender.participant, facts)
    const from = requireHeld(view, body.instance, sender)
    requireNotOffered(view, from, facts)
    const { exclusive, certificate, provider, home: providerHome } = requireCertificate(view, from.certificate)
    requireLive(view, requireCertificate(view, certificate), facts)
    const { form, ...terms } = termsOf({ ...body, to: sender.participant }, facts)
    requireMayPass(from, { form, ...terms })
    const until = requireOpenUntil(body.until, facts)
    const { demand, instance } = body
    const answer: DemandAnswer = {
      ...{ demand, holder: sender.participant, home: sender.home, certificate, provider, providerHome, instance },
      ...{ form, ...terms, until, status: 'offered' },
    }
    return {
      effects: { demand, certificate, expiresAt: body.until, status: 'offered' },
      writes: [write(demandAnswers, answer), ...keptFor(from, { form, exclusive, demand, until })],
    }
  },
}

/** A holder who was asked says no, for good; the others stay open (S1-019). Refuses `not_asked`, `answer_state_forbids`, `demand_closed`. */
export const declineDemand: Rule<'demand.decline'> = {
  reads: asked,
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view, facts }) => {
    requireUnanswered(view, body.demand, sender.participant, facts)
    const answer: DemandAnswer = {
      ...{ demand: body.demand, holder: sender.participant, home: sender.home, status: 'declined' },
    }
    return { effects: { demand: body.demand, status: 'declined' }, writes: [write(demandAnswers, answer)] }
  },
}

type Answering = { body: { demand: string; holder: string } }

/** The answer after the requester's word; refuses `unknown_demand`, `not_a_party`, `unknown_answer`, `answer_state_forbids`. */
const answered = (view: View, { body, sender, event }: Answering & { sender: string; event: 'accept' | 'reject' }) => {
  const demand = requireOwnDemand(view, body.demand, sender)
  const answer = view.find(demandAnswers, body.demand, body.holder)
  if (answer === undefined) throw new Refusal('unknown_answer', { ...body })
  const status = next(answerLifecycle, answer.status, event)
  if (status === undefined) throw new Refusal('answer_state_forbids', { demand: body.demand, status: answer.status })
  return { demand, answer: { ...answer, status } }
}

const steps = {
  reads: ({ body }: Answering) => [demands.key(body.demand), demandAnswers.key(body.demand, body.holder)],
  home: ({ body }: Answering, view: View) => view.find(demands, body.demand)?.home,
}

/** As what the requester has it then, which is what was offered. */
const givenBy = (
  { form, scope, endsAt, transferable, sealedKey }: DemandAnswer,
  { to, resealed }: { to: string; resealed: Body<'demand.accept'>['sealedKey'] },
): Given => {
  const key = resealed ?? sealedKey
  return {
    ...{ to, form: form as Given['form'] },
    ...(scope === undefined ? {} : { scope }),
    ...(endsAt === undefined ? {} : { endsAt: endsAt.toString() }),
    ...(form === 'licence' || form === 'data' ? { transferable: transferable ?? false } : {}),
    ...(key === undefined ? {} : { sealedKey: key }),
  }
}

const keysOfAnswer = (view: View, from: string, { body }: Answering): string[] => {
  const { instance, certificate, provider, holder } = view.find(demandAnswers, body.demand, body.holder) ?? {}
  if (instance === undefined || certificate === undefined || provider === undefined || holder === undefined) return []
  return [
    ...[instances.key(instance), publications.key(instance), certificates.key(certificate), providers.key(provider)],
    ...[titles.key(certificate, holder), titles.key(certificate, from), participants.key(from)],
    pairs.key(...pairOf(from, holder)),
  ]
}

/**
 * The requester accepts what a holder offered, also behind the demand's own time: the holder hands it on in the same step, and learns by it
 * who asked. Unless the demand takes several, it is fulfilled, and no other answer can be accepted (S1-027, S1-028). Refuses
 * `unknown_demand`, `not_a_party`, `unknown_answer`, `answer_state_forbids`, `demand_closed`, `deadline_passed`, and as `instance.pass-on`.
 */
export const acceptAnswer: Rule<'demand.accept'> = {
  ...steps,
  readsThen: ({ from, body }, view) => keysOfAnswer(view, from, { body }),
  organisations: ({ body }, view) => {
    const answer = view.find(demandAnswers, body.demand, body.holder)
    return [answer?.home, answer?.providerHome]
  },
  decide: ({ body, id, sender, view, facts }): Decision => {
    const { demand, answer } = answered(view, { body, sender: sender.participant, event: 'accept' })
    const fulfilled = demandAfter(demand, 'fulfil')
    requireNotPast(answer.until as bigint, facts)
    const { participant: to, home } = sender
    // What was offered was there then, and may be another's by now only where its holder kept it in any case.
    const from = requireHeld(view, answer.instance as string, { participant: answer.holder })
    const given = givenBy(answer, { to, resealed: body.sealedKey })
    const { instance, writes } = handedOn(view, facts, { from, given, id })
    const giver = { participant: answer.holder, home: answer.home }
    const receiver = { participant: to, home }
    const opened = openInteraction(view, facts, {
      ...{ id, of: 'demand', subject: body.demand, giver, receiver, got: instance },
    })
    const { certificate } = instance
    return {
      effects: {
        ...{ demand: body.demand, holder: body.holder, certificate, instance: id, interaction: id },
        status: answer.status,
      },
      writes: [
        write(demandAnswers, { ...answer, requester: to }),
        ...(demand.several ? [] : [write(demands, fulfilled)]),
        ...writes,
        ...opened.writes,
      ],
      marks: opened.marks,
    }
  },
}

/**
 * The requester rejects what a holder offered, who has it back by that, and does not learn by whom (S1-028). Refuses `unknown_demand`,
 * `not_a_party`, `unknown_answer`, `answer_state_forbids`.
 */
export const rejectAnswer: Rule<'demand.reject'> = {
  ...steps,
  organisations: ({ body }, view) => [view.find(demandAnswers, body.demand, body.holder)?.home],
  decide: ({ body, sender, view }) => {
    const { answer } = answered(view, { body, sender: sender.participant, event: 'reject' })
    return {
      effects: { demand: body.demand, holder: body.holder, status: answer.status },
      writes: [write(demandAnswers, answer)],
    }
  },
}
