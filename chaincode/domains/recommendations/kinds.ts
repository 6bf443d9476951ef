import { z } from 'zod'
import { displayName, instructionIdName } from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
import { responseWindow } from './window.ts'

/** Recommendations, and the answers that they wait for. */
export const recommendationKinds = {
  // `strict`: of a duration, the very end does not count any more.
  'recommendation.open': kind({
    body: z.strictObject({ title: displayName, window: responseWindow, strict: z.literal(true).optional() }),
    roles: ['merchant'],
    effects: ['recommendation', 'startedAt'],
    opens: true,
  }),
  'recommendation.answer': kind({
    body: z.strictObject({ recommendation: instructionIdName }),
    roles: ['customer'],
    effects: ['receivedAt', 'verdict'],
    stamp: z.strictObject({}),
    judgedByReceipt: true,
  }),
} as const
