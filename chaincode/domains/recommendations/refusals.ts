import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const recommendationRefusals = {
  unknown_recommendation: { status: 404, recorded: true, meaning: 'The ledger knows no such recommendation.' },
  window_too_long: { status: 422, recorded: true, meaning: 'The window would end more than a year ahead.' },
  own_recommendation: { status: 422, recorded: true, meaning: 'Nobody answers an own recommendation.' },
  answered_already: {
    status: 409,
    recorded: true,
    meaning: 'The participant has answered the recommendation in time before.',
  },
} as const satisfies RefusalEntries
