import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'
import { creditGrades, productFamilies } from './terms.ts'

/** One step up for so much of this cash that is pledged to who holds for the bank, and no more steps than these. */
const gradeLift = z.object({ pledgee: z.string(), cash: z.string(), each: amount, most: z.number() })
export type GradeLift = z.output<typeof gradeLift>

/** How a bank grades a client before an institution; the two alone have it. */
export const grades = table('grade', {
  shape: z.object({
    bank: z.string(),
    institution: z.string(),
    client: z.string(),
    /** The one that counts: as two officers gave it, lifted by what is pledged. */
    grade: z.enum(creditGrades),
    /** As two officers gave it. */
    base: z.enum(creditGrades),
    /** By how much pledges lift it, as they gave it. */
    lift: gradeLift.optional(),
    /** The pledges that lift it, and how much of each did as it was weighed. */
    pledges: z.record(z.string(), amount),
    /** Counts from 1; a chain names the one that it was judged by. */
    version: amount,
  }),
  key: ['bank', 'institution', 'client'],
  place: 'pair',
  homes: ['bank', 'institution'],
})
export type Grade = RecordIn<typeof grades>

/** What a client has of one product that is no voucher of the ledger. */
const position = z.object({
  quantity: amount,
  /** What of it waits for chains that were sent. */
  reserved: amount,
  /** Counts from 1. */
  version: amount,
})

/**
 * What a client has with an institution of the families that are no vouchers of the ledger. One row holds them all, under family and
 * product: everybody has the hashes of keys, and a product is soon guessed from one.
 */
export const positions = table('position', {
  shape: z.object({
    bank: z.string(),
    institution: z.string(),
    client: z.string(),
    products: z.record(z.string(), position),
  }),
  key: ['bank', 'institution', 'client'],
  place: 'pair',
  homes: ['bank', 'institution'],
})
export type Positions = RecordIn<typeof positions>

/**
 * What a bank said in confidence of a client's grade or positions, one row for each time: the text byte for byte as its device signed the
 * digest, so that a member can disclose it and the grade be computed again (decision 0054).
 */
export const declarations = table('declaration', {
  shape: z.object({
    bank: z.string(),
    institution: z.string(),
    /** The id of the instruction that said it. */
    instruction: z.string(),
    text: z.string(),
  }),
  key: ['bank', 'institution', 'instruction'],
  place: 'pair',
  homes: ['bank', 'institution'],
})

/** What counts of a client's settled trades with an institution, for its place among those that wait (decision 0051); the two alone have it. */
export const activities = table('activity', {
  shape: z.object({
    bank: z.string(),
    institution: z.string(),
    client: z.string(),
    /** The UTC day of the last trade that counted, counted from 1970. */
    day: amount,
    /** What counted of that day's trades, in whole units of the cash. */
    dayVolume: amount,
    /** On how many days a trade counted, and for how much; what lies farther back counts for less. */
    days: amount,
    volume: amount,
  }),
  key: ['bank', 'institution', 'client'],
  place: 'pair',
  homes: ['bank', 'institution'],
})
export type Activity = RecordIn<typeof activities>

/** What bank and institution said of one chain in confidence, each text byte for byte as its device signed the digest. */
export const segments = table('segment', {
  shape: z.object({
    bank: z.string(),
    institution: z.string(),
    chain: z.string(),
    /** The bank's, which holds the client's. */
    second: z.string(),
    third: z.string().optional(),
    /** The bank's word on the position behind it. */
    settled: z.string().optional(),
    /** The bank's word that all is free again, of a chain that was voided. */
    released: z.string().optional(),
  }),
  key: ['bank', 'institution', 'chain'],
  place: 'pair',
  homes: ['bank', 'institution'],
})
export type Segments = RecordIn<typeof segments>

/** An institution that takes trades by chains: who answers for it, and of which families. */
export const institutions = table('institution', {
  shape: z.object({
    institution: z.string(),
    /** Whose devices answer, and whose account its legs come from and go to. */
    participant: z.string(),
    families: z.array(z.enum(productFamilies)),
    status: z.enum(['open', 'suspended']),
  }),
  key: ['institution'],
  homes: ['institution'],
  readers: 'everybody',
})
export type Institution = RecordIn<typeof institutions>

/** Where the server of an institution is reached, and by which keys a server, or the gateway of a bank, is known on the way (decision 0052). */
export const reaches = table('reach', {
  shape: z.object({
    part: z.enum(['bank', 'institution']),
    member: z.string(),
    /** A bank has none. */
    addresses: z.array(z.object({ name: z.string(), host: z.string(), port: z.string() })),
    /** The SHA-256 of each public key. */
    keys: z.array(z.string()),
  }),
  key: ['part', 'member'],
  homes: ['member'],
  readers: 'everybody',
})
export type Reach = RecordIn<typeof reaches>
export type ServerAddress = Reach['addresses'][number]

/** How many times in a row a client failed to show who it is; five lock it until an officer frees it (S2-009). */
export const identities = table('identity', {
  shape: z.object({ client: z.string(), home: z.string(), failures: z.number() }),
  key: ['client'],
  homes: ['home'],
  readers: { owner: 'client' },
})
export type Identity = RecordIn<typeof identities>

const leg = z.object({ voucher: z.string(), quantity: amount })

/** A client's trade at an institution, by way of its bank; what is confidential of it stands elsewhere (decision 0049). */
export const chains = table('chain', {
  shape: z.object({
    chain: z.string(),
    client: z.string(),
    bank: z.string(),
    institution: z.string(),
    family: z.enum(productFamilies),
    side: z.enum(['buy', 'sell']),
    cash: z.string(),
    /** The metal that it is about. */
    metal: leg.optional(),
    /** The most that a buy may cost. */
    cashMaximum: amount.optional(),
    /** When it was opened, in UTC milliseconds: its waiting and the windows of promotions count by it. */
    openedAt: amount,
    /** Until when it may be sent. */
    expiresAt: amount,
    /** The digest of the first confidential text. */
    first: z.string(),
    /** All that the client had of the metal as the chain was enriched. */
    position: amount.optional(),
    /** What waits in the client’s own account. */
    held: leg.optional(),
    /** Who answers for the institution, once it was sent. */
    executor: z.string().optional(),
    answerBy: amount.optional(),
    /** When the confidential texts were taken out of the pair's peers, in UTC milliseconds. */
    purgedAt: amount.optional(),
    status: z.enum([
      'received',
      'user-rejected',
      'institution-rejected',
      'position-rejected',
      'enriched',
      'withdrawn',
      'expired',
      'sent',
      'unknown',
      'answered',
      'settled',
      'refused',
      'conflict',
      'accepted',
      'voided',
    ]),
  }),
  key: ['chain'],
  homes: ['bank'],
  readers: { parties: ['client', 'executor'] },
  listed: {
    as: 'chains',
    ofAccounts: true,
    under: ['client', 'bank', 'institution'],
    open: ['received', 'enriched', 'sent', 'unknown', 'answered', 'conflict', 'accepted'],
  },
})
export type Chain = RecordIn<typeof chains>
export type ChainStatus = Chain['status']

/** The part of a chain that bank and institution endorse together, from when it was sent on. */
export const hops = table('hop', {
  shape: z.object({
    chain: z.string(),
    bank: z.string(),
    institution: z.string(),
    client: z.string(),
    executor: z.string(),
    /** The id of the `chain.send`, and of the `chain.answer`. */
    send: z.string(),
    answer: z.string().optional(),
    /** What the institution says that it executed: of the metal, and in cash. */
    quantity: amount.optional(),
    amount: amount.optional(),
    /** What waits in the institution’s account. */
    held: leg.optional(),
    status: z.enum(['sent', 'executed', 'refused', 'settled', 'freed', 'conflict', 'released']),
  }),
  key: ['chain'],
  homes: ['bank', 'institution'],
  readers: { parties: ['client', 'executor'] },
})
export type Hop = RecordIn<typeof hops>

/** Every table of this domain. */
export const tradeChainTables = [
  ...([grades, positions, declarations, activities, segments] as const),
  ...([institutions, reaches, identities, chains, hops] as const),
] as const
