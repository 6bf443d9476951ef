import {
  type Certificate,
  certificates,
  type Publication,
  providers,
  publications,
} from '../../domains/certificates/tables.ts'
import { chosenMaximum } from '../../domains/matching/kinds.ts'
import {
  type Candidate,
  listDigest,
  type MatchTerms,
  type Ranked,
  rank,
  rankVersion,
} from '../../domains/matching/rank.ts'
import { type Demand, matchers, type Profile, profiles, traits } from '../../domains/matching/tables.ts'
import { fitting, fittingDigest, fittingVersion, type Needing } from '../../domains/recommendations/fitting.ts'
import { askedMaximum } from '../../domains/recommendations/kinds.ts'
import type { Recommendation } from '../../domains/recommendations/tables.ts'
import { participants, reputations } from '../../domains/registry/tables.ts'
import type { RecordIn, Table } from '../../wire/table.ts'
import { isLive } from '../certificates/live-certificate.ts'
import type { View } from '../rule.ts'

/** All rows at the end of one block: one by its key, and each of a table whose key begins with these members. */
export interface MatchedRows extends View {
  each<T extends Table>(table: T, ...members: string[]): Iterable<RecordIn<T>>
}

/** What everybody who has the rows of a block comes to: by which version, how many were found, the list's digest, and its first ones. */
export interface ExpectedMatch {
  version: number
  found: number
  list: string
  /** Who is chosen, best first, with the certificate that fits where goods are wanted. */
  chosen: { holder: string; certificate?: string }[]
}

/** Whether a certificate counts at this moment: active, in time, and its provider registered (decision 0042). */
export const counts = (view: View, certificate: Certificate, now: bigint): boolean =>
  isLive(certificate, { now }) && view.find(providers, certificate.provider)?.status === 'open'

/** The certificates of open publications that count at `now`, in UTC milliseconds; each once. */
export const publishedCertificates = (view: View, open: Iterable<Publication>, now: bigint): Certificate[] => {
  const found = new Map<string, Certificate>()
  for (const { certificate: id, status } of open) {
    if (status !== 'open' || found.has(id)) continue
    const certificate = view.find(certificates, id)
    if (certificate !== undefined && counts(view, certificate, now)) found.set(id, certificate)
  }
  return [...found.values()]
}

/** One who may be asked, as the rows say it; undefined where its profile is of nobody who is registered. */
export const candidateOf = (
  view: View,
  profile: Profile,
  certificatesOf: readonly Certificate[],
): Candidate | undefined => {
  const participant = view.find(participants, profile.participant)
  if (participant === undefined) return undefined
  const reputation = view.find(reputations, profile.participant)
  return { profile, participant, reputation, certificates: certificatesOf }
}

/** What a demand is matched by; undefined where nobody lets its service match. */
export const matchTermsOf = (rows: MatchedRows, demand: Demand): MatchTerms | undefined => {
  const matcher = rows.find(matchers, demand.matcher)
  if (matcher === undefined) return undefined
  return { demand, matcher, traits: new Map([...rows.each(traits, demand.matcher)].map((one) => [one.trait, one])) }
}

/** Open publications by holder; none where no goods are wanted, since then no certificate counts. */
const publicationsByHolder = (rows: MatchedRows, { goods }: Demand): Map<string, Publication[]> => {
  const byHolder = new Map<string, Publication[]>()
  for (const publication of goods.length === 0 ? [] : rows.each(publications)) {
    const ofHolder = byHolder.get(publication.holder)
    if (ofHolder === undefined) byHolder.set(publication.holder, [publication])
    else ofHolder.push(publication)
  }
  return byHolder
}

/** All who have a profile with a demand's service, whether they fit or not. */
export function* candidatesIn(rows: MatchedRows, demand: Demand): Generator<Candidate> {
  const published = publicationsByHolder(rows, demand)
  for (const profile of rows.each(profiles, demand.matcher)) {
    const own = publishedCertificates(rows, published.get(profile.participant) ?? [], demand.openedAt)
    const candidate = candidateOf(rows, profile, own)
    if (candidate !== undefined) yield candidate
  }
}

/** What a match of this list names (decision 0044). */
export const matchOf = (ranked: readonly Ranked[]): ExpectedMatch => ({
  ...{ version: rankVersion, found: ranked.length, list: listDigest(ranked) },
  chosen: ranked
    .slice(0, chosenMaximum)
    .map(({ holder, certificate }) => (certificate === undefined ? { holder } : { holder, certificate })),
})

/** How a demand must be matched over these rows, all profiles of its service looked at; undefined where nobody lets its service match. */
export const expectedMatch = (rows: MatchedRows, demand: Demand): ExpectedMatch | undefined => {
  const terms = matchTermsOf(rows, demand)
  return terms === undefined ? undefined : matchOf(rank(candidatesIn(rows, demand), terms))
}

/** The providers of what a recommendation delivers, who are never asked (decision 0045). */
export const providersOf = (view: View, { targets }: Pick<Recommendation, 'targets'>): string[] => {
  const named = targets.flatMap(({ kind, target, certificate }) => {
    if (kind === 'goods' || kind === 'numbers') return []
    return view.find(certificates, certificate ?? target)?.provider ?? []
  })
  return [...new Set(named)]
}

/** All who have a profile with a recommendation's service, whether they want it or not. */
export function* needingIn(rows: MatchedRows, { matcher }: Recommendation): Generator<Needing> {
  for (const profile of rows.each(profiles, matcher)) {
    const participant = rows.find(participants, profile.participant)
    if (participant !== undefined) yield { profile, participant }
  }
}

/** What a match of these names says. */
export const recommendationMatchOf = (found: readonly string[]): ExpectedMatch => ({
  ...{ version: fittingVersion, found: found.length, list: fittingDigest(found) },
  chosen: found.slice(0, askedMaximum).map((holder) => ({ holder })),
})

/** How a recommendation must be matched over these rows, all profiles of its service looked at. */
export const expectedRecommendationMatch = (rows: MatchedRows, recommendation: Recommendation): ExpectedMatch =>
  recommendationMatchOf(fitting(needingIn(rows, recommendation), recommendation, providersOf(rows, recommendation)))
