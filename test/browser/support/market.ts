import { goldSeries, yuanSeries } from '../../../scripts/series.ts'
import { gateways } from '../../scenario/support/network.ts'
import { get, honoured, openSession, type Person } from '../../scenario/support/people.ts'
import { openAccount } from './accounts.ts'

export const cash = 'CNY-WEB'
export const gold = 'AU-WEB'

/** Those whose vouchers the people of the browser tests hold: a bank for the cash and a mint for the gold. */
export interface Market {
  bank: Person
  mint: Person
}

/** A gold series, traded for the bank's cash. */
const goldFor = (voucher: string, name: string) => goldSeries({ voucher, name, cash, quantity: '10000000' })

/** Issues one more gold series, for a test that changes what others count on. */
export const issueGold = async ({ mint }: Market, voucher: string): Promise<void> => {
  await honoured(gateways.institution, mint, 'voucher.issue', goldFor(voucher, `Gold of ${voucher}`))
}

let market: Promise<Market> | undefined

const makeMarket = async (): Promise<Market> => {
  const bank = await openAccount('harbour-bank', { type: 'organisation', roles: ['issuer', 'teller', 'customer'] })
  const roles = ['issuer', 'price', 'customer'] as const
  const mint = await openAccount('mint', { organisation: 'institution', type: 'organisation', roles: [...roles] })
  await honoured(gateways.bank, bank, 'voucher.issue', yuanSeries({ voucher: cash, name: 'Yuan', quantity: '1' }))
  await honoured(gateways.institution, mint, 'voucher.issue', goldFor(gold, 'Gold bars'))
  await deposit({ bank, mint }, 'mint', '100000000')
  await publishQuote({ bank, mint }, { buy: '56000', sell: '55500' })
  return { bank, mint }
}

/** The market, made once for the whole run, with a price of 560.00 and 555.00 a gram that holds for an hour. */
export const readMarket = (): Promise<Market> => {
  market ??= makeMarket()
  return market
}

/** Pays cash into somebody's account at the counter, in fen. */
export const deposit = async ({ bank }: Market, to: string, quantity: string): Promise<void> => {
  await honoured(gateways.bank, bank, 'cash.deposit', { voucher: cash, to, quantity, reference: 'COUNTER' })
}

/** Gives somebody gold out of the mint's own, in milligrams. */
export const giveGold = async ({ mint }: Market, to: string, quantity: string, voucher = gold): Promise<void> => {
  await honoured(gateways.institution, mint, 'voucher.transfer', { voucher, to, quantity })
}

let numberOfQuotes = 0

/** Puts a new price on the ledger, in fen for a gram, good for an hour unless said otherwise, and answers its name. */
export const publishQuote = async (
  { mint }: Market,
  {
    buy,
    sell,
    voucher = gold,
    lifeSeconds = 3600,
  }: { buy: string; sell: string; voucher?: string; lifeSeconds?: number },
): Promise<string> => {
  numberOfQuotes += 1
  const quote = `WEB-${numberOfQuotes}`
  await honoured(gateways.institution, mint, 'quote.publish', { voucher, quote, buy, sell, lifeSeconds })
  return quote
}

/** What the ledger says that somebody holds of a series, asked at the home's gateway with the test's own device. */
export const holdingOf = async (
  person: Person,
  voucher: string,
): Promise<{ total: string; available: string; pledged: string }> => {
  const token = await openSession(gateways.bank, 'BankMSP', person)
  const { body } = await get(gateways.bank, `/v1/accounts/${person.participant}`, token)
  return body['balances'][voucher] ?? { total: '0', available: '0', pledged: '0' }
}
