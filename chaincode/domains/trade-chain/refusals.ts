import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const tradeChainRefusals = {
  not_a_pair: {
    status: 422,
    recorded: false,
    meaning: 'The two are no bank and institution that trade together, or neither is the sender’s home.',
  },
  foreign_client: { status: 403, recorded: true, meaning: 'The client is at home with another member.' },
  foreign_pledgee: { status: 403, recorded: true, meaning: 'The pledgee is at home with another member.' },
  confidential_missing: {
    status: 400,
    recorded: false,
    meaning: 'The confidential body was not sent along, or is not the one that was signed.',
  },
  grade_missing: { status: 409, recorded: true, meaning: 'The client has no grade on record that could be weighed.' },
  pledge_does_not_count: {
    status: 409,
    recorded: true,
    meaning: 'The pledge is not locked, or not one of this client to who holds for this bank.',
  },
  grade_outdated: {
    status: 409,
    recorded: true,
    shortage: true,
    meaning: 'A pledge that lifted the grade is released; the grade must be weighed anew.',
  },
  home_lacks_part: { status: 403, recorded: true, meaning: 'The member does not play the part that this needs.' },
  institution_not_open: { status: 409, recorded: true, meaning: 'The institution does not take this trade now.' },
  chain_incomplete: {
    status: 422,
    recorded: true,
    meaning: 'A part without which no trade can be passed on is missing.',
  },
  chain_terms_differ: {
    status: 422,
    recorded: true,
    meaning: 'What is said of the trade does not fit together, or is not what was said before.',
  },
  identity_locked: {
    status: 403,
    recorded: true,
    meaning: 'The client failed too often to show who it is; an officer of its bank must free it.',
  },
  unknown_chain: { status: 404, recorded: true, meaning: 'The ledger knows no such chain.' },
  chain_state_forbids: { status: 409, recorded: true, meaning: 'The chain’s state does not allow this step.' },
  chain_answered: { status: 409, recorded: true, meaning: 'The chain was answered before.' },
  chain_voided: { status: 409, recorded: true, meaning: 'The chain was voided before it was answered.' },
  not_the_send: {
    status: 409,
    recorded: true,
    meaning: 'The chain was sent by another instruction than the one answered.',
  },
  position_unavailable: {
    status: 409,
    recorded: true,
    meaning:
      'A position or a grade that this needs is not on record, or waits in more credits than are folded at once.',
  },
  position_stale: {
    status: 409,
    recorded: true,
    shortage: true,
    meaning: 'The position, the grade or the place in the queue is another one by now than the one named.',
  },
  position_too_small: {
    status: 409,
    recorded: true,
    shortage: true,
    meaning: 'The client has not enough that is free for this trade.',
  },
  position_reserved: { status: 409, recorded: true, meaning: 'A part of the position waits for a trade.' },
  path_stale: {
    status: 409,
    recorded: true,
    meaning: 'The paths that were judged are not those to the addresses that the institution has on record by now.',
  },
  answer_beyond_reserved: {
    status: 409,
    recorded: true,
    meaning: 'The institution’s answer goes beyond what was reserved for it.',
  },
  too_many_positions: { status: 409, recorded: true, meaning: 'A client can have 100 positions with an institution.' },
} as const satisfies RefusalEntries
