import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const agreementRefusals = {
  unknown_offer: { status: 404, recorded: true, meaning: 'The ledger knows no such offer.' },
  offer_state_forbids: { status: 409, recorded: true, meaning: 'The offer’s state does not allow this step.' },
  term_before_answer: {
    status: 422,
    recorded: true,
    meaning: 'The term would end before the pledgee must have answered.',
  },
  unknown_pledge: { status: 404, recorded: true, meaning: 'The ledger knows no such pledge.' },
  pledge_state_forbids: { status: 409, recorded: true, meaning: 'The pledge’s state does not allow this step.' },
  pledgee_is_holder: { status: 422, recorded: true, meaning: 'One cannot pledge to oneself.' },
  exceeds_pledged_quantity: { status: 409, recorded: true, meaning: 'The quantity is above what is pledged.' },
  enforcement_not_agreed: { status: 409, recorded: true, meaning: 'The pledge does not allow the pledgee to take it.' },
} as const satisfies RefusalEntries
