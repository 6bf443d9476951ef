import type { RefusalCode } from '../../chaincode/vocabulary.ts'
import { Market, plainTerms } from './market.ts'
import { goldBody, type Scene, type Way } from './scene.ts'

/** Brings the scene about and gives the envelopes; the last of them must be refused with the code. */
export interface Scenario {
  /** Through whose gateway the envelopes go; the institution's when left out. */
  way?: Way
  make(scene: Scene): string | string[] | Promise<string | string[]>
}

const bank: Way = { gateway: 'BankMSP' }
const { voucher } = goldBody
const nothing = 'A'.repeat(43)
const huge = 2n ** 95n

/** A scenario on an open market, with 100 units of metal for alice in her row's reach. */
const onMarket = (make: (market: Market) => string | string[] | Promise<string | string[]>): Scenario => ({
  make: async (scene) => {
    const market = await Market.open(scene)
    await scene.give([scene.alice], 100n)
    return make(market)
  },
})

const offered = async (market: Market) => ({ offer: await market.opened(market.offer(10n)), sender: 'alice', voucher })
const pledged = async (market: Market, enforcement: 'transfer-to-pledgee' | 'none' = 'transfer-to-pledgee') => {
  const body = { pledge: await market.opened(market.pledge(10n, { enforcement })), holder: 'alice', voucher }
  await market.scene.honoured(market.answer(market.scene.bob, 'pledge.accept', body))
  return body
}
const later = (market: Market, milliseconds: bigint) => {
  market.scene.now += milliseconds
  return { validUntil: `${market.scene.now}` }
}

/** One way to each refusal of offers, quotes, trades, orders, pledges and freezes. */
export const tradeRefusals: { [Code in RefusalCode]?: Scenario } = {
  offer_needed: {
    make: async (scene) => {
      const body = { accepts: 'known', known: ['bob'] } as const
      await scene.honoured(scene.instruct(scene.alice, 'participant.accept', { ...body, known: [...body.known] }), bank)
      return scene.transfer(scene.treasury, 'alice', 1n)
    },
  },
  unknown_offer: {
    way: bank,
    make: (scene) => scene.instruct(scene.alice, 'transfer.accept', { offer: nothing, sender: 'bob', voucher }),
  },
  offer_state_forbids: onMarket(async (market) => {
    const body = await offered(market)
    const cancel = () => market.answer(market.scene.alice, 'transfer.cancel', body)
    return [cancel(), cancel()]
  }),
  not_a_party: onMarket(async (market) => market.answer(market.scene.alice, 'transfer.accept', await offered(market))),
  participant_holds_pledges: {
    way: { gateway: 'SupplierMSP' },
    ...onMarket(async (market) => {
      await pledged(market)
      return market.scene.instruct(market.scene.registrars.SupplierMSP, 'participant.close', { participant: 'bob' })
    }),
  },
  deadline_passed: onMarket(async (market) => {
    const body = await offered(market)
    return market.answer(market.scene.bob, 'transfer.accept', body, later(market, 3_600_001n))
  }),
  deadline_not_passed: onMarket(async (market) =>
    market.answer(market.scene.bob, 'transfer.expire', await offered(market)),
  ),
  deadline_in_past: onMarket((market) => market.offer(10n, { answerBy: `${market.scene.now - 1n}` })),
  trade_terms_missing: {
    make: (scene) => {
      const body = { voucher, side: 'buy', quantity: '1', limitPrice: '1', expiresAt: `${scene.now}` } as const
      return scene.instruct(scene.alice, 'order.place', body)
    },
  },
  not_a_currency: {
    make: (scene) => {
      const trade = { ...plainTerms, cash: voucher }
      return scene.instruct(scene.treasury, 'voucher.revise', { voucher, trade, reason: 'no cash' })
    },
  },
  unit_change_with_holdings: onMarket(({ scene }) => {
    const unit = { base: '0.001 oz', shownAs: 'oz', basePerShown: '1000' }
    return scene.instruct(scene.treasury, 'voucher.revise', { voucher, unit, reason: 'other unit' })
  }),
  terms_changed: onMarket((market) => {
    const trade = { ...plainTerms, priceScale: '1000' }
    return [
      market.scene.instruct(market.scene.treasury, 'voucher.revise', { voucher, trade, reason: 'other scale' }),
      market.trade(market.scene.alice, 'buy', 10n),
    ]
  }),
  unknown_quote: onMarket((market) => market.trade(market.scene.alice, 'buy', 1n, { quote: 'Q9' })),
  quote_exists: onMarket((market) => market.quote('Q1')),
  quote_expired: onMarket((market) => {
    market.scene.now += 60_001n
    return market.trade(market.scene.alice, 'buy', 1n)
  }),
  quote_superseded: onMarket((market) => [market.quote('Q2'), market.trade(market.scene.alice, 'buy', 10n)]),
  quote_withdrawn: onMarket((market) => [
    market.answer(market.pricing, 'quote.withdraw', { voucher, quote: 'Q1' }),
    market.trade(market.scene.alice, 'buy', 10n),
  ]),
  quote_inverted: onMarket((market) => market.quote('Q2', { buy: '89' })),
  price_beyond_limit: onMarket((market) => market.trade(market.scene.alice, 'buy', 10n, { worstPrice: '99' })),
  issuer_cannot_trade: onMarket((market) => market.trade(market.scene.treasury, 'buy', 1n)),
  proceeds_below_fee: onMarket((market) => [
    market.quote('Q2', { sell: '50' }),
    market.trade(market.scene.alice, 'sell', 1n, { quote: 'Q2' }),
  ]),
  amount_over_cap: onMarket((market) => market.order('buy', huge, { limitPrice: `${huge}` })),
  unknown_order: {
    way: bank,
    make: (scene) => scene.instruct(scene.alice, 'order.cancel', { order: nothing }),
  },
  order_state_forbids: onMarket(async (market) => {
    const order = await market.opened(market.order('buy', 10n))
    const cancel = () => market.answer(market.scene.alice, 'order.cancel', { order })
    return [cancel(), cancel()]
  }),
  exceeds_order_quantity: onMarket(async (market) => market.fill(await market.opened(market.order('buy', 10n)), 11n)),
  unknown_pledge: {
    way: bank,
    make: (scene) => scene.instruct(scene.alice, 'pledge.cancel', { pledge: nothing, holder: 'alice', voucher }),
  },
  not_the_voucher: onMarket(async (market) =>
    market.answer(market.scene.alice, 'transfer.cancel', { ...(await offered(market)), voucher: 'CNY' }),
  ),
  term_before_answer: onMarket((market) => market.pledge(1n, { termEndsAt: `${market.scene.now + 1_000n}` })),
  pledge_state_forbids: onMarket(async (market) =>
    market.answer(market.scene.bob, 'pledge.accept', await pledged(market)),
  ),
  pledgee_is_holder: onMarket((market) => market.pledge(1n, { pledgee: 'alice' })),
  exceeds_pledged_quantity: onMarket(async (market) => {
    const body = await pledged(market)
    return market.answer(market.scene.bob, 'pledge.release', { ...body, quantity: '11' })
  }),
  enforcement_not_agreed: onMarket(async (market) => {
    const body = await pledged(market, 'none')
    return market.answer(market.scene.bob, 'pledge.enforce', body, later(market, 7_200_001n))
  }),
  frozen_under_another_case: onMarket(({ scene }) => {
    const body = { participant: 'alice', voucher, quantity: '1', caseNumber: 'CASE-1' }
    return [
      scene.instruct(scene.treasury, 'holding.freeze', body),
      scene.instruct(scene.treasury, 'holding.unfreeze', { ...body, caseNumber: 'CASE-2' }),
    ]
  }),
  too_many_cases: onMarket(({ scene }) =>
    Array.from({ length: 17 }, (_, index) => {
      const body = { participant: 'alice', voucher, quantity: '1', caseNumber: `CASE-${index}` }
      return scene.instruct(scene.treasury, 'holding.freeze', body)
    }),
  ),
  exceeds_frozen_quantity: onMarket(({ scene }) => {
    const body = { participant: 'alice', voucher, quantity: '1', caseNumber: 'CASE-1' }
    return scene.instruct(scene.treasury, 'holding.unfreeze', body)
  }),
  exceeds_inventory: onMarket(async (market) => {
    await market.deposit('alice', 20_000_000n)
    return market.trade(market.scene.alice, 'buy', 1_000_000n)
  }),
  issuer_lacks_cash: onMarket((market) => market.trade(market.scene.alice, 'sell', 100n)),
}
