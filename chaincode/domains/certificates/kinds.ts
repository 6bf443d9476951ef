import { z } from 'zod'
import {
  areDistinct,
  displayName,
  instructionIdName,
  moment,
  participantId,
  quantity,
  voucherCode,
} from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
import { traitValues } from '../matching/traits.ts'
import { certificateAddress, commerceFunctions, instanceForms, itemCode, periods, useName, webOrigin } from './terms.ts'

/**
 * What somebody is to have of a certificate; scope and term are a licence's, leave to hand it on a licence's or of data. The key to its
 * body goes along sealed to the receiver's devices, and its digest here (S1-020).
 */
const given = {
  to: participantId,
  form: z.enum(instanceForms),
  scope: z.array(useName).min(1).max(8).refine(areDistinct, 'uses must differ').optional(),
  endsAt: moment.optional(),
  transferable: z.boolean().optional(),
  sealedKey: instructionIdName.optional(),
}

/** Goods certificates, and what one can have of them (decision 0042). */
export const certificateKinds = {
  'provider.register': kind({
    body: z.strictObject({
      provider: participantId,
      name: displayName,
      addresses: z.array(webOrigin).min(1).max(4).refine(areDistinct, 'addresses must differ'),
    }),
    roles: ['teller'],
    effects: ['provider', 'status'],
  }),
  'provider.close': kind({
    body: z.strictObject({ provider: participantId }),
    roles: ['teller'],
    effects: ['provider', 'status'],
  }),
  'certificate.issue': kind({
    body: z.strictObject({
      item: itemCode,
      title: displayName,
      body: instructionIdName,
      terms: instructionIdName,
      cash: voucherCode,
      allows: z.array(z.enum(commerceFunctions)).min(1).max(2).refine(areDistinct, 'functions must differ'),
      expiresAt: moment,
      periods,
      exclusive: z.boolean(),
      passable: z.boolean(),
      metal: z.strictObject({ voucher: voucherCode, quantity }).optional(),
      traits: traitValues.optional(),
    }),
    roles: ['merchant'],
    effects: ['certificate', 'expiresAt', 'item', 'status'],
    opens: true,
  }),
  'certificate.revoke': kind({
    body: z.strictObject({ certificate: instructionIdName }),
    roles: ['merchant'],
    effects: ['certificate', 'item', 'status'],
  }),
  'certificate.grant': kind({
    body: z.strictObject({ certificate: instructionIdName, ...given }),
    roles: ['merchant'],
    effects: ['certificate', 'form', 'instance', 'status', 'to'],
    opens: true,
  }),
  'instance.pass-on': kind({
    body: z.strictObject({ instance: instructionIdName, ...given }),
    roles: ['customer', 'merchant'],
    effects: ['certificate', 'form', 'instance', 'status', 'to'],
    opens: true,
  }),
  'instance.use': kind({
    body: z.strictObject({ instance: instructionIdName, use: useName }),
    roles: ['customer', 'merchant'],
    effects: ['certificate', 'instance', 'use'],
  }),
  'instance.publish': kind({
    body: z.strictObject({ instance: instructionIdName, link: certificateAddress.optional() }),
    roles: ['customer', 'merchant'],
    effects: ['certificate', 'publication', 'status'],
  }),
  'publication.withdraw': kind({
    body: z.strictObject({ publication: instructionIdName }),
    roles: ['customer', 'merchant'],
    effects: ['certificate', 'publication', 'status'],
  }),
} as const
