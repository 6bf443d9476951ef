import type { Contract } from '@hyperledger/fabric-gateway'
import { emptyHolding, totalOf } from '../../chaincode/rules/account.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { accountKey, creditRange, participantKey, voucherKey } from '../../chaincode/wire/keys.ts'
import { codecs, type Holding } from '../../chaincode/wire/records.ts'
import { Problem } from '../middleware/problem.ts'

type Row = { [name: string]: Json }
type Balance = { [bucket in 'available' | 'reserved' | 'pledged' | 'frozen' | 'total']: string }

interface CreditEntry {
  key: string
  row: Row
}

const balanceOf = (holding: Holding): Balance => ({
  available: holding.available.toString(),
  reserved: holding.reserved.toString(),
  pledged: holding.pledged.toString(),
  frozen: holding.frozen.toString(),
  total: totalOf(holding).toString(),
})

/** What a participant has, by voucher: its account row and the credits not folded into it yet (decision 0007). */
export const balancesOf = (accountRow: Row, credits: readonly CreditEntry[]): { [voucher: string]: Balance } => {
  const holdings = new Map(Object.entries(codecs.account.decode(accountRow).holdings))
  for (const { row } of credits) {
    const { voucher, quantity } = codecs.credit.decode(row)
    const holding = holdings.get(voucher) ?? emptyHolding
    holdings.set(voucher, { ...holding, available: holding.available + quantity })
  }
  return Object.fromEntries([...holdings].map(([voucher, holding]) => [voucher, balanceOf(holding)]))
}

/** Reads by key from the organisation's own peer, as the rows stand now. */
export class Reading {
  readonly #contract: Contract
  readonly #mspId: string

  constructor(contract: Contract, mspId: string) {
    this.#contract = contract
    this.#mspId = mspId
  }

  async #ask(transaction: 'get' | 'range' | 'history', ...keys: string[]): Promise<Json> {
    try {
      const options = { arguments: keys, endorsingOrganizations: [this.#mspId] }
      return JSON.parse(Buffer.from(await this.#contract.evaluate(transaction, options)).toString())
    } catch (error) {
      throw new Problem('ledger_unavailable', {
        retryAfterSeconds: 2,
        detail: String((error as Error).message).slice(0, 200),
      })
    }
  }

  /** The participant's two rows, the credits on their way into the account, and the balances over both. */
  async account(id: string) {
    const { start, end } = creditRange(id)
    const [participant, account, credits] = await Promise.all([
      this.#ask('get', participantKey(id)) as Promise<Row | null>,
      this.#ask('get', accountKey(id)) as Promise<Row | null>,
      this.#ask('range', start, end) as unknown as Promise<CreditEntry[]>,
    ])
    if (participant === null || account === null) throw new Problem('not_found')
    return { participant, account, credits: credits.map(({ row }) => row), balances: balancesOf(account, credits) }
  }

  voucherHistory(code: string): Promise<Json> {
    return this.#ask('history', voucherKey(code))
  }

  accountHistory(id: string): Promise<Json> {
    return this.#ask('history', accountKey(id))
  }
}
