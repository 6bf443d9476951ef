import { expect } from 'chai'
import { Exchange, gold } from '../../support/exchange.ts'
import { invariantFaults, type LedgerRow, type LedgerTransaction, transactionsOf } from '../../support/invariants.ts'

type Row = { [name: string]: unknown }

const played = async (): Promise<{ rows: LedgerRow[]; transactions: LedgerTransaction[] }> => {
  const exchange = await Exchange.open()
  const { alice, treasury, pricing, scene } = exchange
  await exchange.locked(30_000n)
  await exchange.proposed(1_000n)
  await exchange.offered(2_000n)
  const order = await exchange.placed(alice, 'buy', 10_000n, 57_000n)
  await exchange.done(pricing, 'order.fill', exchange.fill(order, 4_000n))
  const hold = { participant: 'bob', voucher: gold, quantity: '700', caseNumber: 'CASE-1' }
  await exchange.done(treasury, 'holding.freeze', hold)
  return { rows: scene.ledger.rows(), transactions: transactionsOf(scene.ledger) }
}

/** The rows with members of the one row of a table changed. */
const changed = (rows: LedgerRow[], table: string, change: Row): LedgerRow[] =>
  rows.map((one) => (one.key.startsWith(`${table}~`) ? { ...one, row: { ...(one.row as Row), ...change } } : one))

/** The rows with the buckets of one holding changed. */
const held = (rows: LedgerRow[], participant: string, voucher: string, change: Row): LedgerRow[] =>
  rows.map((one) => {
    if (one.key !== `account~${participant}`) return one
    const row = one.row as { holdings: { [voucher: string]: Row } }
    const holdings = { ...row.holdings, [voucher]: { ...row.holdings[voucher], ...change } }
    return { ...one, row: { ...row, holdings } }
  })

describe('the check of what is held', () => {
  it('finds nothing on an honest ledger with orders, pledges, offers and freezes', async () => {
    const { rows, transactions } = await played()
    expect(invariantFaults(rows, transactions)).deep.equal([])
  })

  it('finds what is reserved or pledged for nothing, or for more than one', async () => {
    const { rows } = await played()
    const lost = changed(rows, 'offer', { status: 'declined' })
    expect(invariantFaults(lost)).deep.equal([
      'reserved of alice in AU-9999: 1000 by what is open, 3000 in the account',
    ])
    const twice = changed(rows, 'pledge', { status: 'locked' })
    expect(invariantFaults(twice)).have.members([
      'reserved of alice in AU-9999: 2000 by what is open, 3000 in the account',
      'pledged of alice in AU-9999: 31000 by what is open, 30000 in the account',
      'liens of city-bank: 2 by what is open, 1 in the account',
    ])
    const used = held(rows, 'alice', gold, { available: '72000', pledged: '29000' })
    expect(invariantFaults(used)).deep.equal([
      'pledged of alice in AU-9999: 30000 by what is open, 29000 in the account',
    ])
  })

  it('finds an issuer whose account counts other series than it has', async () => {
    const { rows } = await played()
    expect(invariantFaults(changed(rows, 'voucher', { status: 'retired' }))).include.members([
      'series of institution-treasury: 0 by what is open, 1 in the account',
      'series of city-bank: 0 by what is open, 1 in the account',
    ])
  })

  it('finds an order that ended and still holds, and one that was filled beyond itself', async () => {
    const { rows } = await played()
    expect(invariantFaults(changed(rows, 'order', { status: 'cancelled' }))[0]).match(/^the order .* still holds$/)
    expect(invariantFaults(changed(rows, 'order', { filled: '10001' }))[0]).match(/out of bounds$/)
  })

  it('finds a row whose state its blocks do not tell, and one that stands in no block', async () => {
    const { rows, transactions } = await played()
    const released = changed(rows, 'order', { status: 'open' })
    expect(
      invariantFaults(released, transactions).some((fault) => fault.endsWith('and part-filled by its blocks')),
    ).equal(true)
    const [offer] = rows.filter(({ key }) => key.startsWith('offer~')) as [LedgerRow]
    const forged = [...rows, { key: 'offer~forged', row: { ...(offer.row as Row), quantity: '0' } }]
    expect(invariantFaults(forged, transactions)).deep.equal(['offer~forged stands in no block'])
  })

  it('finds a hold that ended twice, and gold that thawed by itself', async () => {
    const { rows, transactions } = await played()
    const last = transactions.findLast(({ envelopes }) => envelopes[0]?.includes('"transfer.offer"'))
    const [outcome] = last?.outcomes ?? []
    const ended = { status: 'accepted', id: 'x', effects: { offer: outcome?.id, status: 'declined', quantity: '0' } }
    const body = { offer: outcome?.id, sender: 'alice', voucher: 'AU-9999' }
    const text = JSON.stringify({ instruction: { kind: 'transfer.decline', from: 'bob', number: '1', body } })
    const twice = { txId: 'twice', valid: true, envelopes: [text, text], outcomes: [ended, ended] }
    const faults = invariantFaults(rows, [...transactions, twice as unknown as LedgerTransaction])
    expect(faults).include(`offer~${outcome?.id} ended 2 times`)
    const thawed = held(rows, 'bob', gold, { available: '100000', frozen: '0' })
    expect(invariantFaults(thawed)).deep.equal([])
    expect(invariantFaults(thawed, transactions)).deep.equal([
      'frozen of bob in AU-9999: 700 by what is open, 0 in the account',
    ])
  })
})
