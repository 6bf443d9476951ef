import { z } from 'zod'
import {
  areDistinct,
  displayName,
  instructionIdName,
  moment,
  participantId,
  untoldParticipantId,
} from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
import { instanceForms, itemCode, useName } from '../certificates/terms.ts'
import { traitValues } from '../matching/traits.ts'
import { shared } from './shared.ts'
import { parameter, recommendationTarget } from './target.ts'
import { responseWindow } from './window.ts'

/** How many a recommendation asks at most. */
export const askedMaximum = 128

const recommendation = z.strictObject({ recommendation: instructionIdName })

/** Recommendations, and what is delivered to those who answer in time (decision 0045). */
export const recommendationKinds = {
  // What is missing, and windows of two forms at once, the rule tells by codes of their own (S3-001, S3-009). `strict`: of a duration, the
  // very end does not count any more.
  'recommendation.open': kind({
    body: z.strictObject({
      matcher: participantId,
      title: displayName,
      identifier: itemCode.optional(),
      traits: traitValues,
      parameters: z.array(parameter).max(16),
      windows: z.array(responseWindow).max(3),
      strict: z.literal(true).optional(),
      targets: z.array(recommendationTarget).max(8),
      form: z.enum(instanceForms).optional(),
      scope: z.array(useName).min(1).max(8).refine(areDistinct, 'uses must differ').optional(),
      endsAt: moment.optional(),
      shared: shared.optional(),
    }),
    roles: ['customer', 'merchant'],
    effects: ['expiresAt', 'recommendation', 'startedAt', 'status'],
    opens: true,
  }),
  'recommendation.withdraw': kind({
    body: recommendation,
    roles: ['customer', 'merchant'],
    effects: ['recommendation', 'status'],
  }),
  'recommendation.match': kind({
    body: recommendation.extend({
      version: z.int().min(1).max(1_000),
      block: moment,
      found: z.int().min(0).max(1_000_000_000),
      list: instructionIdName,
      // Whoever is asked is told by its own request, and learns of no other.
      chosen: z.array(untoldParticipantId).max(askedMaximum).refine(areDistinct, 'names must differ'),
    }),
    roles: ['matcher'],
    effects: ['chosen', 'dropped', 'found', 'recommendation', 'status'],
  }),
  'recommendation.request': kind({
    body: recommendation.extend({ participant: participantId, shared: shared.optional() }),
    roles: ['matcher'],
    effects: ['expiresAt', 'participant', 'recommendation'],
  }),
  'recommendation.answer': kind({
    body: recommendation.extend({ target: instructionIdName.optional() }),
    roles: ['customer', 'merchant'],
    effects: ['receivedAt', 'verdict'],
    stamp: z.strictObject({}),
    judgedByReceipt: true,
  }),
  'recommendation.decline': kind({
    body: recommendation,
    roles: ['customer', 'merchant'],
    effects: ['recommendation', 'status'],
  }),
  // Without a target: none of them can be had any more (S3-044).
  'recommendation.deliver': kind({
    body: recommendation.extend({
      participant: participantId,
      target: instructionIdName.optional(),
      sealedKey: instructionIdName.optional(),
      until: moment,
    }),
    roles: ['customer', 'merchant'],
    effects: ['expiresAt', 'participant', 'recommendation', 'status'],
  }),
  'recommendation.accept': kind({
    body: recommendation,
    roles: ['customer', 'merchant'],
    effects: ['certificate', 'instance', 'interaction', 'recommendation', 'status'],
    opens: true,
  }),
  'recommendation.reject': kind({
    body: recommendation,
    roles: ['customer', 'merchant'],
    effects: ['recommendation', 'status'],
  }),
} as const
