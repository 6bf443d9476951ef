import { z } from 'zod'
import { publicKey } from '../../wire/device.ts'
import {
  areDistinct,
  displayName,
  instructionIdName,
  moment,
  participantId,
  quantity,
  reference,
  untoldParticipantId,
  voucherCode,
} from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
import { instanceForms, itemCode, useName } from '../certificates/terms.ts'
import { conditions, traitCode, traitName, traitNumber, traitSources, traitValues } from './traits.ts'

/** How many holders a match chooses at most (design D22). */
export const chosenMaximum = 32

// A chosen holder is told by its own request alone, and learns of no other; and who is rejected does not learn by whom.
const chosenHolder = z.strictObject({
  holder: untoldParticipantId,
  certificate: instructionIdName.optional(),
})

const demand = z.strictObject({ demand: instructionIdName })
const interaction = z.strictObject({ interaction: instructionIdName })

/** Demands, how they are matched, and what comes of it (decision 0044). */
export const matchingKinds = {
  'matcher.set': kind({
    body: z.strictObject({
      matcher: participantId,
      counterparties: z.int().min(1).max(100),
      fields: z.array(traitCode).min(1).max(64).refine(areDistinct, 'fields must differ').optional(),
      status: z.enum(['open', 'closed']),
    }),
    roles: ['registrar'],
    effects: ['matcher', 'status'],
  }),
  'trait.register': kind({
    body: z.strictObject({
      trait: traitName,
      of: z.enum(['holder', 'goods']),
      least: traitNumber.optional(),
      most: traitNumber.optional(),
      codes: z.array(traitCode).min(1).max(64).refine(areDistinct, 'codes must differ').optional(),
      source: z.enum(traitSources),
    }),
    roles: ['matcher'],
    effects: ['matcher', 'trait'],
  }),
  'profile.set': kind({
    body: z.strictObject({
      matcher: participantId,
      fields: z.array(traitCode).max(16).refine(areDistinct, 'fields must differ'),
      traits: traitValues,
      needs: z.array(z.strictObject({ identifier: itemCode, traits: conditions, parameters: conditions })).max(16),
      status: z.enum(['active', 'inactive']),
    }),
    roles: ['customer', 'merchant'],
    effects: ['matcher', 'status'],
  }),
  // The demand's name is drawn by the device: a hash of the instruction would lead whoever is asked to who asks.
  'demand.open': kind({
    body: z.strictObject({
      demand: instructionIdName,
      matcher: participantId,
      title: displayName,
      wanted: conditions,
      goods: conditions,
      minHolders: z.int().min(1).max(chosenMaximum),
      several: z.boolean(),
      until: moment,
      publicKey,
    }),
    roles: ['customer', 'merchant'],
    effects: ['demand', 'expiresAt', 'matcher', 'status'],
  }),
  'demand.withdraw': kind({
    body: demand,
    roles: ['customer', 'merchant'],
    effects: ['demand', 'status'],
  }),
  'demand.match': kind({
    body: demand.extend({
      version: z.int().min(1).max(1_000),
      block: moment,
      found: z.int().min(0).max(1_000_000_000),
      list: instructionIdName,
      chosen: z.array(chosenHolder).max(chosenMaximum),
    }),
    roles: ['matcher'],
    effects: ['chosen', 'demand', 'dropped', 'found', 'status'],
  }),
  'demand.request': kind({
    body: demand.extend({ holder: participantId }),
    roles: ['matcher'],
    effects: ['demand', 'expiresAt', 'holder'],
  }),
  'demand.answer': kind({
    body: demand.extend({
      instance: instructionIdName,
      form: z.enum(instanceForms),
      scope: z.array(useName).min(1).max(8).refine(areDistinct, 'uses must differ').optional(),
      endsAt: moment.optional(),
      transferable: z.boolean().optional(),
      sealedKey: instructionIdName.optional(),
      until: moment,
    }),
    roles: ['customer', 'merchant'],
    effects: ['certificate', 'demand', 'expiresAt', 'status'],
  }),
  'demand.decline': kind({ body: demand, roles: ['customer', 'merchant'], effects: ['demand', 'status'] }),
  'demand.accept': kind({
    body: demand.extend({ holder: participantId, sealedKey: instructionIdName.optional() }),
    roles: ['customer', 'merchant'],
    effects: ['certificate', 'demand', 'holder', 'instance', 'interaction', 'status'],
    opens: true,
  }),
  'demand.reject': kind({
    body: demand.extend({ holder: untoldParticipantId }),
    roles: ['customer', 'merchant'],
    effects: ['demand', 'holder', 'status'],
  }),
  'interaction.complete': kind({
    body: interaction.extend({ use: useName }),
    roles: ['customer', 'merchant'],
    effects: ['interaction', 'status', 'use'],
  }),
  'interaction.rate': kind({
    body: interaction.extend({ rating: z.int().min(1).max(5) }),
    roles: ['customer', 'merchant'],
    effects: ['interaction', 'participant', 'rating'],
  }),
  'interaction.reward': kind({
    body: interaction.extend({ recommender: participantId, voucher: voucherCode, quantity, reason: reference }),
    roles: ['merchant'],
    effects: ['interaction', 'quantity', 'recommender', 'voucher'],
  }),
} as const
