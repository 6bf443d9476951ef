import { canonical } from '../../wire/canonical.ts'
import { digest } from '../../wire/signature.ts'
import type { Certificate } from '../certificates/tables.ts'
import type { Participant, Reputation } from '../registry/tables.ts'
import { fulfils, type Had, saidOf } from './conditions.ts'
import type { Demand, Matcher, Profile, Trait } from './tables.ts'
import { type CountedRate, fieldTrait, wholeRate } from './traits.ts'

/** The version of `rank` that a match names. */
export const rankVersion = 1

/** What the rows say of one who may be asked. */
export interface Candidate {
  profile: Profile
  participant: Participant
  reputation: Reputation | undefined
  /** The certificates of which it has an open publication. */
  certificates: readonly Certificate[]
}

/** What a demand is matched by. */
export interface MatchTerms {
  demand: Pick<Demand, 'requester' | 'matcher' | 'wanted' | 'goods' | 'openedAt'>
  matcher: Pick<Matcher, 'counterparties'>
  /** The traits that the matching service registered, by name. */
  traits: ReadonlyMap<string, Trait>
}

/** One line of a ranked list: scores in hundredths of a percent. */
export interface Ranked {
  holder: string
  certificate?: string
  goodsScore: number
  score: number
  interactions: bigint
}

/** A share of a whole in hundredths of a percent, rounded down; of nothing it is nothing. */
const shareOf = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((part * BigInt(wholeRate)) / whole))

/** The rate of a reputation in hundredths of a percent; undefined while too few counterparties make it known (design D22). */
export const rateOf = (
  reputation: Reputation | undefined,
  rate: CountedRate,
  { counterparties }: Pick<Matcher, 'counterparties'>,
): number | undefined => {
  if (reputation === undefined || (reputation.counterparties ?? 0n) < BigInt(counterparties)) return undefined
  const { interactions, successes = 0n, ratings = 0n, positives = 0n } = reputation
  if (rate === 'success-rate') return shareOf(successes, interactions)
  return ratings === 0n ? undefined : shareOf(positives, ratings)
}

// No trait is a number above this; whoever has more of what is counted has as much as any condition can ask for.
const countMaximum = 1_000_000_000n
const counted = (count: bigint): Had => ({ number: Number(count < countMaximum ? count : countMaximum) })

const known = (number: number | undefined): Had | undefined => (number === undefined ? undefined : { number })

/** What a candidate has of a trait of holders; undefined where nothing is known of it. */
const hadBy = ({ profile, reputation }: Candidate, name: string, { matcher, traits }: MatchTerms): Had | undefined => {
  if (name === fieldTrait) return { codes: profile.fields }
  if (name === 'success-rate' || name === 'positive-rating-rate') return known(rateOf(reputation, name, matcher))
  const source = traits.get(name)?.source
  if (source === 'declared') return saidOf(profile.traits, name)
  return source === undefined ? undefined : counted(reputation?.[source] ?? 0n)
}

/** True when it is no party of the demand's, can act, and has a profile with this service. */
const mayBeAsked = ({ profile, participant }: Candidate, { demand }: MatchTerms): boolean =>
  participant.status === 'active' &&
  profile.status === 'active' &&
  profile.matcher === demand.matcher &&
  ![demand.requester, demand.matcher].includes(profile.participant)

/** The share of the conditions on the goods that a certificate fulfils; one that is revoked or was expired then fulfils none. */
export const goodsScoreOf = (
  { status, expiresAt, traits = [] }: Certificate,
  { goods, openedAt }: Pick<Demand, 'goods' | 'openedAt'>,
): number => {
  if (status !== 'active' || openedAt > expiresAt) return 0
  const fulfilled = goods.filter((condition) => fulfils(condition, saidOf(traits, condition.trait)))
  return shareOf(BigInt(fulfilled.length), BigInt(goods.length))
}

const byText = (one: string, other: string): number => (one < other ? -1 : Number(one > other))

type Target = Pick<Ranked, 'certificate' | 'goodsScore'>

/** Its best target; undefined where goods are wanted and it has none that fulfils anything of them. */
const targetOf = ({ certificates }: Candidate, { demand }: MatchTerms): Target | undefined => {
  if (demand.goods.length === 0) return { goodsScore: 0 }
  const [best] = certificates
    .map((one) => ({ certificate: one.certificate, goodsScore: goodsScoreOf(one, demand) }))
    .filter(({ goodsScore }) => goodsScore > 0)
    .sort((one, other) => other.goodsScore - one.goodsScore || byText(one.certificate, other.certificate))
  return best
}

/** The share of the wanted codes, fields among them, that it has. */
const codesShare = (candidate: Candidate, terms: MatchTerms): number => {
  const wanted = terms.demand.wanted.flatMap(({ trait, anyOf = [] }) => anyOf.map((code) => ({ trait, code })))
  const had = wanted.filter(({ trait, code }) => hadBy(candidate, trait, terms)?.codes?.includes(code))
  return shareOf(BigInt(had.length), BigInt(wanted.length))
}

/** `(4 × positive-rating rate + 4 × success rate + 2 × share of the wanted codes) / 10`, rounded down; what is unknown adds nothing. */
const scoreOf = (candidate: Candidate, terms: MatchTerms): number => {
  const rate = (name: CountedRate) => rateOf(candidate.reputation, name, terms.matcher) ?? 0
  const sum = 4 * rate('positive-rating-rate') + 4 * rate('success-rate') + 2 * codesShare(candidate, terms)
  return Math.floor(sum / 10)
}

/** The best target and the scores of one who fits; undefined for who does not (decision 0044). */
export const judgeCandidate = (candidate: Candidate, terms: MatchTerms): Ranked | undefined => {
  if (!mayBeAsked(candidate, terms)) return undefined
  if (!terms.demand.wanted.every((one) => fulfils(one, hadBy(candidate, one.trait, terms)))) return undefined
  const target = targetOf(candidate, terms)
  if (target === undefined) return undefined
  const interactions = candidate.reputation?.interactions ?? 0n
  return { holder: candidate.profile.participant, ...target, score: scoreOf(candidate, terms), interactions }
}

/** Best goods first, then the best score, the longer record, and the name: no two stand alike (S1-012). */
const compareRanked = (one: Ranked, other: Ranked): number =>
  other.goodsScore - one.goodsScore ||
  other.score - one.score ||
  Number(other.interactions - one.interactions) ||
  byText(one.holder, other.holder)

/** Who fits, best first: one list whatever the order of the candidates (decision 0044). */
export const rank = (candidates: Iterable<Candidate>, terms: MatchTerms): Ranked[] =>
  [...candidates]
    .map((candidate) => judgeCandidate(candidate, terms))
    .filter((ranked) => ranked !== undefined)
    .sort(compareRanked)

/** The digest of a ranked list that its match names. */
export const listDigest = (ranked: readonly Ranked[]): string =>
  digest(
    canonical(
      ranked.map(({ holder, certificate = '', goodsScore, score, interactions }) => [
        ...[holder, certificate, goodsScore, score, interactions.toString()],
      ]),
    ),
  )
