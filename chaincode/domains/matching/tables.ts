import { z } from 'zod'
import { publicKey } from '../../wire/device.ts'
import { amount, type RecordIn, table } from '../../wire/table.ts'
import { instanceForms } from '../certificates/terms.ts'
import { condition, traitSources, traitValue } from './traits.ts'

/** Whom a member lets match demands and recommendations, and by which settings (decision 0044). */
export const matchers = table('matcher', {
  shape: z.object({
    matcher: z.string(),
    home: z.string(),
    /** From how many counterparties on a rate counts as known (design D22). */
    counterparties: z.number(),
    /** The fields of interest that there are; any, where none is named (S1-004). */
    fields: z.array(z.string()).optional(),
    status: z.enum(['open', 'closed']),
  }),
  key: ['matcher'],
  homes: ['home'],
  readers: 'everybody',
})
export type Matcher = RecordIn<typeof matchers>

/** A further trait of holders or of goods by which a matching service matches, known without a change of code (S1-006). */
export const traits = table('trait', {
  shape: z.object({
    matcher: z.string(),
    trait: z.string(),
    home: z.string(),
    /** What is said of: who holds something, or the goods. */
    of: z.enum(['holder', 'goods']),
    /** Of a number: the least and the most that it can be. */
    least: z.number().optional(),
    most: z.number().optional(),
    /** Of codes: all that there are. */
    codes: z.array(z.string()).optional(),
    source: z.enum(traitSources),
  }),
  key: ['matcher', 'trait'],
  homes: ['home'],
  readers: 'everybody',
})
export type Trait = RecordIn<typeof traits>

/** What a participant has stored with a matching service beforehand: what it can be asked for, and what it wants to be asked for (S1-014, S3-014). */
export const profiles = table('profile', {
  shape: z.object({
    matcher: z.string(),
    participant: z.string(),
    home: z.string(),
    /** Fields of interest. */
    fields: z.array(z.string()),
    traits: z.array(traitValue),
    /** What recommendations it wants: of which identifier, and of which traits and parameters. */
    needs: z.array(z.object({ identifier: z.string(), traits: z.array(condition), parameters: z.array(condition) })),
    status: z.enum(['active', 'inactive']),
  }),
  key: ['matcher', 'participant'],
  homes: ['home'],
  readers: { owner: 'participant' },
})
export type Profile = RecordIn<typeof profiles>

/**
 * What somebody wants, and of whom. Its name is an alias that the requester's device draws, so that whoever is asked under it learns
 * nothing of who asks (decision 0044).
 */
export const demands = table('demand', {
  shape: z.object({
    demand: z.string(),
    requester: z.string(),
    home: z.string(),
    matcher: z.string(),
    matcherHome: z.string(),
    /** What is wanted, in words for those who are asked. */
    title: z.string(),
    /** What holders must fulfil, each of them. */
    wanted: z.array(condition),
    /** What the goods should be; those that fulfil most of it come first. */
    goods: z.array(condition),
    minHolders: z.number(),
    /** True when several answers may be accepted. */
    several: z.boolean(),
    /** The time of the transaction that opened it; what expired before does not match. */
    openedAt: amount,
    until: amount,
    /** To which holders seal what they offer, made for this demand alone. */
    publicKey,
    status: z.enum(['open', 'fulfilled', 'withdrawn']),
  }),
  key: ['demand'],
  homes: ['home'],
  readers: { parties: ['requester', 'matcher'] },
  listed: { as: 'demands', ofAccounts: true, under: ['requester', 'matcher'], open: ['open'] },
})
export type Demand = RecordIn<typeof demands>

/**
 * How a demand was matched: by which version of `rank`, over the rows at the end of which block, how many were found, the digest of the
 * whole ranked list, how many of it were chosen, and whom the ledger dropped of these since they no longer fitted (S1-015 to S1-017).
 */
export const matches = table('match', {
  shape: z.object({
    demand: z.string(),
    matcher: z.string(),
    requester: z.string(),
    home: z.string(),
    version: z.number(),
    block: amount,
    found: z.number(),
    list: z.string(),
    chosen: z.array(z.object({ holder: z.string(), certificate: z.string().optional() })),
    dropped: z.array(z.string()),
    status: z.enum(['matched', 'no-match']),
  }),
  key: ['demand'],
  homes: ['home'],
  readers: { parties: ['requester', 'matcher'] },
})
export type Match = RecordIn<typeof matches>

/** What one chosen holder is asked, under the alias alone: never by whom. Nothing writes it again. */
export const requests = table('request', {
  shape: z.object({
    demand: z.string(),
    holder: z.string(),
    matcher: z.string(),
    home: z.string(),
    title: z.string(),
    goods: z.array(condition),
    /** The certificate that fitted best, where goods were named. */
    certificate: z.string().optional(),
    until: amount,
    publicKey,
  }),
  key: ['demand', 'holder'],
  homes: ['home'],
  readers: { parties: ['holder', 'matcher'] },
  listed: { as: 'requests', ofAccounts: true, under: ['holder'], open: [] },
})
export type MatchRequest = RecordIn<typeof requests>

/** What one holder said to one demand: one row each, so that answers never meet (pitfall of hot rows, decision 0044). */
export const demandAnswers = table('demand-answer', {
  shape: z.object({
    demand: z.string(),
    holder: z.string(),
    home: z.string(),
    /** Who gets it: told to the holder with the acceptance, and not before. */
    requester: z.string().optional(),
    /** Its certificate's provider, whose home keeps the instance too. */
    certificate: z.string().optional(),
    provider: z.string().optional(),
    providerHome: z.string().optional(),
    instance: z.string().optional(),
    form: z.enum(instanceForms).optional(),
    scope: z.array(z.string()).optional(),
    endsAt: amount.optional(),
    transferable: z.boolean().optional(),
    sealedKey: z.string().optional(),
    /** Until when it can be accepted; silence until then is a rejection (S1-028). */
    until: amount.optional(),
    status: z.enum(['declined', 'offered', 'accepted', 'rejected']),
  }),
  key: ['demand', 'holder'],
  homes: ['home'],
  readers: { parties: ['holder', 'requester'] },
  listed: { as: 'demand-answers', ofAccounts: true, under: ['holder'], open: ['offered'] },
})
export type DemandAnswer = RecordIn<typeof demandAnswers>

/** What came of an accepted answer or delivery, between the two who had to do with each other (S1-029, S3-045). */
export const interactions = table('interaction', {
  shape: z.object({
    interaction: z.string(),
    of: z.enum(['demand', 'recommendation']),
    /** The demand, or the recommendation. */
    subject: z.string(),
    giver: z.string(),
    giverHome: z.string(),
    receiver: z.string(),
    receiverHome: z.string(),
    /** The instance that the receiver got, of which certificate and provider; none where data alone were delivered. */
    instance: z.string().optional(),
    certificate: z.string().optional(),
    provider: z.string().optional(),
    /** True when it counts for the giver's rates: not where the two counted for each other lately (decision 0041). */
    counts: z.boolean(),
    /** How each side rated the other, from 1 to 5. */
    byGiver: z.number().optional(),
    byReceiver: z.number().optional(),
    status: z.enum(['accepted', 'completed']),
  }),
  key: ['interaction'],
  homes: ['giverHome', 'receiverHome'],
  readers: { parties: ['giver', 'receiver', 'provider'] },
  listed: {
    as: 'interactions',
    ofAccounts: true,
    under: ['giver', 'receiver', 'provider'],
    open: ['accepted'],
  },
})
export type Interaction = RecordIn<typeof interactions>

/** What a provider gave to a recommender for a completed interaction, once (S3-048, S3-049). */
export const rewards = table('reward', {
  shape: z.object({
    interaction: z.string(),
    provider: z.string(),
    home: z.string(),
    recommender: z.string(),
    voucher: z.string(),
    quantity: amount,
    reason: z.string(),
  }),
  key: ['interaction'],
  homes: ['home'],
  readers: { parties: ['provider', 'recommender'] },
  listed: { as: 'rewards', ofAccounts: true, under: ['provider', 'recommender'], open: [] },
})

/** Every table of this domain. */
export const matchingTables = [
  ...[matchers, traits, profiles, demands, matches, requests],
  ...[demandAnswers, interactions, rewards],
] as const
