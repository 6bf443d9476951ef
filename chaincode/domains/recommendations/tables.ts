import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'
import { instanceForms } from '../certificates/terms.ts'
import { traitValue } from '../matching/traits.ts'
import { shared } from './shared.ts'
import { parameter, recommendationTarget } from './target.ts'
import { responseWindow, verdicts } from './window.ts'

/** What a participant recommends, and when an answer to it is wanted. Who answers never writes it (decision 0041). */
export const recommendations = table('recommendation', {
  shape: z.object({
    recommendation: z.string(),
    recommender: z.string(),
    home: z.string(),
    matcher: z.string(),
    matcherHome: z.string(),
    title: z.string(),
    identifier: z.string(),
    traits: z.array(traitValue),
    parameters: z.array(parameter),
    window: responseWindow,
    /** Whether the very end of a duration is late. */
    strict: z.boolean(),
    /** From when a duration runs: the time of the transaction that opened it, in UTC milliseconds. */
    startedAt: amount,
    /** What is delivered, the first that can be had. */
    targets: z.array(recommendationTarget),
    /** As what a certificate is delivered, and of a licence for which uses and until when. */
    form: z.enum(instanceForms).optional(),
    scope: z.array(z.string()).optional(),
    endsAt: amount.optional(),
    /** What of the recommender may be told to those who are asked; nothing, where it consented to nothing. */
    shared: shared.optional(),
    status: z.enum(['open', 'withdrawn']),
  }),
  key: ['recommendation'],
  homes: ['home'],
  // Whoever is asked reads its own request, which says what is recommended and not what is delivered (S3-020).
  readers: { parties: ['recommender', 'matcher'] },
  listed: { as: 'recommendations', ofAccounts: true, under: ['recommender', 'matcher'], open: ['open'] },
})
export type Recommendation = RecordIn<typeof recommendations>

/** Who was found for a recommendation, as `match` says it of a demand. */
export const recommendationMatches = table('recommendation-match', {
  shape: z.object({
    recommendation: z.string(),
    matcher: z.string(),
    recommender: z.string(),
    home: z.string(),
    version: z.number(),
    block: amount,
    found: z.number(),
    list: z.string(),
    chosen: z.array(z.string()),
    dropped: z.array(z.string()),
    status: z.enum(['matched', 'no-match']),
  }),
  key: ['recommendation'],
  homes: ['home'],
  readers: { parties: ['recommender', 'matcher'] },
})
export type RecommendationMatch = RecordIn<typeof recommendationMatches>

/** What one found participant is asked: what is recommended and until when, without what is delivered. Nothing writes it again. */
export const recommendationRequests = table('recommendation-request', {
  shape: z.object({
    recommendation: z.string(),
    participant: z.string(),
    recommender: z.string(),
    recommenderHome: z.string(),
    matcher: z.string(),
    home: z.string(),
    title: z.string(),
    identifier: z.string(),
    traits: z.array(traitValue),
    parameters: z.array(parameter),
    window: responseWindow,
    strict: z.boolean(),
    startedAt: amount,
    /** The names of what may be answered for (S3-023). */
    targets: z.array(z.string()),
    /** What the recommender consented to tell, sealed to who is asked. */
    shared: shared.optional(),
  }),
  key: ['recommendation', 'participant'],
  homes: ['home'],
  readers: { parties: ['participant', 'recommender', 'matcher'] },
  listed: { as: 'recommendation-requests', ofAccounts: true, under: ['participant'], open: [] },
})
export type RecommendationRequest = RecordIn<typeof recommendationRequests>

/** One answer, under its instruction’s id, so that a thousand at one moment conflict in nothing (decision 0041). */
export const answers = table('answer', {
  shape: z.object({
    recommendation: z.string(),
    answer: z.string(),
    participant: z.string(),
    recommender: z.string(),
    /** The answerer's home, whose word the time of receipt is. */
    home: z.string(),
    verdict: z.enum(verdicts),
    /** In UTC milliseconds. */
    receivedAt: amount,
    /** The target that it names, where it names one. */
    target: z.string().optional(),
  }),
  key: ['recommendation', 'answer'],
  homes: ['home'],
  readers: { parties: ['participant', 'recommender'] },
  listed: { as: 'answers', ofAccounts: true, under: ['participant', 'recommender'], open: [] },
})
export type Answer = RecordIn<typeof answers>

/** That a participant answered in time or declined, which it can do once; only who answered in time is delivered something. */
export const rights = table('right', {
  shape: z.object({
    recommendation: z.string(),
    participant: z.string(),
    recommender: z.string(),
    home: z.string(),
    /** The answer that was in time; none where it declined. */
    answer: z.string().optional(),
    /** The target that it was answered for. */
    target: z.string().optional(),
    status: z.enum(['in-time', 'declined']),
  }),
  key: ['recommendation', 'participant'],
  homes: ['home'],
  readers: { parties: ['participant', 'recommender'] },
  listed: { as: 'rights', ofAccounts: true, under: ['participant', 'recommender'], open: ['in-time'] },
})
export type Right = RecordIn<typeof rights>

/** What was delivered to who answered in time, or that nothing could be had any more; its functions open with its acceptance (S3-046). */
export const deliveries = table('delivery', {
  shape: z.object({
    recommendation: z.string(),
    participant: z.string(),
    home: z.string(),
    recommender: z.string(),
    recommenderHome: z.string(),
    target: recommendationTarget.optional(),
    sealedKey: z.string().optional(),
    /** Until when it can be accepted. */
    until: amount,
    status: z.enum(['delivered', 'no-certificate', 'accepted', 'rejected']),
  }),
  key: ['recommendation', 'participant'],
  homes: ['home', 'recommenderHome'],
  readers: { parties: ['participant', 'recommender'] },
  listed: { as: 'deliveries', ofAccounts: true, under: ['participant', 'recommender'], open: ['delivered'] },
})
export type Delivery = RecordIn<typeof deliveries>

/** Every table of this domain. */
export const recommendationTables = [
  ...[recommendations, recommendationMatches, recommendationRequests],
  ...[answers, rights, deliveries],
] as const
