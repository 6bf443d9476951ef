import { certificates, providers } from '../../chaincode/domains/certificates/tables.ts'
import { purchases, reviews } from '../../chaincode/domains/commerce/tables.ts'
import type { View } from '../../chaincode/rules/rule.ts'

/** What the ledger says of the documents whose digests it holds. */
export interface GoodsRecords {
  /** True for who may lay down bodies of certificates. */
  isOpenProvider(participant: string): boolean
  /** Whose certificate has this body, and at which home; undefined where the ledger knows no such one. */
  providerOf(certificate: string, digest: string): Party | undefined
  /** Who reviewed a purchase with this text. */
  authorOf(purchase: string, digest: string): Party | undefined
  /** Between whom a purchase is in which this digest stands, with the homes of both. */
  partiesOf(purchase: string, digest: string): Party[] | undefined
  /** True for a digest of evidence in a purchase that was disputed. */
  isEvidence(purchase: string, digest: string): boolean
}

/** A participant, and the home through which it has to do with this. */
export interface Party {
  participant: string
  home: string
}

/** The records of the ledger, as the blocks read so far leave them. */
export const goodsRecords = (view: View): GoodsRecords => ({
  isOpenProvider: (participant) => view.find(providers, participant)?.status === 'open',
  providerOf: (certificate, digest) => {
    const found = view.find(certificates, certificate)
    return found?.body === digest ? { participant: found.provider, home: found.home } : undefined
  },
  authorOf: (purchase, digest) => {
    const found = view.find(reviews, purchase)
    return found?.text === digest ? { participant: found.buyer, home: found.home } : undefined
  },
  partiesOf: (purchase, digest) => {
    const found = view.find(purchases, purchase)
    if (found === undefined) return undefined
    const named = [found.address, ...(found.evidence ?? []).map((one) => one.digest)]
    if (!named.includes(digest)) return undefined
    return [
      { participant: found.buyer, home: found.buyerHome },
      { participant: found.provider, home: found.providerHome },
    ]
  },
  isEvidence: (purchase, digest) =>
    view.find(purchases, purchase)?.evidence?.some((one) => one.digest === digest) === true,
})
