import { expect } from 'chai'
import { type VoucherFunction, voucherFunctions } from '../../../../chaincode/domains/vouchers/terms.ts'
import { type Exchange, gold, onExchange } from '../../../support/exchange.ts'

/** What a customer asks for by each function, at once or by an order or an offer. */
const uses: Record<VoucherFunction, ((exchange: Exchange) => Promise<string>)[]> = {
  buy: [
    (exchange) => exchange.code(exchange.alice, 'trade.buy', exchange.trade('buy', 1_000n)),
    (exchange) => exchange.code(exchange.alice, 'order.place', exchange.limit('buy', 1_000n, 56_000n)),
  ],
  sell: [
    (exchange) => exchange.code(exchange.alice, 'trade.sell', exchange.trade('sell', 1_000n)),
    (exchange) => exchange.code(exchange.alice, 'order.place', exchange.limit('sell', 1_000n, 56_000n)),
  ],
  pledge: [(exchange) => exchange.code(exchange.alice, 'pledge.propose', exchange.proposal(1_000n))],
  transfer: [
    (exchange) => exchange.code(exchange.alice, 'voucher.transfer', { voucher: gold, to: 'bob', quantity: '1000' }),
    (exchange) => {
      const body = { voucher: gold, to: 'bob', quantity: '1000', answerBy: exchange.ahead(1n) }
      return exchange.code(exchange.alice, 'transfer.offer', body)
    },
  ],
}

/** What becomes of every use of every function. */
const codesOf = async (exchange: Exchange): Promise<Record<string, string[]>> => {
  const codes: Record<string, string[]> = {}
  for (const name of voucherFunctions) {
    codes[name] = []
    for (const use of uses[name]) codes[name].push(await use(exchange))
  }
  return codes
}

const expectedFor = (functions: readonly VoucherFunction[]): Record<string, string[]> =>
  Object.fromEntries(
    voucherFunctions.map((name) => [
      name,
      uses[name].map(() => (functions.includes(name) ? 'accepted' : 'function_not_enabled')),
    ]),
  )

const subsets = Array.from({ length: 16 }, (_, bits) => voucherFunctions.filter((_name, place) => (bits >> place) & 1))
/** The rows that speak of one function alone. */
const rows: Record<string, string> = {
  buy: 'S0-015, S0-019',
  sell: 'S0-016, S0-019',
  pledge: 'S0-017, S0-019',
  transfer: 'S0-018, S0-019',
}

describe('a voucher with its functions', () => {
  for (const functions of subsets) {
    const what = functions.join(' and ')
    const title =
      what === '' ? 'S0-025 all off offers none' : `${rows[what] ?? 'S0-019'} ${what} only offers that and nothing else`

    it(
      title,
      onExchange(async (exchange) => {
        await exchange.done(exchange.treasury, 'voucher.change-functions', { voucher: gold, functions })
        expect(exchange.scene.voucher().functions).deep.equal(functions)
        expect(await codesOf(exchange)).deep.equal(expectedFor(functions))
      }),
    )
  }

  it(
    'S0-019 knows no fifth function, and none by another name',
    onExchange(async (exchange) => {
      for (const name of ['lend', 'Buy', '', 'toString']) {
        const functions = [name] as VoucherFunction[]
        expect(await exchange.code(exchange.treasury, 'voucher.change-functions', { voucher: gold, functions })).equal(
          'malformed_instruction',
        )
      }
    }),
  )
})
