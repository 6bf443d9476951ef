import { expect } from 'chai'
import { addresses, addressFor } from '../../../../../terminal/web/screens/auditor/addresses.ts'
import { changesBetween, shownPart } from '../../../../../terminal/web/screens/auditor/changes.ts'
import {
  addressWith,
  anyInstruction,
  anyTransaction,
  filterIn,
  instructionQuery,
  quantityOf,
  transactionQuery,
} from '../../../../../terminal/web/screens/auditor/search.ts'

describe('what an auditor looks up', () => {
  const id = 'x'.repeat(43)
  const cases: [string, string | undefined][] = [
    ['7', addresses.block('7')],
    [' 0012 ', addresses.block('12')],
    ['a'.repeat(64), addresses.transaction('a'.repeat(64))],
    ['7.0', addresses.transaction('7.0')],
    ['7.0.3', addresses.transaction('7.0')],
    [id, addresses.instruction(id)],
    ['account~alice', addresses.record('account~alice')],
    ['alice', '/auditor/instructions?participant=alice'],
    ['Alice', undefined],
    ['', undefined],
    ['no such thing', undefined],
    ['7.', undefined],
  ]
  for (const [typed, address] of cases) {
    it(`is ${address ?? 'nothing'} for “${typed}”`, () => {
      expect(addressFor(typed)).to.equal(address)
    })
  }
})

describe('what a change made otherwise', () => {
  it('is told part by part, however deep', () => {
    const before = { holdings: { AU: { available: '5', frozen: '0' }, CNY: { available: '1' } }, roles: ['a'] }
    const after = { holdings: { AU: { available: '3', frozen: '0' }, AG: { available: '2' } }, roles: ['a', 'b'] }
    expect(changesBetween(before, after)).to.deep.equal([
      { part: 'holdings.AG.available', before: undefined, after: '2' },
      { part: 'holdings.AU.available', before: '5', after: '3' },
      { part: 'holdings.CNY.available', before: '1', after: undefined },
      { part: 'roles', before: '["a"]', after: '["a","b"]' },
    ])
  })

  it('is named shortly where an id is on the way to it', () => {
    const device = `${'x'.repeat(37)}abc_-9`
    expect(shownPart(`devices.${device}.used`)).to.equal('devices.…abc_-9.used')
    expect(shownPart('holdings.AU-9999.available')).to.equal('holdings.AU-9999.available')
  })

  it('is all of a record that was made or deleted, and nothing of one that was written again as it was', () => {
    const record = { a: '1', b: { c: null, d: {} } }
    const whole = [
      { part: 'a', text: '1' },
      { part: 'b.c', text: 'null' },
      { part: 'b.d', text: '{}' },
    ]
    expect(changesBetween(null, record)).to.deep.equal(
      whole.map(({ part, text }) => ({ part, before: undefined, after: text })),
    )
    expect(changesBetween(record, null)).to.deep.equal(
      whole.map(({ part, text }) => ({ part, before: text, after: undefined })),
    )
    expect(changesBetween(record, { ...record })).to.deep.equal([])
    expect(changesBetween(null, null)).to.deep.equal([])
  })
})

describe('what an auditor searches for', () => {
  const grams = { base: '1 mg', shownAs: 'g', basePerShown: '1000' }

  it('counts in the unit of a voucher that is named, and else in base units', () => {
    expect(quantityOf('1.5', grams)).to.equal('1500')
    expect(quantityOf('1500', undefined)).to.equal('1500')
    expect(quantityOf(' ', grams)).to.equal(undefined)
    expect(quantityOf('1.5', undefined)).to.equal('wrong')
    expect(quantityOf('much', grams)).to.equal('wrong')
  })

  it('is asked of the gateway in its own words, with whole days in this time zone', () => {
    const filter = {
      ...anyInstruction,
      participant: ' Alice ',
      voucher: 'au-9999',
      from: '2027-01-31',
      to: '2027-01-31',
    }
    const query = instructionQuery(filter, { least: '5' })
    expect(query).to.deep.include({ participant: 'alice', voucher: 'AU-9999', least: '5', kind: undefined })
    expect(query['from']).to.equal(String(new Date(2027, 0, 31).getTime()))
    expect(query['to']).to.equal(String(new Date(2027, 1, 1).getTime()))
    const nothing = { validity: undefined, code: undefined, organisation: undefined, from: undefined, to: undefined }
    expect(transactionQuery({ ...anyTransaction, from: 'x' })).to.deep.equal(nothing)
    expect(transactionQuery({ ...anyTransaction, to: '1960-01-01' })).to.deep.equal({ ...nothing, to: '0' })
  })

  it('stands in the address, so that coming back finds it again', () => {
    const filter = { ...anyInstruction, participant: 'alice', code: 'not_allowed' }
    const address = addressWith('/auditor/instructions', filter)
    expect(address).to.equal('/auditor/instructions?participant=alice&code=not_allowed')
    expect(filterIn(address, anyInstruction)).to.deep.equal(filter)
    expect(addressWith('/auditor/instructions', anyInstruction)).to.equal('/auditor/instructions')
    expect(filterIn('/auditor/instructions?colour=red', anyInstruction)).to.deep.equal(anyInstruction)
  })
})
