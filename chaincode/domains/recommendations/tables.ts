import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'
import { responseWindow, verdicts } from './window.ts'

/** What a participant recommends, and when an answer to it is wanted. Who answers never writes it (decision 0041). */
export const recommendations = table('recommendation', {
  shape: z.object({
    recommendation: z.string(),
    recommender: z.string(),
    home: z.string(),
    title: z.string(),
    window: responseWindow,
    /** Whether the very end of a duration is late. */
    strict: z.boolean(),
    /** From when a duration runs: the time of the transaction that opened it, in UTC milliseconds. */
    startedAt: amount,
  }),
  key: ['recommendation'],
  homes: ['home'],
  readers: 'everybody',
  // Who recommended is told of each answer.
  concerns: ({ recommender }) => [recommender],
})
export type Recommendation = RecordIn<typeof recommendations>

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
  }),
  key: ['recommendation', 'answer'],
  homes: ['home'],
  readers: { parties: ['participant', 'recommender'] },
})
export type Answer = RecordIn<typeof answers>

/** That a participant answered in time, which it can do once, and what it may be delivered for it. */
export const rights = table('right', {
  shape: z.object({
    recommendation: z.string(),
    participant: z.string(),
    recommender: z.string(),
    home: z.string(),
    /** The answer that was in time. */
    answer: z.string(),
  }),
  key: ['recommendation', 'participant'],
  homes: ['home'],
  readers: { parties: ['participant', 'recommender'] },
})

/** Every table of this domain. */
export const recommendationTables = [recommendations, answers, rights] as const
