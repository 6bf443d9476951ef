import { canonical } from '../../wire/canonical.ts'
import { digest } from '../../wire/signature.ts'
import { fulfils, type Had, saidOf } from '../matching/conditions.ts'
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

/** What of a recommendation decides who is found for it. */
export type Recommended = Pick<Recommendation, 'identifier' | 'traits' | 'parameters' | 'recommender' | 'matcher'>

type Need = Profile['needs'][number]

const parameterOf = ({ parameters }: Recommended, name: string): Had | undefined => {
  const found = parameters.find(({ parameter }) => parameter === name)
  if (found === undefined) return undefined
  return typeof found.value === 'number' ? { number: found.value } : { codes: [found.value] }
}

const isMet = ({ identifier, traits, parameters }: Need, recommended: Recommended): boolean =>
  identifier === recommended.identifier &&
  traits.every((condition) => fulfils(condition, saidOf(recommended.traits, condition.trait))) &&
  parameters.every((condition) => fulfils(condition, parameterOf(recommended, condition.trait)))

/**
 * How exactly the best fitting need of one who wants this is put, as the number of its conditions; undefined for who does not want it,
 * cannot act, or is a party: the recommender, the matching service, or one of the providers (decision 0045).
 */
export const judgeNeeding = (
  { profile, participant }: Needing,
  recommended: Recommended,
  providers: readonly string[],
): number | undefined => {
  const parties = [recommended.recommender, recommended.matcher, ...providers]
  const isStored = profile.status === 'active' && profile.matcher === recommended.matcher
  if (!isStored || participant.status !== 'active' || parties.includes(profile.participant)) return undefined
  const met = profile.needs.filter((need) => isMet(need, recommended))
  return met.length === 0
    ? undefined
    : Math.max(...met.map(({ traits, parameters }) => traits.length + parameters.length))
}

/** Who is found for a recommendation, more exact needs first, then by name, whatever the order of the candidates (decision 0045). */
export const fitting = (
  candidates: Iterable<Needing>,
  recommended: Recommended,
  providers: readonly string[],
): string[] =>
  [...candidates]
    .flatMap((one) => {
      const exactness = judgeNeeding(one, recommended, providers)
      return exactness === undefined ? [] : [{ name: one.profile.participant, exactness }]
    })
    .sort((one, other) => other.exactness - one.exactness || (one.name < other.name ? -1 : 1))
    .map(({ name }) => name)

/** The digest of the list that a match of a recommendation names. */
export const fittingDigest = (found: readonly string[]): string => digest(canonical([...found]))
