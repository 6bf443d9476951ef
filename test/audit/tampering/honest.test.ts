import { randomInt } from 'node:crypto'
import { expect } from 'chai'
import { lookAtHonest } from './honest.ts'

const seed = Number(process.env['ASSAY_SEED'] ?? randomInt(1_000_000))

describe('honest histories', () => {
  it(`give no finding: forty of seed ${seed}, of which one is a whole channel`, async () => {
    const { failure, ...looked } = await lookAtHonest({ seed, first: 1, count: 40, wholeOneOf: 40 })
    expect(failure).to.equal(undefined)
    expect(looked).to.include({ histories: 40, wholes: 1 })
    expect(looked.instructions).to.be.greaterThan(100)
  })
})
