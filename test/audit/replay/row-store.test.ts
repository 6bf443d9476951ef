import { expect } from 'chai'
import { Invariants } from '../../../audit/replay/invariants.ts'
import { RowStore } from '../../../audit/replay/row-store.ts'
import { accounts, credits } from '../../../chaincode/domains/registry/tables.ts'
import { supplies } from '../../../chaincode/domains/vouchers/tables.ts'
import { openAccount } from '../../../chaincode/rules/account.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)
const textOf = (value: Uint8Array | undefined): string => Buffer.from(value ?? []).toString()

describe('the rows of a replay', () => {
  it('are ordered by the bytes of their keys, as peers order them, and each chaincode’s are its own', () => {
    const rows = new RowStore()
    // By UTF-16 units the last two stand the other way round.
    const keys = ['a', 'a~', 'b', '\uffee', '\u{1f600}']
    for (const key of keys.toReversed()) rows.set('ledger', key, bytes(key))
    rows.set('accounts-bank', 'aa', bytes('elsewhere'))
    const range = (start: string, end: string, maximum = 10) =>
      rows.range({ chaincode: 'ledger', start, end }, maximum).map(({ key }) => key)
    expect(range('', '\u{10ffff}')).deep.equal(keys)
    expect(range('a', 'b')).deep.equal(['a', 'a~'])
    expect(range('', '\u{10ffff}', 2)).deep.equal(['a', 'a~'])
    rows.set('ledger', 'a', undefined)
    expect(rows.get('ledger', 'a')).equal(undefined)
    expect(textOf(rows.get('accounts-bank', 'aa'))).equal('elsewhere')
  })

  it('take a block in whole or not at all', async () => {
    const rows = new RowStore()
    await rows.takeIn(0n, async () => rows.set('ledger', 'a', bytes('first')))
    const broken = rows.takeIn(1n, async () => {
      rows.set('ledger', 'a', bytes('second'))
      throw new Error('no room left')
    })
    expect(await broken.catch((error: Error) => error.message)).equal('no room left')
    expect(textOf(rows.get('ledger', 'a'))).equal('first')
    expect(rows.next).equal(1n)
  })

  it('remember where something was seen first', () => {
    const rows = new RowStore()
    expect(rows.see('outcome', 'one', '1/0')).equal(undefined)
    expect(rows.see('number', 'one', '2/0')).equal(undefined)
    expect(rows.see('outcome', 'one', '3/0')).equal('1/0')
    expect(rows.see('outcome', 'one', '4/0')).equal('1/0')
  })
})

describe('the invariants of a replay', () => {
  const voucher = 'AU-9999'
  const emptyHolding = { available: 0n, reserved: 0n, pledged: 0n, frozen: 0n, cost: 0n, costed: 0n }
  const holderOf = (holding: Partial<typeof emptyHolding>) =>
    canonical(
      accounts.codec.encode({
        ...openAccount('alice', 'HomeMSP'),
        holdings: { [voucher]: { ...emptyHolding, ...holding } },
      }),
    )
  const supplyOf = (supply: bigint) => canonical(supplies.codec.encode({ voucher, home: 'HomeMSP', supply }))

  let invariants: Invariants
  const write = (key: string, text: string | undefined) =>
    invariants.write({ chaincode: 'ledger', key, value: text === undefined ? undefined : bytes(text) })

  beforeEach(() => {
    invariants = new Invariants(new RowStore())
  })

  it('hold while all buckets and credits of a voucher are its supply', () => {
    write(supplies.key(voucher), supplyOf(10n))
    write(accounts.key('alice'), holderOf({ available: 1n, reserved: 2n, pledged: 3n, frozen: 1n }))
    write(credits.key('bob', voucher, 'first'), canonical({ payee: 'bob', voucher, quantity: '3' }))
    expect(invariants.endBlock()).deep.equal([])
    write(credits.key('bob', voucher, 'first'), undefined)
    write(accounts.key('alice'), holderOf({ available: 10n }))
    expect(invariants.endBlock()).deep.equal([])
  })

  it('name a supply that differs once, and again only when it differs by another amount', () => {
    write(supplies.key(voucher), supplyOf(10n))
    write(accounts.key('alice'), holderOf({ available: 11n }))
    const [difference] = invariants.endBlock()
    expect(difference).deep.equal({
      ...{ code: 'SUPPLY_DIFFERS', key: voucher },
      ...{ expected: 'held 11', found: 'supply 10' },
    })
    write(accounts.key('alice'), holderOf({ available: 10n, frozen: 1n }))
    expect(invariants.endBlock()).deep.equal([])
    write(accounts.key('alice'), holderOf({ available: 12n }))
    expect(invariants.endBlock().map(({ found }) => found)).deep.equal(['supply 10'])
    write(accounts.key('alice'), holderOf({ available: 10n }))
    expect(invariants.endBlock()).deep.equal([])
  })

  it('name every quantity below zero, cost too', () => {
    const found = write(accounts.key('alice'), holderOf({ available: 5n, pledged: -1n, cost: -2n }))
    expect(found.map(({ code, found: what }) => `${code} ${what}`)).deep.equal([
      'BUCKET_NEGATIVE pledged of AU-9999 -1',
      'BUCKET_NEGATIVE cost of AU-9999 -2',
    ])
  })

  it('name a row that is no record of its table, and count nothing of it', () => {
    for (const text of [
      'nothing',
      'null',
      '[]',
      '{}',
      '{"holdings":{"AU-9999":{"available":"x"}}}',
      '{"holdings":null}',
    ])
      expect(
        write(accounts.key('alice'), text).map(({ code }) => code),
        text,
      ).deep.equal(['ROW_UNREADABLE'])
    expect(write('nothing~of-ours', '{}').map(({ code }) => code)).deep.equal(['ROW_UNREADABLE'])
    expect(invariants.endBlock()).deep.equal([])
  })

  it('name an instruction and a number that are recorded twice, with both places', () => {
    const one = { id: 'one', number: 'alice device 1' }
    expect(invariants.record({ ...one, place: '1/0' })).deep.equal([])
    expect(invariants.record({ id: 'two', number: 'alice device 2', place: '1/1' })).deep.equal([])
    expect(invariants.record({ id: 'three', number: undefined, place: '1/2' })).deep.equal([])
    const again = invariants.record({ ...one, place: '2/0' })
    expect(again.map(({ code, expected, found }) => [code, expected, found])).deep.equal([
      ['OUTCOME_RECORDED_TWICE', '1/0', '2/0'],
      ['NUMBER_RECORDED_TWICE', '1/0', '2/0'],
    ])
  })
})
