import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const commerceRefusals = {
  unknown_purchase: { status: 404, recorded: true, meaning: 'The ledger knows no such order with a provider.' },
  not_the_provider: { status: 409, recorded: true, meaning: 'The payee is not the provider of what is ordered.' },
  not_the_buyer: { status: 409, recorded: true, meaning: 'The payer is not the buyer of what is ordered.' },
  purchase_state_forbids: { status: 409, recorded: true, meaning: 'The order’s state does not allow this step.' },
  certificate_forbids: { status: 409, recorded: true, meaning: 'The certificate does not offer this.' },
} as const satisfies RefusalEntries
