import type { Kind } from '../wire/instruction.ts'
import { addDevice, revokeDevice } from './device.ts'
import {
  acceptTransfers,
  closeParticipant,
  freezeParticipant,
  registerParticipant,
  unfreezeParticipant,
} from './participant.ts'
import type { Rule } from './rule.ts'
import { transferVoucher } from './transfer.ts'
import { changeFunctions, decreaseSupply, increaseSupply, issueVoucher, retireVoucher } from './voucher.ts'

const catalogue: { readonly [K in Kind]: Rule<K> } = {
  'participant.register': registerParticipant,
  'participant.accept': acceptTransfers,
  'participant.freeze': freezeParticipant,
  'participant.unfreeze': unfreezeParticipant,
  'participant.close': closeParticipant,
  'device.add': addDevice,
  'device.revoke': revokeDevice,
  'voucher.issue': issueVoucher,
  'voucher.change-functions': changeFunctions,
  'voucher.increase-supply': increaseSupply,
  'voucher.decrease-supply': decreaseSupply,
  'voucher.retire': retireVoucher,
  'voucher.transfer': transferVoucher,
}

/** The rule of a kind; every kind has exactly one. */
export const ruleOf = <K extends Kind>(kind: K): Rule<K> => catalogue[kind]
