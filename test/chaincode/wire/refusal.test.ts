import { expect } from 'chai'
import { Refusal, refusals } from '../../../chaincode/wire/refusal.ts'

describe('refusal codes', () => {
  for (const [code, { status, recorded, meaning }] of Object.entries(refusals)) {
    it(`${code} has a client status, says whether it is recorded, and has a meaning`, () => {
      expect(code).match(/^[a-z]+(_[a-z]+)*$/)
      expect(status).within(400, 499)
      expect(recorded).a('boolean')
      expect(meaning).match(/^[A-Z].*\.$/)
    })
  }

  it('are carried with their values by the error that a rule throws', () => {
    const refusal = new Refusal('unknown_voucher', { voucher: 'XX-1' })
    expect(refusal).instanceOf(Error)
    expect([refusal.code, refusal.values, refusal.message]).deep.equal([
      'unknown_voucher',
      { voucher: 'XX-1' },
      'unknown_voucher',
    ])
  })
})
