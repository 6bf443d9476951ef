import { expect } from 'chai'
import { countedIn, unitOfValue } from '../../../chaincode/wire/values.ts'

describe('in what a value of an outcome counts', () => {
  it('is nothing for a name of no list, also one that every object has', () => {
    for (const name of ['unheard', 'toString', '__proto__']) {
      expect(unitOfValue(name), name).equal(undefined)
      expect(countedIn(name, {}, 'AU-9999'), name).equal(undefined)
    }
    expect(countedIn('status', {}, 'AU-9999')).equal(undefined)
  })

  it('is the voucher of the instruction, or the one that stands beside it', () => {
    const own = { unit: 'quantity', voucher: 'AU-9999', cash: undefined }
    expect(countedIn('quantity', {}, 'AU-9999')).deep.equal(own)
    expect(countedIn('quantity', { voucher: 'AG-999' }, 'AU-9999')).deep.equal({ ...own, voucher: 'AG-999' })
    expect(countedIn('quantity', { voucher: 7 }, undefined)).deep.equal({ ...own, voucher: undefined })
  })

  it('is cash for a fee of a trade, and the voucher for another', () => {
    const quantity = { unit: 'quantity', voucher: 'AU-9999', cash: undefined }
    expect(countedIn('fee', {}, 'AU-9999')).deep.equal(quantity)
    expect(countedIn('fee', { gross: '9' }, 'AU-9999')).deep.equal({ ...quantity, unit: 'cash' })
    expect(countedIn('fee', { cash: 'CNY' }, 'AU-9999')).deep.equal({ ...quantity, unit: 'cash', cash: 'CNY' })
  })

  it('is what was reserved for what a cancelled order frees', () => {
    const values = { reservedVoucher: 'CNY' }
    expect(countedIn('reserved', values, 'AU-9999')).deep.equal({ unit: 'quantity', voucher: 'CNY', cash: undefined })
    expect(countedIn('reserved', {}, 'AU-9999')).equal(undefined)
  })
})
