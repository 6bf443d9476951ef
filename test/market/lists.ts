import { type Certificate, certificates, publications } from '../../chaincode/domains/certificates/tables.ts'
import { type Candidate, rank } from '../../chaincode/domains/matching/rank.ts'
import { type Demand, demands, matchers, profiles, traits } from '../../chaincode/domains/matching/tables.ts'
import { fitting } from '../../chaincode/domains/recommendations/fitting.ts'
import { type Recommendation, recommendations } from '../../chaincode/domains/recommendations/tables.ts'
import { participants, reputations } from '../../chaincode/domains/registry/tables.ts'
import type { Instruction } from '../../chaincode/vocabulary.ts'
import type { Book } from './book/book.ts'
import { whoWants } from './book/fitting.ts'
import { isLive, type Placed, whoFits } from './book/ranking.ts'
import { providersOf } from './book/targets.ts'

const published = (book: Book, holder: string, at: bigint): Certificate[] =>
  book
    .all(publications)
    .filter((one) => one.holder === holder && one.status === 'open' && isLive(book, one.certificate, at))
    .map(({ certificate }) => book.find(certificates, certificate) as Certificate)

/** All who stored something with a service, last first, so that no order of theirs decides. */
const candidates = (book: Book, service: string, at: bigint): Candidate[] =>
  book
    .all(profiles)
    .filter(({ matcher }) => matcher === service)
    .map((profile) => ({
      profile,
      participant: book.find(participants, profile.participant) as Candidate['participant'],
      reputation: book.find(reputations, profile.participant),
      certificates: published(book, profile.participant, at),
    }))
    .reverse()

const textOf = (placed: readonly Placed[]): string =>
  placed
    .map(({ holder, certificate = '', goodsScore, score, interactions }) =>
      [holder, certificate, goodsScore, score, interactions].join(' '),
    )
    .join(', ')

const rankFaults = (book: Book, demand: Demand): string[] => {
  const known = book.all(traits).filter(({ matcher }) => matcher === demand.matcher)
  const matcher = book.find(matchers, demand.matcher) as { counterparties: number }
  const terms = { demand, matcher, traits: new Map(known.map((one) => [one.trait, one])) }
  const found = textOf(rank(candidates(book, demand.matcher, demand.openedAt), terms))
  const expected = textOf(whoFits(book, demand))
  return found === expected ? [] : [`the ranked list is ${found}, where the book says ${expected}`]
}

const fittingFaults = (book: Book, recommendation: Recommendation): string[] => {
  const providers = providersOf(book, recommendation.targets)
  const all = candidates(book, recommendation.matcher, recommendation.startedAt)
  const found = fitting(all, recommendation, providers).join()
  const expected = whoWants(book, recommendation, providers).join()
  return found === expected ? [] : [`${found} are found, where the book says ${expected}`]
}

/** How the list that a match is made from differs from the book's own, which knows nothing of `rank` and `fitting`. */
export const listFaults = (book: Book, { kind, body }: Instruction): string[] => {
  const { demand, recommendation } = body as { demand?: string; recommendation?: string }
  const asked = kind === 'demand.match' ? book.find(demands, demand ?? '') : undefined
  const told = kind === 'recommendation.match' ? book.find(recommendations, recommendation ?? '') : undefined
  return [
    ...(asked === undefined ? [] : rankFaults(book, asked)),
    ...(told === undefined ? [] : fittingFaults(book, told)),
  ]
}
