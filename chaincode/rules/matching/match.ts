import { type Certificate, certificates, providers } from '../../domains/certificates/tables.ts'
import { chosenMaximum } from '../../domains/matching/kinds.ts'
import { judgeCandidate, type MatchTerms } from '../../domains/matching/rank.ts'
import {
  type Demand,
  demands,
  type Match,
  matchers,
  matches,
  profiles,
  type Trait,
  traits,
} from '../../domains/matching/tables.ts'
import { accounts, participants, reputations } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { type Facts, type Rule, type View, write } from '../rule.ts'
import { counts } from './candidates.ts'
import { requireDemand, requireOpenDemand } from './demand.ts'
import { reservedTraits, traitKeys } from './fit.ts'
import { requireOpenMatcher } from './matcher.ts'

type Matching = Body<'demand.match'>
type Chosen = Matching['chosen'][number]

/** The demand that the sender was named to match; refuses `unknown_demand`, `not_the_matcher`. */
export const requireMatchersDemand = (view: View, id: string, sender: string): Demand => {
  const demand = requireDemand(view, id)
  if (demand.matcher !== sender) throw new Refusal('not_the_matcher', { demand: id })
  return demand
}

/** Refuses `match_unfit` for a list that cannot be the first of what was found: one twice, a party, or longer or shorter than that. */
const requireCut = ({ demand, found, chosen }: Matching, parties: readonly string[]): void => {
  const names = chosen.map(({ holder }) => holder)
  const isDistinct = new Set(names).size === names.length
  const isWhole = names.length === (found < chosenMaximum ? found : chosenMaximum)
  if (isDistinct && isWhole && !names.some((name) => parties.includes(name))) return
  throw new Refusal('match_unfit', { demand })
}

const termsOf = (view: View, demand: Demand): MatchTerms => {
  const registered = demand.wanted
    .filter(({ trait }) => !reservedTraits.includes(trait))
    .map(({ trait }) => view.find(traits, demand.matcher, trait))
    .filter((trait): trait is Trait => trait !== undefined)
  return {
    demand,
    matcher: requireOpenMatcher(view, demand.matcher),
    traits: new Map(registered.map((trait) => [trait.trait, trait])),
  }
}

const namedBy = (view: View, { certificate }: Chosen): Certificate | undefined =>
  certificate === undefined ? undefined : view.find(certificates, certificate)

/** The named certificate while it counts. That its holder publishes it, the list alone says: a publication goes by its instance. */
const certificatesOf = (view: View, chosen: Chosen, { now }: Facts): Certificate[] => {
  const found = namedBy(view, chosen)
  return found !== undefined && counts(view, found, now) ? [found] : []
}

/** True for who fits still, by the rows as they are now. */
const stillFits = (view: View, chosen: Chosen, { terms, facts }: { terms: MatchTerms; facts: Facts }): boolean => {
  const profile = view.find(profiles, terms.demand.matcher, chosen.holder)
  const participant = view.find(participants, chosen.holder)
  if (profile === undefined || participant === undefined) return false
  const reputation = view.find(reputations, chosen.holder)
  const published = certificatesOf(view, chosen, facts)
  const ranked = judgeCandidate({ profile, participant, reputation, certificates: published }, terms)
  return ranked !== undefined && ranked.certificate === chosen.certificate
}

const keysOf = (matcher: string, { holder, certificate }: Chosen): string[] => [
  ...[participants.key(holder), profiles.key(matcher, holder), reputations.key(holder)],
  ...(certificate === undefined ? [] : [certificates.key(certificate)]),
]

/**
 * Records how the sender, the demand's matching service, matched it. Whom it chose and who does not fit any more is dropped and named, and
 * nobody moves up; fewer than the demand asks for is a match with nobody (S1-008, S1-009, S1-015 to S1-017). Whether the list is right,
 * every gateway and auditor computes again. Refuses `unknown_demand`, `not_the_matcher`, `matcher_closed`, `matched_already`,
 * `demand_closed`, `match_unfit`.
 */
export const matchDemand: Rule<'demand.match'> = {
  reads: ({ from, body }) => [
    ...[demands.key(body.demand), matches.key(body.demand), matchers.key(from)],
    ...body.chosen.flatMap((one) => keysOf(from, one)),
  ],
  readsThen: ({ from, body }, view) => [
    ...traitKeys(from, view.find(demands, body.demand)?.wanted ?? []),
    ...body.chosen.flatMap((one) => {
      const certificate = namedBy(view, one)
      return certificate === undefined ? [] : [providers.key(certificate.provider)]
    }),
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view, facts }) => {
    const demand = requireMatchersDemand(view, body.demand, sender.participant)
    const terms = termsOf(view, demand)
    if (view.find(matches, body.demand) !== undefined) throw new Refusal('matched_already', { demand: body.demand })
    requireOpenDemand(demand, facts)
    requireCut(body, [demand.requester, demand.matcher])
    const dropped = body.chosen.filter((one) => !stillFits(view, one, { terms, facts })).map(({ holder }) => holder)
    const left = body.chosen.length - dropped.length
    const status = left >= demand.minHolders ? 'matched' : 'no-match'
    const { matcher, requester } = demand
    const block = BigInt(body.block)
    const match: Match = { ...body, block, dropped, matcher, requester, home: sender.home, status }
    return {
      effects: { demand: body.demand, found: body.found, chosen: left, dropped: dropped.join(' '), status },
      writes: [write(matches, match)],
    }
  },
}
