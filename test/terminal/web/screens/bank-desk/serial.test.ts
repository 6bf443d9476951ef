import { expect } from 'chai'
import { reference } from '../../../../../chaincode/wire/identifiers.ts'
import { nextSerial } from '../../../../../terminal/web/screens/bank-desk/serial.ts'

describe('the reference of the next cash act of a desk', () => {
  const noon = new Date(2026, 10, 28, 12).getTime()

  it('begins with one each day, in the form that the ledger takes', () => {
    expect(nextSerial([], noon)).equal('20261128-0001')
    expect(nextSerial(['20261127-0009'], noon)).equal('20261128-0001')
    expect(reference.safeParse(nextSerial([], noon)).success).equal(true)
  })

  it('goes on after the highest of the day, whatever else was written', () => {
    const written = ['20261128-0002', 'COUNTER 7', '20261128-0011', '20261128-', '20261128-12a', '20261128-0003']
    expect(nextSerial(written, noon)).equal('20261128-0012')
  })

  it('grows beyond four digits', () => {
    expect(nextSerial(['20261128-9999'], noon)).equal('20261128-10000')
  })
})
