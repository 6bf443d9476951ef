import { certificates, providers, publications } from '../../../chaincode/domains/certificates/tables.ts'
import { type Demand, matchers, type Profile, profiles } from '../../../chaincode/domains/matching/tables.ts'
import type { Condition, TraitValue } from '../../../chaincode/domains/matching/traits.ts'
import { participants, type Reputation, reputations } from '../../../chaincode/domains/registry/tables.ts'
import type { Book } from './book.ts'
import { fulfils, traitOf, whole } from './traits.ts'

/** What a demand is ranked by. */
export type Sought = Pick<Demand, 'requester' | 'matcher' | 'wanted' | 'goods' | 'openedAt'>

/** One line of a list of who fits, as decision 0044 has it. */
export interface Placed {
  holder: string
  certificate?: string
  goodsScore: number
  score: number
  interactions: bigint
}

const share = (part: number | bigint, all: number | bigint): number =>
  Number((BigInt(part) * BigInt(whole)) / BigInt(all))

type Rates = { [trait: string]: number | undefined }

/** What the ledger counted of somebody; below the service's number of counterparties nobody knows a rate. */
const ratesOf = (reputation: Reputation | undefined, counterparties: number): Rates => {
  const { interactions = 0n, successes = 0n, ratings = 0n, positives = 0n } = reputation ?? {}
  if ((reputation?.counterparties ?? 0n) < BigInt(counterparties)) return {}
  return {
    'success-rate': interactions === 0n ? undefined : share(successes, interactions),
    'positive-rating-rate': ratings === 0n ? undefined : share(positives, ratings),
  }
}

const saidOf = (said: readonly TraitValue[], name: string): TraitValue | undefined =>
  said.find(({ trait }) => trait === name)

/** The value of a trait of a holder, whoever says or counts it. */
const valueFor = (
  book: Book,
  { matcher, participant, fields, traits }: Profile,
  name: string,
): { number?: number | bigint | undefined; codes?: readonly string[] | undefined } => {
  const reputation = book.find(reputations, participant)
  const counted = ratesOf(reputation, book.find(matchers, matcher)?.counterparties ?? 0)
  if (name === 'field') return { codes: fields }
  if (name.endsWith('-rate')) return { number: counted[name] }
  const source = traitOf(book, matcher, 'holder', name)?.source ?? 'declared'
  if (source === 'declared') return saidOf(traits, name) ?? {}
  return { number: reputation?.[source] ?? 0n }
}

/** The share of wanted codes, those of fields among them, that a profile has. */
const wantedShare = (book: Book, profile: Profile, wanted: readonly Condition[]): number => {
  const all = wanted.flatMap(({ trait, anyOf = [] }) => anyOf.map((code) => ({ trait, code })))
  const had = all.filter(({ trait, code }) => valueFor(book, profile, trait).codes?.includes(code) === true)
  return all.length === 0 ? 0 : share(had.length, all.length)
}

/** Whether a certificate counted at a moment: active, in time, and its provider registered. */
export const isLive = (book: Book, id: string, at: bigint): boolean => {
  const row = book.find(certificates, id)
  if (row?.status !== 'active' || at > row.expiresAt) return false
  return book.find(providers, row.provider)?.status === 'open'
}

const goodsScoreOf = (book: Book, id: string, goods: readonly Condition[]): number => {
  const said = book.find(certificates, id)?.traits ?? []
  const fulfilled = goods.filter((one) => fulfils(one, saidOf(said, one.trait) ?? {}))
  return share(fulfilled.length, goods.length)
}

/** The best of what somebody publishes, and the whole of what fits: of equals the one whose name comes first. */
const bestOf = (
  book: Book,
  holder: string,
  { goods, openedAt }: Sought,
): { certificate?: string; goodsScore: number } => {
  if (goods.length === 0) return { goodsScore: 0 }
  const published = book.all(publications).filter((one) => one.holder === holder && one.status === 'open')
  const [best] = published
    .filter(({ certificate }) => isLive(book, certificate, openedAt))
    .map(({ certificate }) => ({ certificate, goodsScore: goodsScoreOf(book, certificate, goods) }))
    .sort((one, other) => other.goodsScore - one.goodsScore || (one.certificate < other.certificate ? -1 : 1))
  return best ?? { goodsScore: 0 }
}

const placed = (book: Book, profile: Profile, sought: Sought): Placed => {
  const { participant: holder } = profile
  const rate = (name: string) => Number(valueFor(book, profile, name).number ?? 0)
  const sum =
    4 * rate('positive-rating-rate') + 4 * rate('success-rate') + 2 * wantedShare(book, profile, sought.wanted)
  const interactions = book.find(reputations, holder)?.interactions ?? 0n
  return { holder, ...bestOf(book, holder, sought), score: Math.floor(sum / 10), interactions }
}

/** Whether somebody is asked at all, whatever the goods: active, with an active profile, and with every wanted trait. */
export const isFit = (book: Book, holder: string, { matcher, requester, wanted }: Sought): boolean => {
  const profile = book.find(profiles, matcher, holder)
  if (profile?.status !== 'active' || holder === requester || holder === matcher) return false
  if (book.find(participants, holder)?.status !== 'active') return false
  return wanted.every((one) => fulfils(one, valueFor(book, profile, one.trait)))
}

const isBefore = (one: Placed, other: Placed): number => {
  if (one.goodsScore !== other.goodsScore) return other.goodsScore - one.goodsScore
  if (one.score !== other.score) return other.score - one.score
  if (one.interactions !== other.interactions) return one.interactions > other.interactions ? -1 : 1
  return one.holder < other.holder ? -1 : 1
}

/** Who fits a demand as the book stands, best first. */
export const whoFits = (book: Book, sought: Sought): Placed[] =>
  book
    .all(profiles)
    .filter(({ matcher, participant }) => matcher === sought.matcher && isFit(book, participant, sought))
    .map((profile) => placed(book, profile, sought))
    .filter(({ goodsScore }) => sought.goods.length === 0 || goodsScore > 0)
    .sort(isBefore)

/** Whether what somebody was chosen for still fits: with the certificate that the list named, where goods are wanted and nowhere else. */
export const stillFits = (
  book: Book,
  { holder, certificate }: { holder: string; certificate?: string | undefined },
  { now, ...sought }: Sought & { now: bigint },
): boolean => {
  if (!isFit(book, holder, sought)) return false
  if (sought.goods.length === 0 || certificate === undefined)
    return sought.goods.length === 0 && certificate === undefined
  return isLive(book, certificate, now) && goodsScoreOf(book, certificate, sought.goods) > 0
}
