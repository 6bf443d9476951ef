import { certificates, instances, providers } from '../../chaincode/domains/certificates/tables.ts'
import { purchases, reviews } from '../../chaincode/domains/commerce/tables.ts'
import { demandAnswers, demands } from '../../chaincode/domains/matching/tables.ts'
import { packageReleases, packages } from '../../chaincode/domains/packages/tables.ts'
import { deliveries, recommendationRequests, recommendations } from '../../chaincode/domains/recommendations/tables.ts'
import type { RecommendationTarget } from '../../chaincode/domains/recommendations/target.ts'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import type { MatchedRows } from '../../chaincode/rules/matching/candidates.ts'
import type { View } from '../../chaincode/rules/rule.ts'
import type { SealedOf } from './sealed-of.ts'

/** What the ledger says of the documents whose digests it holds. */
export interface GoodsRecords {
  /** True for who may lay down bodies of certificates. */
  isOpenProvider(participant: string): boolean
  /** Whose certificate has this body, and at which home; undefined where the ledger knows no such one. */
  providerOf(certificate: string, digest: string): Party | undefined
  /** Who reviewed a purchase with this text. */
  authorOf(purchase: string, digest: string): Party | undefined
  /**
   * Between whom a purchase is in which this digest stands, or who handed on what has it for its sealed key; of a demand the requester and
   * who offered by it; of a recommendation who made it and those to whom what has it was delivered; or who told
   * something of itself, who matches, and who is asked. With their homes.
   */
  partiesOf(as: SealedOf, of: string, digest: string): Party[] | undefined
  /** True for a digest of evidence in a purchase that was disputed. */
  isEvidence(purchase: string, digest: string): boolean
}

/** A participant, and the home through which it has to do with this. */
export interface Party {
  participant: string
  home: string
}

const partiesOfPurchase = (view: View, purchase: string, digest: string): Party[] | undefined => {
  const found = view.find(purchases, purchase)
  if (found === undefined) return undefined
  const named = [found.address, ...(found.evidence ?? []).map((one) => one.digest)]
  if (!named.includes(digest)) return undefined
  return [
    { participant: found.buyer, home: found.buyerHome },
    { participant: found.provider, home: found.providerHome },
  ]
}

/** Who has an instance, and who gave it: the provider, or who had it before. */
const partiesOfHandover = (view: View, instance: string, digest: string): Party[] | undefined => {
  const found = view.find(instances, instance)
  if (found?.sealedKey !== digest) return undefined
  const before = found.from === undefined ? undefined : view.find(instances, found.from)
  return [
    { participant: found.holder, home: found.holderHome },
    before === undefined
      ? { participant: found.provider, home: found.providerHome }
      : { participant: before.holder, home: before.holderHome },
  ]
}

/** Who asked, and each who offered with this sealed key. */
const partiesOfDemand = (rows: MatchedRows, demand: string, digest: string): Party[] | undefined => {
  const found = rows.find(demands, demand)
  const offered = [...rows.each(demandAnswers, demand)].filter(({ sealedKey }) => sealedKey === digest)
  if (found === undefined || offered.length === 0) return undefined
  return [
    { participant: found.requester, home: found.home },
    ...offered.map(({ holder, home }) => ({ participant: holder, home })),
  ]
}

/** What lies off the ledger encrypted, under the digest that is the target's name. */
const isContent = ({ kind, target }: RecommendationTarget, digest: string): boolean =>
  (kind === 'goods' || kind === 'numbers') && target === digest

/** Who recommends, and each to whom this content, or this sealed key, was delivered. */
const partiesOfRecommendation = (rows: MatchedRows, recommendation: string, digest: string): Party[] | undefined => {
  const found = rows.find(recommendations, recommendation)
  if (found === undefined) return undefined
  const delivered = [...rows.each(deliveries, recommendation)].filter(
    ({ target, sealedKey }) => sealedKey === digest || (target !== undefined && isContent(target, digest)),
  )
  if (delivered.length === 0 && !found.targets.some((target) => isContent(target, digest))) return undefined
  return [
    { participant: found.recommender, home: found.home },
    ...delivered.map(({ participant, home }) => ({ participant, home })),
  ]
}

/** Who consented to tell something of itself, and the service that it trusts with it (S3-017, S3-018). */
const partiesOfConsent = (view: View, recommendation: string, digest: string): Party[] | undefined => {
  const found = view.find(recommendations, recommendation)
  if (found?.shared?.sealed !== digest) return undefined
  return [
    { participant: found.recommender, home: found.home },
    { participant: found.matcher, home: found.matcherHome },
  ]
}

/** Who is told that with its request, and the service that sealed it anew. */
const partiesOfRequest = (rows: MatchedRows, recommendation: string, digest: string): Party[] | undefined => {
  const told = [...rows.each(recommendationRequests, recommendation)].find(({ shared }) => shared?.sealed === digest)
  if (told === undefined) return undefined
  const home = rows.find(accounts, told.participant)?.home
  return [
    { participant: told.matcher, home: told.home },
    ...(home === undefined ? [] : [{ participant: told.participant, home }]),
  ]
}

/** Giver and keeper of a package's first key, or who released a key to the receiver, and that one (decision 0047). */
const partiesOfPackage = (rows: MatchedRows, interaction: string, digest: string): Party[] | undefined => {
  const found = rows.find(packages, interaction)
  if (found === undefined) return undefined
  if (found.firstKey === digest) {
    return [
      { participant: found.giver, home: found.giverHome },
      { participant: found.keeper, home: found.keeperHome },
    ]
  }
  const released = [...rows.each(packageReleases, interaction)].filter(({ sealedKey }) => sealedKey === digest)
  if (released.length === 0) return undefined
  return [
    { participant: found.receiver, home: found.receiverHome },
    ...released.map(({ by, home }) => ({ participant: by, home })),
  ]
}

/** The records of the ledger, as the blocks read so far leave them. */
export const goodsRecords = (rows: MatchedRows, view: View = rows): GoodsRecords => ({
  isOpenProvider: (participant) => view.find(providers, participant)?.status === 'open',
  providerOf: (certificate, digest) => {
    const found = view.find(certificates, certificate)
    return found?.body === digest ? { participant: found.provider, home: found.home } : undefined
  },
  authorOf: (purchase, digest) => {
    const found = view.find(reviews, purchase)
    return found?.text === digest ? { participant: found.buyer, home: found.home } : undefined
  },
  partiesOf: (as, of, digest) => {
    if (as === 'demand') return partiesOfDemand(rows, of, digest)
    if (as === 'interaction') return partiesOfPackage(rows, of, digest)
    if (as === 'recommendation') {
      const told = partiesOfConsent(rows, of, digest) ?? partiesOfRequest(rows, of, digest)
      return told ?? partiesOfRecommendation(rows, of, digest)
    }
    return partiesOfPurchase(view, of, digest) ?? partiesOfHandover(view, of, digest)
  },
  isEvidence: (purchase, digest) =>
    view.find(purchases, purchase)?.evidence?.some((one) => one.digest === digest) === true,
})
