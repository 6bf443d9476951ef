import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'
import { traitValue } from '../matching/traits.ts'
import { commerceFunctions, instanceForms, periods } from './terms.ts'

/** Whom a member registered to issue certificates of its goods and services. */
export const providers = table('provider', {
  shape: z.object({
    provider: z.string(),
    home: z.string(),
    /** The participant that registered it, for its member. */
    member: z.string(),
    /** The business name that buyers are shown. */
    name: z.string(),
    /** The origins under which links to its certificates may lead. */
    addresses: z.array(z.string()),
    status: z.enum(['open', 'closed']),
  }),
  key: ['provider'],
  homes: ['home'],
  readers: 'everybody',
  listed: { as: 'providers', ofAccounts: true, under: ['member'], open: ['open'] },
})
export type Provider = RecordIn<typeof providers>

/**
 * A goods certificate: what its provider says of one of its goods, whose body lies off the ledger, encrypted (design D21). It expires by
 * its time, without a step.
 */
export const certificates = table('certificate', {
  shape: z.object({
    certificate: z.string(),
    provider: z.string(),
    home: z.string(),
    item: z.string(),
    title: z.string(),
    /** The device whose key signed the body. */
    device: z.string(),
    /** SHA-256 of the encrypted body, in base64url. */
    body: z.string(),
    /** `termsDigest` of its price terms. */
    terms: z.string(),
    cash: z.string(),
    allows: z.array(z.enum(commerceFunctions)),
    expiresAt: amount,
    periods,
    /** True when only one can have it at a time. */
    exclusive: z.boolean(),
    /** True when who holds it may hand it on. */
    passable: z.boolean(),
    /** What of a voucher goes to the buyer with each piece, where the goods are metal (SX-003). */
    metal: z.object({ voucher: z.string(), quantity: amount }).optional(),
    /** What its provider says of the goods, for those who match demands (decision 0044). */
    traits: z.array(traitValue).optional(),
    /** The instance that has an exclusive certificate now. */
    given: z.string().optional(),
    status: z.enum(['active', 'revoked']),
  }),
  key: ['certificate'],
  homes: ['home'],
  readers: 'everybody',
  listed: { as: 'certificates', ofAccounts: true, under: ['provider'], open: ['active'] },
})
export type Certificate = RecordIn<typeof certificates>

/** The newest certificate of a provider's item: a second one waits until that is revoked or expired (S1-032). */
export const catalogueItems = table('catalogue-item', {
  shape: z.object({ provider: z.string(), item: z.string(), home: z.string(), certificate: z.string() }),
  key: ['provider', 'item'],
  homes: ['home'],
  readers: 'everybody',
})

/** What one participant has of a certificate. Whoever hands it on ends it, and the receiver has a new one. */
export const instances = table('instance', {
  shape: z.object({
    instance: z.string(),
    certificate: z.string(),
    provider: z.string(),
    providerHome: z.string(),
    holder: z.string(),
    holderHome: z.string(),
    form: z.enum(instanceForms),
    /** Of a licence: the uses that it allows, and until when. */
    scope: z.array(z.string()).optional(),
    endsAt: amount.optional(),
    /** True when its holder may hand it on. */
    transferable: z.boolean(),
    /** SHA-256 of the sealed key with which its holder opens the certificate's body; none where the holder has the link. */
    sealedKey: z.string().optional(),
    /** How often it was handed on, the provider's handing out among them. */
    passes: z.number(),
    /** The instance that it comes from; none for what its provider handed out. */
    from: z.string().optional(),
    /** To whom it is offered: while that can be accepted, nothing else can be done with it (decision 0044). */
    offered: z
      .object({
        of: z.enum(['demand', 'recommendation']),
        subject: z.string(),
        /** To whom it is delivered; of a demand its holder is not told. */
        to: z.string().optional(),
        until: amount,
      })
      .optional(),
    status: z.enum(['held', 'passed', 'consumed']),
  }),
  key: ['instance'],
  homes: ['providerHome', 'holderHome'],
  readers: { parties: ['provider', 'holder'] },
  listed: { as: 'instances', ofAccounts: true, under: ['holder', 'provider'], open: ['held'] },
})
export type Instance = RecordIn<typeof instances>

/** Which instance makes somebody the owner of a certificate: a second one is refused (S1-052). */
export const titles = table('title', {
  shape: z.object({
    certificate: z.string(),
    holder: z.string(),
    providerHome: z.string(),
    holderHome: z.string(),
    instance: z.string(),
    status: z.enum(['owned', 'passed']),
  }),
  key: ['certificate', 'holder'],
  homes: ['providerHome', 'holderHome'],
  readers: { parties: ['holder'] },
})

/**
 * A holder's word to all that a certificate can be had through it (S1-049). It goes by the id of its instance, and ends with it, so that
 * nobody goes on publishing what it handed on.
 */
export const publications = table('publication', {
  shape: z.object({
    publication: z.string(),
    certificate: z.string(),
    provider: z.string(),
    holder: z.string(),
    home: z.string(),
    /** Where the certificate can be read, without the key (S1-031). */
    link: z.string().optional(),
    status: z.enum(['open', 'withdrawn']),
  }),
  key: ['publication'],
  homes: ['home'],
  readers: 'everybody',
  concerns: ({ holder, provider }) => [holder, provider],
  listed: { as: 'publications', ofAccounts: true, under: ['certificate', 'holder', 'provider'], open: ['open'] },
})
export type Publication = RecordIn<typeof publications>

/** Every table of this domain. */
export const certificateTables = [providers, certificates, catalogueItems, instances, titles, publications] as const
