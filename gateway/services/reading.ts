import { accounts, credits, type Holding, participants } from '../../chaincode/domains/registry/tables.ts'
import { emptyHolding, totalOf } from '../../chaincode/rules/account.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'

type Row = { [name: string]: Json }
type Balance = { [bucket in 'available' | 'reserved' | 'pledged' | 'frozen' | 'total']: string }

const balanceOf = (holding: Holding): Balance => ({
  available: holding.available.toString(),
  reserved: holding.reserved.toString(),
  pledged: holding.pledged.toString(),
  frozen: holding.frozen.toString(),
  total: totalOf(holding).toString(),
})

/** What a participant has, by voucher: its account row and the credits not folded into it yet (decision 0007). */
export const balancesOf = (account: Row, credited: readonly Row[]): { [voucher: string]: Balance } => {
  const holdings = new Map(Object.entries(accounts.codec.decode(account).holdings))
  for (const row of credited) {
    const { voucher, quantity } = credits.codec.decode(row)
    const holding = holdings.get(voucher) ?? emptyHolding
    holdings.set(voucher, { ...holding, available: holding.available + quantity })
  }
  return Object.fromEntries([...holdings].map(([voucher, holding]) => [voucher, balanceOf(holding)]))
}

/**
 * The participant's two rows, the credits on their way into the account, and the balances over both, all of one height: nothing can
 * come between, such as a fold that would be seen in one of them alone. Refuses `not_found`.
 */
export const accountDocument = (projection: Projection, id: string) => {
  const [participant, account] = [participants.key(id), accounts.key(id)].map((key) => projection.rowText(key))
  if (participant === undefined || account === undefined) throw new Problem('not_found')
  const credited = projection.rows(credits.range(id)).map(({ value }) => JSON.parse(value) as Row)
  const row = JSON.parse(account) as Row
  const balances = balancesOf(row, credited)
  return {
    participant: JSON.parse(participant) as Row,
    account: row,
    credits: credited,
    balances,
    height: `${projection.height}`,
  }
}

/** The past states of a row, newest first, at most a thousand; `row` is null where it was deleted. */
export const pastOf = (projection: Projection, key: string) => ({
  entries: projection.lists.past(key).map(({ value, ...entry }) => ({ ...entry, row: value })),
  height: `${projection.height}`,
})
