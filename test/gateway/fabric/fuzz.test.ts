import { expect } from 'chai'
import { fuzzReader } from '../support/fuzz.ts'

describe('real blocks, changed at random', () => {
  it('are all taken: none stops the reader or the projection, and the checkpoint moves each time', () => {
    const { alarms } = fuzzReader(2_000, Number(process.env['ASSAY_SEED'] ?? 1))
    expect(alarms).to.be.greaterThan(0)
  })
})
