import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const marketRefusals = {
  trade_terms_missing: { status: 422, recorded: true, meaning: 'Buying and selling need trade terms.' },
  terms_changed: {
    status: 409,
    recorded: true,
    meaning: 'The voucher’s unit or trade terms are no longer those of the quote or order.',
  },
  unknown_quote: { status: 404, recorded: true, meaning: 'The ledger knows no such quote of this voucher.' },
  quote_exists: { status: 409, recorded: true, meaning: 'The voucher has a quote of this name already.' },
  quote_expired: { status: 409, recorded: true, meaning: 'The quote’s life has ended.' },
  quote_superseded: {
    status: 409,
    recorded: true,
    meaning: 'A newer quote was published; only the newest one counts.',
  },
  quote_withdrawn: { status: 409, recorded: true, meaning: 'The issuer took the quote back.' },
  quote_inverted: { status: 422, recorded: true, meaning: 'The price to buy lies below the price to sell.' },
  price_beyond_limit: { status: 409, recorded: true, meaning: 'The quote is worse than the worst price accepted.' },
  issuer_cannot_trade: { status: 422, recorded: true, meaning: 'The issuer cannot trade with itself.' },
  proceeds_below_fee: { status: 422, recorded: true, meaning: 'The fee is above what the sale would bring.' },
  unknown_order: { status: 404, recorded: true, meaning: 'The ledger knows no such order.' },
  order_state_forbids: { status: 409, recorded: true, meaning: 'The order’s state does not allow this step.' },
  exceeds_order_quantity: { status: 409, recorded: true, meaning: 'The quantity is above what the order still wants.' },
  exceeds_inventory: { status: 409, recorded: true, shortage: true, meaning: 'The issuer has not that much to sell.' },
  issuer_lacks_cash: { status: 409, recorded: true, shortage: true, meaning: 'The issuer has not the cash to buy.' },
} as const satisfies RefusalEntries
