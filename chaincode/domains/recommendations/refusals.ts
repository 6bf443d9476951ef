import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const recommendationRefusals = {
  unknown_recommendation: { status: 404, recorded: true, meaning: 'The ledger knows no such recommendation.' },
  recommendation_part_required: {
    status: 422,
    recorded: true,
    meaning: 'A recommendation needs an identifier, a window, and something to deliver.',
  },
  ambiguous_window: { status: 422, recorded: true, meaning: 'A recommendation has one window, of one form.' },
  window_too_long: { status: 422, recorded: true, meaning: 'The window would end more than a year ahead.' },
  parameter_unfit: {
    status: 422,
    recorded: true,
    meaning: 'The parameter’s value is not of its type, or it is named twice.',
  },
  target_unfit: { status: 422, recorded: true, meaning: 'This cannot be recommended as such a kind of thing.' },
  sharing_not_consented: {
    status: 422,
    recorded: true,
    meaning: 'The request would tell of the recommender what it did not consent to, or something else than that.',
  },
  own_recommendation: { status: 422, recorded: true, meaning: 'Nobody answers an own recommendation.' },
  recommendation_closed: { status: 409, recorded: true, meaning: 'The recommendation was withdrawn.' },
  not_its_target: { status: 422, recorded: true, meaning: 'The recommendation has no such target.' },
  answered_already: {
    status: 409,
    recorded: true,
    meaning: 'The participant has answered the recommendation before.',
  },
  not_in_time: { status: 409, recorded: true, meaning: 'Nothing is delivered to who has not answered in time.' },
  delivered_already: { status: 409, recorded: true, meaning: 'What the participant is to have was delivered before.' },
  not_the_next_target: {
    status: 409,
    recorded: true,
    meaning: 'The first target that can be had, or the one that was answered for, is delivered.',
  },
  unknown_delivery: { status: 404, recorded: true, meaning: 'Nothing was delivered to the participant.' },
  delivery_state_forbids: { status: 409, recorded: true, meaning: 'The delivery’s state does not allow this step.' },
} as const satisfies RefusalEntries
