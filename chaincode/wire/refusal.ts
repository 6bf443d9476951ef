import type { Json } from './canonical.ts'

/**
 * Every reason for which an instruction is not honoured: the code, its HTTP status, and whether the ledger records it.
 * A `recorded` refusal uses up the instruction's number and stands in the block; an unrecorded one writes nothing,
 * because the ledger cannot hold a device to a text that it cannot tie to that device (decision 0005).
 */
export const refusals = {
  malformed_instruction: {
    status: 400,
    recorded: false,
    meaning: 'The envelope is not an instruction in canonical JSON.',
  },
  wrong_ledger: { status: 400, recorded: false, meaning: 'The instruction is meant for another network.' },
  unknown_device: { status: 401, recorded: false, meaning: 'The ledger knows no such device of this participant.' },
  revoked_device: { status: 403, recorded: false, meaning: 'The device was revoked.' },
  bad_signature: { status: 401, recorded: false, meaning: 'The signature is not by this device over this text.' },
  not_home: { status: 421, recorded: false, meaning: 'Another organisation is home to this kind of instruction.' },
  number_too_old: { status: 409, recorded: false, meaning: 'The number lies too far behind the device’s highest one.' },
  number_used: { status: 409, recorded: false, meaning: 'The device’s number was used by another instruction.' },
  instruction_expired: { status: 422, recorded: true, meaning: 'The instruction’s validUntil has passed.' },
  valid_until_too_far: { status: 422, recorded: true, meaning: 'The instruction claims to stay valid for over a day.' },
  participant_not_active: { status: 403, recorded: true, meaning: 'The sender is frozen or closed.' },
  device_lacks_role: {
    status: 403,
    recorded: true,
    meaning: 'The device does not carry the role that this kind needs.',
  },
  role_not_grantable: {
    status: 403,
    recorded: true,
    meaning: 'A registrar cannot give this role to this participant.',
  },
  not_registrar_of_home: { status: 403, recorded: true, meaning: 'The participant belongs to another organisation.' },
  unknown_participant: { status: 404, recorded: true, meaning: 'The ledger knows no such participant.' },
  participant_exists: { status: 409, recorded: true, meaning: 'A participant has this id already.' },
  participant_state_forbids: {
    status: 409,
    recorded: true,
    meaning: 'The participant’s state does not allow this step.',
  },
  participant_holds_balance: { status: 409, recorded: true, meaning: 'The account still holds quantities.' },
  device_exists: { status: 409, recorded: true, meaning: 'The participant has a device with this key already.' },
  device_not_found: { status: 404, recorded: true, meaning: 'The participant has no such device.' },
  device_already_revoked: { status: 409, recorded: true, meaning: 'The device was revoked before.' },
  too_many_devices: { status: 409, recorded: true, meaning: 'The participant has as many devices as an account may.' },
  unknown_voucher: { status: 404, recorded: true, meaning: 'The ledger knows no voucher with this code.' },
  voucher_exists: { status: 409, recorded: true, meaning: 'A voucher has this code already.' },
  voucher_retired: { status: 409, recorded: true, meaning: 'The voucher was retired.' },
  not_the_issuer: { status: 403, recorded: true, meaning: 'Only the issuer may do this to the voucher.' },
  function_not_enabled: { status: 409, recorded: true, meaning: 'The voucher does not offer this function now.' },
  supply_not_zero: { status: 409, recorded: true, meaning: 'Quantities of the voucher are outstanding.' },
  supply_over_cap: { status: 422, recorded: true, meaning: 'The supply would reach 2^96 base units.' },
  sender_is_receiver: { status: 422, recorded: true, meaning: 'Sender and receiver are the same participant.' },
  receiver_not_active: { status: 409, recorded: true, meaning: 'The receiver is frozen or closed.' },
  receiver_does_not_accept: { status: 409, recorded: true, meaning: 'The receiver does not accept transfers.' },
  exceeds_available_quantity: { status: 409, recorded: true, meaning: 'The quantity is above what is available.' },
} as const

export type RefusalCode = keyof typeof refusals

/** Refusals for want of quantity: their values name the participant and voucher whose credits may make up for it. */
export const shortages: readonly RefusalCode[] = ['exceeds_available_quantity']
export type RefusalValues = { [name: string]: Json }

/** Thrown by a rule that does not honour an instruction; carries the code and the offending values, never prose. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly values: RefusalValues

  constructor(code: RefusalCode, values: RefusalValues = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.values = values
  }
}
