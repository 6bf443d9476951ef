import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const voucherRefusals = {
  unknown_voucher: { status: 404, recorded: true, meaning: 'The ledger knows no voucher with this code.' },
  voucher_exists: { status: 409, recorded: true, meaning: 'A voucher has this code already.' },
  voucher_retired: { status: 409, recorded: true, meaning: 'The voucher was retired.' },
  not_the_issuer: { status: 403, recorded: true, meaning: 'Only the issuer may do this to the voucher.' },
  not_the_voucher: { status: 409, recorded: true, meaning: 'The offer or pledge is of another voucher.' },
  function_not_enabled: { status: 409, recorded: true, meaning: 'The voucher does not offer this function now.' },
  supply_not_zero: { status: 409, recorded: true, meaning: 'Quantities of the voucher are outstanding.' },
  supply_over_cap: { status: 422, recorded: true, meaning: 'The supply would reach 2^96 base units.' },
  sender_is_receiver: { status: 422, recorded: true, meaning: 'Sender and receiver are the same participant.' },
  receiver_does_not_accept: { status: 409, recorded: true, meaning: 'The receiver does not accept transfers.' },
  offer_needed: {
    status: 409,
    recorded: true,
    meaning: 'The receiver does not know the sender: make an offer instead.',
  },
  not_a_currency: { status: 422, recorded: true, meaning: 'The voucher is no cash series.' },
  unit_change_with_holdings: { status: 409, recorded: true, meaning: 'The unit cannot change while others hold some.' },
  too_many_cases: { status: 409, recorded: true, meaning: 'As many cases hold this frozen as may at once.' },
  exceeds_frozen_quantity: { status: 409, recorded: true, meaning: 'The quantity is above what is frozen.' },
} as const satisfies RefusalEntries
