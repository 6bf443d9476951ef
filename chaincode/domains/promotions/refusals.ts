import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const promotionRefusals = {
  campaign_unfit: {
    status: 422,
    recorded: true,
    meaning: 'The rewards that are named are not those that the campaign’s rule pays.',
  },
  window_empty: { status: 422, recorded: true, meaning: 'The window ends before it begins.' },
  unknown_campaign: { status: 404, recorded: true, meaning: 'The ledger knows no such campaign.' },
  campaign_state_forbids: {
    status: 409,
    recorded: true,
    meaning: 'The campaign’s state does not allow this step.',
  },
  promotion_incomplete: {
    status: 422,
    recorded: true,
    meaning: 'What the promoter is known by, or what is said of the trade, is missing.',
  },
  promotion_terms_differ: {
    status: 422,
    recorded: true,
    meaning: 'What is said of the promoted trade does not fit together, or not the campaign.',
  },
  unknown_promotion: { status: 404, recorded: true, meaning: 'The ledger knows no such promotion.' },
  promotion_state_forbids: {
    status: 409,
    recorded: true,
    meaning: 'The promotion’s state does not allow this step.',
  },
  already_judged: { status: 409, recorded: true, meaning: 'What the trade earned was judged before.' },
  unknown_reward: { status: 404, recorded: true, meaning: 'The ledger knows no such reward.' },
  reward_state_forbids: { status: 409, recorded: true, meaning: 'The reward’s state does not allow this step.' },
  reward_still_owed: {
    status: 409,
    recorded: true,
    shortage: true,
    meaning: 'Who owes the reward back still has too little for it.',
  },
} as const satisfies RefusalEntries
