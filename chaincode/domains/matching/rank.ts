import { canonical } from '../../wire/canonical.ts'
import { digest } from '../../wire/signature.ts'
import type { Certificate } from '../certificates/tables.ts'
import type { Participant, Reputation } from '../registry/tables.ts'
import type { Demand, Matcher, Profile, Trait } from './tables.ts'

/** The version of `rank` that a match names. */
export const rankVersion = 1

/** What the rows say of one who may be asked. */
export interface Candidate {
  profile: Profile
  participant: Participant
  reputation: Reputation | undefined
  /** The live certificates of which it has an open publication. */
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

/** The best target and the score of one who fits; undefined for who does not. */
export const judgeCandidate = (_candidate: Candidate, _terms: MatchTerms): Ranked | undefined => {
  throw new Error('not written yet')
}

/** Who fits, best first: one list whatever the order of the candidates (decision 0044). */
export const rank = (_candidates: Iterable<Candidate>, _terms: MatchTerms): Ranked[] => {
  throw new Error('not written yet')
}

/** The digest of a ranked list that its match names. */
export const listDigest = (ranked: readonly Ranked[]): string =>
  digest(
    canonical(
      ranked.map(({ holder, certificate = '', goodsScore, score, interactions }) => [
        ...[holder, certificate, goodsScore, score, interactions.toString()],
      ]),
    ),
  )
