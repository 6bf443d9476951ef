import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const tradeChainRefusals = {
  not_a_pair: {
    status: 422,
    recorded: false,
    meaning: 'The two members are no bank and institution that trade together.',
  },
  foreign_client: { status: 403, recorded: true, meaning: 'The client is at home with another member.' },
  confidential_missing: {
    status: 400,
    recorded: false,
    meaning: 'The confidential body was not sent along, or is not the one that was signed.',
  },
} as const satisfies RefusalEntries
