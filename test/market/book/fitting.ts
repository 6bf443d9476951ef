import { type Profile, profiles } from '../../../chaincode/domains/matching/tables.ts'
import type { Recommendation } from '../../../chaincode/domains/recommendations/tables.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import type { Book } from './book.ts'
import { fulfils } from './traits.ts'

type Told = Pick<Recommendation, 'identifier' | 'traits' | 'parameters' | 'recommender' | 'matcher'>
type Need = Profile['needs'][number]

const isMet = ({ identifier, traits, parameters }: Need, told: Told): boolean => {
  const valueFor = (name: string) => {
    const value = told.parameters.find(({ parameter }) => parameter === name)?.value
    return typeof value === 'number' ? { number: value } : { codes: value === undefined ? [] : [value] }
  }
  return (
    identifier === told.identifier &&
    traits.every((one) => fulfils(one, told.traits.find(({ trait }) => trait === one.trait) ?? {})) &&
    parameters.every((one) => fulfils(one, valueFor(one.trait)))
  )
}

/** How exactly somebody stored that it wants this: the most conditions of a need that is met; undefined for who does not want it. */
export const wantedBy = (book: Book, name: string, told: Told, providers: readonly string[]): number | undefined => {
  const profile = book.find(profiles, told.matcher, name)
  const isNobody = name === told.recommender || name === told.matcher || providers.includes(name)
  if (isNobody || profile?.status !== 'active' || book.find(participants, name)?.status !== 'active') return undefined
  const met = profile.needs.filter((need) => isMet(need, told))
  if (met.length === 0) return undefined
  return Math.max(...met.map(({ traits, parameters }) => traits.length + parameters.length))
}

/** Who is found for a recommendation, in order. */
export const whoWants = (book: Book, told: Told, providers: readonly string[]): string[] =>
  book
    .all(profiles)
    .filter(({ matcher }) => matcher === told.matcher)
    .map(({ participant }) => ({ participant, exactness: wantedBy(book, participant, told, providers) ?? -1 }))
    .filter(({ exactness }) => exactness >= 0)
    .sort((one, other) => other.exactness - one.exactness || (one.participant < other.participant ? -1 : 1))
    .map(({ participant }) => participant)
