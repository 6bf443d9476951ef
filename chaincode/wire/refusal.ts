/** A reason for which an instruction is not honoured. */
export interface RefusalEntry {
  /** The HTTP status with which a gateway tells it. */
  status: number
  /**
   * Whether the ledger records it. A recorded refusal uses up the instruction's number and stands in the block; an unrecorded one
   * writes nothing, because the ledger cannot hold a device to a text that it cannot tie to that device (decision 0005).
   */
  recorded: boolean
  /** True for a want of quantity, whose values name the participant and voucher whose credits may make up for it. */
  shortage?: true
  meaning: string
}

export interface RefusalEntries {
  readonly [code: string]: RefusalEntry
}

/** What the ledger itself refuses, whatever the kind, and what the rules of every domain share. */
export const commonRefusals = {
  malformed_instruction: {
    status: 400,
    recorded: false,
    meaning: 'The envelope is not an instruction in canonical JSON.',
  },
  wrong_ledger: { status: 400, recorded: false, meaning: 'The instruction is meant for another network.' },
  unknown_device: { status: 401, recorded: false, meaning: 'The ledger knows no such device of this participant.' },
  revoked_device: { status: 403, recorded: false, meaning: 'The device was revoked.' },
  bad_signature: { status: 401, recorded: false, meaning: 'The signature is not by this device over this text.' },
  // Not 421: Node's own fetch sends such a request again, without its body, and tells of a lost connection.
  not_home: { status: 422, recorded: false, meaning: 'Another organisation is home to this kind of instruction.' },
  number_too_old: { status: 409, recorded: false, meaning: 'The number lies too far behind the device’s highest one.' },
  number_too_far: {
    status: 409,
    recorded: false,
    meaning: 'The number lies beyond the present in microseconds, and too far beyond the last one.',
  },
  number_used: { status: 409, recorded: false, meaning: 'The device’s number was used by another instruction.' },
  not_endorsed: {
    status: 422,
    recorded: false,
    meaning: 'The organisations’ peers could not decide it; their logs say why.',
  },
  instruction_expired: { status: 422, recorded: true, meaning: 'The instruction’s validUntil has passed.' },
  valid_until_too_far: { status: 422, recorded: true, meaning: 'The instruction claims to stay valid for over a day.' },
  participant_not_active: { status: 403, recorded: true, meaning: 'The sender is frozen or closed.' },
  device_lacks_role: {
    status: 403,
    recorded: true,
    meaning: 'The device does not carry the role that this kind needs.',
  },
  stamp_missing: { status: 400, recorded: false, meaning: 'The kind needs the word of its home, which was not given.' },
  bad_stamp: {
    status: 401,
    recorded: false,
    meaning: 'The stamp is not by a service device of the home over this instruction.',
  },
  stamp_too_old: {
    status: 409,
    recorded: false,
    meaning: 'The home’s time of receipt lies too far from the ledger’s time.',
  },
  receipt_not_provable: {
    status: 409,
    recorded: false,
    meaning: 'The ledger was reached too late to prove when the home received it.',
  },
  not_a_party: { status: 403, recorded: true, meaning: 'This step belongs to another party.' },
  deadline_passed: { status: 409, recorded: true, meaning: 'The deadline for this step has passed.' },
  deadline_not_passed: { status: 409, recorded: true, meaning: 'The deadline has not passed yet.' },
  deadline_in_past: { status: 422, recorded: true, meaning: 'The deadline given lies in the past.' },
  amount_over_cap: { status: 422, recorded: true, meaning: 'An amount would reach 2^96 base units.' },
} as const satisfies RefusalEntries
