import { expect } from 'chai'
import { NewestBlock, positionAnswer } from '../../../terminal/sdk/position.ts'

const position = { voucher: 'AU-9999', fields: { name: 'Gold' }, functions: ['transfer'], height: '12' }

describe('a position', () => {
  it('is current while it was read from all blocks that the terminal knows of', () => {
    const newest = new NewestBlock()
    expect(newest.mark(position).isOutOfDate).to.equal(false)
    newest.notice('11')
    expect(newest.mark(position).isOutOfDate).to.equal(false)
  })

  it('is marked as out of date once a result stands in a block that it does not count', () => {
    const newest = new NewestBlock()
    newest.notice('12')
    newest.notice('3')
    newest.notice(undefined)
    expect(newest.mark(position).isOutOfDate).to.equal(true)
    expect(newest.mark({ ...position, height: '13' }).isOutOfDate).to.equal(false)
  })

  it('has no field but those that a voucher can show, and a height in digits', () => {
    expect(positionAnswer.safeParse(position).success).to.equal(true)
    expect(positionAnswer.safeParse({ ...position, fields: { secret: '1' } }).success).to.equal(false)
    expect(positionAnswer.safeParse({ ...position, height: '-1' }).success).to.equal(false)
  })
})
