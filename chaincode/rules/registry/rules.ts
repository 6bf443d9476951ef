import type { registryKinds } from '../../domains/registry/kinds.ts'
import type { Rule } from '../rule.ts'
import { addDevice, renameDevice, replaceDevice, revokeDevice, setSealKey } from './device.ts'
import {
  acceptTransfers,
  closeParticipant,
  freezeParticipant,
  registerParticipant,
  unfreezeParticipant,
} from './participant.ts'

/** The rule of each kind about participants and devices. */
export const registryRules: { readonly [K in keyof typeof registryKinds]: Rule<K> } = {
  'participant.register': registerParticipant,
  'participant.accept': acceptTransfers,
  'participant.freeze': freezeParticipant,
  'participant.unfreeze': unfreezeParticipant,
  'participant.close': closeParticipant,
  'device.add': addDevice,
  'device.rename': renameDevice,
  'device.replace': replaceDevice,
  'device.revoke': revokeDevice,
  'device.set-seal-key': setSealKey,
}
