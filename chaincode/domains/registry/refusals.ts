import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const registryRefusals = {
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
  participant_holds_pledges: {
    status: 409,
    recorded: true,
    meaning: 'The participant must release what is pledged to it first.',
  },
  participant_issues_vouchers: {
    status: 409,
    recorded: true,
    meaning: 'The participant must retire the series that it issued first.',
  },
  device_exists: { status: 409, recorded: true, meaning: 'The participant has a device with this key already.' },
  device_key_taken: {
    status: 409,
    recorded: true,
    meaning: 'The key is another device’s already, and stays so for ever.',
  },
  device_not_proven: { status: 422, recorded: true, meaning: 'The device’s card is not signed by its own key.' },
  device_not_found: { status: 404, recorded: true, meaning: 'The participant has no such device.' },
  device_already_revoked: { status: 409, recorded: true, meaning: 'The device was revoked before.' },
  too_many_devices: { status: 409, recorded: true, meaning: 'The participant has as many devices as an account may.' },
  seal_key_unusable: {
    status: 422,
    recorded: true,
    meaning: 'The key is no point of P-256, or the key that the device signs with.',
  },
  receiver_not_active: { status: 409, recorded: true, meaning: 'The receiver is frozen or closed.' },
  exceeds_available_quantity: {
    status: 409,
    recorded: true,
    shortage: true,
    meaning: 'The quantity is above what is available.',
  },
  frozen_under_another_case: { status: 409, recorded: true, meaning: 'Only the case that froze it frees it.' },
} as const satisfies RefusalEntries
