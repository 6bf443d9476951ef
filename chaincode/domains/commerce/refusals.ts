import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const commerceRefusals = {
  not_the_provider: { status: 409, recorded: true, meaning: 'The goods are another provider’s than the one named.' },
  price_terms_differ: {
    status: 409,
    recorded: true,
    meaning: 'The price is not the one that the certificate commits to.',
  },
  certificate_forbids: {
    status: 409,
    recorded: true,
    meaning: 'The certificate does not let a buyer do this: order, pay, or both.',
  },
  buyer_is_provider: { status: 422, recorded: true, meaning: 'One cannot order from oneself.' },
  unknown_purchase: { status: 404, recorded: true, meaning: 'The ledger knows no such purchase.' },
  purchase_state_forbids: { status: 409, recorded: true, meaning: 'The purchase’s state does not allow this step.' },
  purchase_not_paid: { status: 409, recorded: true, meaning: 'The purchase must be paid before it can be accepted.' },
  nothing_held: { status: 409, recorded: true, meaning: 'No money of this purchase waits that could be disputed.' },
  too_much_evidence: {
    status: 409,
    recorded: true,
    meaning: 'Each side can bring no more than eight pieces of evidence.',
  },
  already_reviewed: { status: 409, recorded: true, meaning: 'The purchase was reviewed before.' },
  not_the_buyer: { status: 409, recorded: true, meaning: 'The payer is not the buyer of what is ordered.' },
} as const satisfies RefusalEntries
