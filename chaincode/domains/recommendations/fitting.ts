import { canonical } from '../../wire/canonical.ts'
import { digest } from '../../wire/signature.ts'
import type { Profile } from '../matching/tables.ts'
import type { Participant } from '../registry/tables.ts'
import type { Recommendation } from './tables.ts'

/** The version of `fitting` that a match names. */
export const fittingVersion = 1

/** What the rows say of one who may be asked. */
export interface Needing {
  profile: Profile
  participant: Participant
}

/** How exactly the best fitting need of one who wants this is put; undefined for who does not want it. */
export const judgeNeeding = (
  _one: Needing,
  _recommendation: Pick<Recommendation, 'identifier' | 'traits' | 'parameters' | 'recommender' | 'matcher'>,
  _providers: readonly string[],
): number | undefined => {
  throw new Error('not written yet')
}

/** Who is found for a recommendation, in order, whatever the order of the candidates (decision 0045). `providers`: those of its targets. */
export const fitting = (
  _candidates: Iterable<Needing>,
  _recommendation: Pick<Recommendation, 'identifier' | 'traits' | 'parameters' | 'recommender' | 'matcher'>,
  _providers: readonly string[],
): string[] => {
  throw new Error('not written yet')
}

/** The digest of the list that a match of a recommendation names. */
export const fittingDigest = (found: readonly string[]): string => digest(canonical([...found]))
