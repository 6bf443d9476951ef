import { z } from 'zod'
import { deviceId, instructionIdName, moment, participantId, quantity } from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
import { packageContents } from './terms.ts'

const named = z.strictObject({ interaction: instructionIdName })

/** Packages that two keys open, and how each key is released (decision 0047). A package goes by the interaction that it is for. */
export const packageKinds = {
  'package.deliver': kind({
    body: named.extend({
      /** The digest of the sealed package. */
      package: instructionIdName,
      contents: z.enum(packageContents),
      /** Bytes of the sealed package. */
      size: quantity,
      keeper: participantId,
      /** The digest of the document in which the first key is sealed to the keeper. */
      firstKey: instructionIdName,
      /** Until when who asked for its keys must have both. */
      until: moment,
    }),
    roles: ['customer', 'merchant'],
    effects: ['expiresAt', 'interaction', 'package', 'status'],
  }),
  'package.revoke': kind({
    body: named,
    roles: ['customer', 'merchant'],
    effects: ['interaction', 'status'],
  }),
  'package.request': kind({
    body: named,
    roles: ['customer', 'merchant'],
    effects: ['device', 'interaction'],
    alarms: { codes: ['not_a_party', 'requested_already'], of: 'interaction' },
  }),
  'package.release': kind({
    body: named.extend({ device: deviceId, sealedKey: instructionIdName }),
    roles: ['keeper', 'customer', 'merchant'],
    effects: ['device', 'interaction', 'part'],
    alarms: { codes: ['not_the_keeper', 'not_requested', 'released_already'], of: 'interaction' },
  }),
  'package.open': kind({
    body: named,
    roles: ['customer', 'merchant'],
    effects: ['device', 'interaction'],
    alarms: { codes: ['not_a_party'], of: 'interaction' },
  }),
  'package.reject': kind({
    body: named,
    roles: ['customer', 'merchant'],
    effects: ['interaction', 'status'],
  }),
} as const
