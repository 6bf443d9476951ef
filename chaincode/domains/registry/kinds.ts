import { z } from 'zod'
import { deviceRoles, publicKey, signatureBytes } from '../../wire/device.ts'
import {
  areDistinct,
  caseNumber,
  deviceId,
  displayName,
  organisationId,
  participantId,
} from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'

const newDevice = z.strictObject({
  name: displayName,
  publicKey,
  /** The key's own signature over the text of its card. Rules want it; what was recorded before they did has none. */
  proof: signatureBytes.optional(),
  roles: z.array(z.enum(deviceRoles)).min(1).max(deviceRoles.length).refine(areDistinct, 'roles must differ'),
})
export type NewDevice = z.infer<typeof newDevice>

/** By which ways the home was asked to add a device (decision 0020): what its gateway checked, or somebody at its desk. */
export const authorisations = ['message', 'password', 'both', 'desk'] as const
export type Authorisation = (typeof authorisations)[number]

/** Who takes part, and with which devices. */
export const registryKinds = {
  'participant.register': kind({
    body: z.strictObject({
      participant: participantId,
      type: z.enum(['person', 'organisation']),
      device: newDevice,
    }),
    roles: ['registrar'],
    effects: ['device', 'home', 'participant'],
  }),
  'participant.accept': kind({
    body: z.strictObject({
      accepts: z.enum(['all', 'known', 'none']),
      known: z.array(participantId).max(64).refine(areDistinct, 'senders must differ').optional(),
    }),
    roles: [],
    effects: ['accepts', 'known'],
  }),
  'participant.freeze': kind({
    body: z.strictObject({ participant: participantId, caseNumber }),
    roles: ['registrar'],
    effects: ['participant', 'status'],
  }),
  'participant.unfreeze': kind({
    body: z.strictObject({ participant: participantId, caseNumber }),
    roles: ['registrar'],
    effects: ['participant', 'status'],
  }),
  'participant.close': kind({
    body: z.strictObject({ participant: participantId }),
    roles: ['registrar'],
    effects: ['participant', 'status'],
  }),
  'device.add': kind({
    body: z.strictObject({
      participant: participantId,
      device: newDevice,
      authorisedBy: z.enum(authorisations).optional(),
    }),
    roles: ['registrar'],
    effects: ['device', 'participant'],
  }),
  'device.rename': kind({
    body: z.strictObject({ device: deviceId, name: displayName }),
    roles: [],
    effects: ['device', 'name'],
  }),
  'device.replace': kind({
    body: z.strictObject({ participant: participantId, lost: deviceId, device: newDevice }),
    roles: ['registrar'],
    effects: ['device', 'lost', 'participant'],
  }),
  'device.revoke': kind({
    body: z.strictObject({ participant: participantId, device: deviceId }),
    roles: [],
    effects: ['device', 'participant'],
  }),
  'device.set-seal-key': kind({
    body: z.strictObject({
      publicKey,
      /** The member by whose gateway it comes: for auditors alone, whose own organisation has none. */
      through: organisationId.optional(),
    }),
    roles: [],
    effects: ['device'],
  }),
} as const
