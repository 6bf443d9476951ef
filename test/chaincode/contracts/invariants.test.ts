import { expect } from 'chai'
import { invariantFaults, type LedgerRow, type LedgerTransaction, transactionsOf } from '../../support/invariants.ts'
import { Scene } from '../../support/scene.ts'

const played = async (): Promise<{ rows: LedgerRow[]; transactions: LedgerTransaction[] }> => {
  const scene = await Scene.open()
  await scene.give([scene.alice, scene.bob], 10n)
  await scene.honoured(scene.transfer(scene.alice, 'bob', 4n))
  return { rows: scene.ledger.rows(), transactions: transactionsOf(scene.ledger) }
}

/** The rows with one piece of the text of one of them replaced; fails when no such row holds the piece. */
const withPiece = (rows: LedgerRow[], key: string, piece: string, replacement: string): LedgerRow[] => {
  const isMeant = (one: LedgerRow) => one.key.startsWith(key) && JSON.stringify(one.row).includes(piece)
  expect(rows.filter(isMeant).length, `${key} with ${piece}`).equal(1)
  const changed = ({ key: name, row }: LedgerRow) => ({
    key: name,
    row: JSON.parse(JSON.stringify(row).replace(piece, replacement)),
  })
  return rows.map((one) => (isMeant(one) ? changed(one) : one))
}

describe('the check of the invariants', () => {
  it('finds nothing on an honest ledger, with its blocks or from its rows alone', async () => {
    const { rows, transactions } = await played()
    expect(invariantFaults(rows, transactions)).deep.equal([])
    expect(invariantFaults(rows)).deep.equal([])
  })

  it('finds a unit that was made or lost, in an account, a credit or the supply', async () => {
    const { rows } = await played()
    const changes: [string, string, string][] = [
      ['account~alice', '"available":"6"', '"available":"7"'],
      ['account~alice', '"pledged":"0"', '"pledged":"1"'],
      ['credit~bob', '"quantity":"10"', '"quantity":"9"'],
      ['supply~AU-9999', '"supply":"1000000"', '"supply":"1000001"'],
    ]
    for (const change of changes) expect(invariantFaults(withPiece(rows, ...change)), change.join()).not.deep.equal([])
    const withoutCredits = rows.filter(({ key }) => !key.startsWith('credit~'))
    expect(invariantFaults(withoutCredits)).deep.equal(['supply of AU-9999: 1000000 expected, 999986 found'])
  })

  it('finds a negative bucket, even where the sum is right', async () => {
    const { rows } = await played()
    const changed = withPiece(rows, 'account~alice', '"available":"6"', '"available":"10"')
    const negative = withPiece(changed, 'account~alice', '"reserved":"0"', '"reserved":"-4"')
    expect(invariantFaults(negative)).include('negative reserved of alice in AU-9999')
  })

  it('finds a quantity that moved between two accounts without an instruction', async () => {
    const { rows, transactions } = await played()
    const taken = withPiece(rows, 'account~alice', '"available":"6"', '"available":"5"')
    const stolen = withPiece(taken, 'account~institution-treasury', '"available":"999980"', '"available":"999981"')
    expect(invariantFaults(stolen)).deep.equal([])
    expect(invariantFaults(stolen, transactions).length).equal(2)
  })

  it('finds a number that was honoured twice', async () => {
    const { rows, transactions } = await played()
    const last = transactions.at(-1) as LedgerTransaction
    const faults = invariantFaults(rows, [...transactions, { ...last, txId: 'again' }])
    expect(faults.some((fault) => fault.includes('honoured twice'))).equal(true)
  })

  it('finds a number window that forgot or invented a number', async () => {
    const { rows, transactions } = await played()
    const forgot = withPiece(rows, 'account~alice', '"highest":"1"', '"highest":"2"')
    expect(invariantFaults(forgot, transactions).some((fault) => fault.includes('number window'))).equal(true)
  })

  it('finds a transaction that counted although Fabric found it invalid', async () => {
    const { rows, transactions } = await played()
    const undone = transactions.map((one, index) =>
      index === transactions.length - 1 ? { ...one, valid: false } : one,
    )
    expect(invariantFaults(rows, undone)).not.deep.equal([])
  })
})
