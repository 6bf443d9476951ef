import { z } from 'zod'
import { deviceRoles, publicKey } from '../../wire/device.ts'
import { amount, type RecordIn, table, window } from '../../wire/table.ts'
import { authorisations } from './kinds.ts'

/** What others need to know of a participant; rarely written, so that reading it conflicts with nothing (decision 0007). */
export const participants = table('participant', {
  shape: z.object({
    participant: z.string(),
    type: z.enum(['person', 'organisation']),
    home: z.string(),
    status: z.enum(['active', 'frozen', 'closed']),
    /** Whose transfers it takes without being asked: everybody's, those of the senders named, or nobody's. */
    accepts: z.enum(['all', 'known', 'none']),
    known: z.array(z.string()),
    /** The case under which it is frozen, which alone frees it; absent while it is not, and where it was frozen before (decision 0031). */
    frozenUnder: z.string().optional(),
  }),
  key: ['participant'],
  homes: ['home'],
  readers: { owner: 'participant' },
})
export type Participant = RecordIn<typeof participants>
export type ParticipantStatus = Participant['status']

/** That a device key was given to an account, for ever (decision 0026): when the device is revoked, no other account gets that key. */
export const deviceOwners = table('device', {
  shape: z.object({ device: z.string(), participant: z.string(), home: z.string() }),
  key: ['device'],
  homes: ['home'],
})

/** A device of a participant: its key, what it may do, and which of its numbers were honoured. */
const device = z.object({
  name: z.string(),
  publicKey,
  roles: z.array(z.enum(deviceRoles)),
  status: z.enum(['active', 'revoked']),
  /** By which ways the home was asked to add it, where its registrar said so. */
  authorisedBy: z.enum(authorisations).optional(),
  /** Highest number honoured so far. */
  highest: amount,
  /** Bit k is set when number `highest - k` was honoured; the last 256 are remembered. */
  used: window,
})
export type Device = z.output<typeof device>

/**
 * What a participant has of one voucher, in base units, by what may be done with it. `cost` is what was paid for
 * `costed` of them, in the cash base unit; units that came without a price have no cost.
 */
const holding = z.object({
  available: amount,
  reserved: amount,
  pledged: amount,
  frozen: amount,
  cost: amount,
  costed: amount,
  /** How much of what is frozen each case froze; absent for what was frozen before cases were remembered (decision 0031). */
  cases: z.record(z.string(), amount).optional(),
})
export type Holding = z.output<typeof holding>

/** What its owner acts on: devices with their number windows, and holdings by voucher code (decision 0007). */
export const accounts = table('account', {
  shape: z.object({
    participant: z.string(),
    home: z.string(),
    status: participants.shape.shape.status,
    devices: z.record(z.string(), device),
    holdings: z.record(z.string(), holding),
    /** How many locked pledges wait for this pledgee's release; absent when none does, and then the account can be closed. */
    liens: amount.optional(),
    /** How many series it has issued and not retired; absent when there is none, and then the account can be closed. */
    series: amount.optional(),
  }),
  key: ['participant'],
  place: 'home',
  homes: ['home'],
  readers: { owner: 'participant' },
})
export type Account = RecordIn<typeof accounts>

/** A quantity given to a payee and not folded into the payee's account yet; one for each payee, voucher and transaction. */
export const credits = table('credit', {
  shape: z.object({ payee: z.string(), voucher: z.string(), quantity: amount, transaction: z.string().optional() }),
  key: ['payee', 'voucher', 'transaction'],
  place: 'home',
  homes: [],
  readers: { owner: 'payee' },
})
export type Credit = RecordIn<typeof credits>

/**
 * The key to which others seal what one device alone is to open (design D24). It counts while its device is active, which the account
 * says: whoever seals asks a gateway, and that names the keys of active devices only.
 */
export const sealKeys = table('seal-key', {
  shape: z.object({ participant: z.string(), device: z.string(), home: z.string(), publicKey }),
  key: ['participant', 'device'],
  homes: ['home'],
  readers: 'everybody',
})
export type SealKey = RecordIn<typeof sealKeys>

/** That an interaction ended which counts for a participant, not folded into its reputation yet (decision 0041). Nothing reads it but that fold. */
export const marks = table('mark', {
  shape: z.object({
    participant: z.string(),
    interaction: z.string(),
    /** What it counts besides an interaction that was accepted, which is what a mark without a word counts. */
    counts: z.enum(['success', 'positive', 'negative']).optional(),
    /** True for the first interaction of the two at all. */
    isFirst: z.literal(true).optional(),
  }),
  key: ['participant', 'interaction'],
  place: 'home',
  homes: [],
  readers: { owner: 'participant' },
})

/** What ended interactions made of a participant; only folded marks change it, so it is as old as the last fold. */
export const reputations = table('reputation', {
  shape: z.object({
    participant: z.string(),
    home: z.string(),
    /** Interactions that somebody accepted, and how many of them were completed. */
    interactions: amount,
    successes: amount.optional(),
    /** How many rated them, and how many of those with 4 or 5. */
    ratings: amount.optional(),
    positives: amount.optional(),
    /** With how many others it had them. */
    counterparties: amount.optional(),
  }),
  key: ['participant'],
  place: 'home',
  homes: ['home'],
  readers: 'everybody',
})
export type Reputation = RecordIn<typeof reputations>

/** When two participants last counted for a reputation, their names in order: they do so once in 30 days. */
export const pairs = table('pair', {
  shape: z.object({
    one: z.string(),
    other: z.string(),
    oneHome: z.string(),
    otherHome: z.string(),
    countedAt: amount,
  }),
  key: ['one', 'other'],
  homes: ['oneHome', 'otherHome'],
  readers: { parties: ['one', 'other'] },
})

/** Every table of this domain. */
export const registryTables = [
  participants,
  deviceOwners,
  accounts,
  credits,
  sealKeys,
  marks,
  reputations,
  pairs,
] as const
