import { expect } from 'chai'
import { gainIn, wealthOf, worthIn } from '../../../../../terminal/web/screens/home/worth.ts'

const source = { quote: 'Q-1', issuer: 'mint' }
const value = {
  amount: '5643400',
  cash: 'CNY',
  price: '56434',
  at: '1',
  isStale: true,
  ageMilliseconds: '60000',
  source,
}

describe('what a holding is worth on the first page', () => {
  it('carries the mark of a price that has ended', () => {
    expect(worthIn({ referenceValue: value })).include({ amount: '5643400', cash: 'CNY', isStale: true })
    expect(worthIn({ referenceValue: { ...value, isStale: false } })).include({ isStale: false })
  })

  it('is nothing where the fields tell none', () => {
    for (const fields of [{}, { referenceValue: { notApplicable: true } }, { referenceValue: '5' }])
      expect(worthIn(fields)).equal(undefined)
  })
})

describe('all that an account has', () => {
  const isCash = (voucher: string) => voucher === 'CNY' || voucher === 'EUR'
  const worthOf = (amount: string, cash: string, isStale = false) => ({ amount, cash, isStale, ageMilliseconds: '1' })
  const held = (voucher: string, total: string, worth?: ReturnType<typeof worthOf>, gain?: string) => ({
    ...{ voucher, total, worth },
    gain: gain === undefined || worth === undefined ? undefined : { amount: gain, cash: worth.cash },
  })

  it('is its cash and the value of what is traded for it, by currency', () => {
    const all = [
      held('CNY', '1000'),
      held('AU-1', '5', worthOf('560', 'CNY'), '-60'),
      held('AG-1', '7', worthOf('70', 'CNY', true), '100'),
      held('AU-2', '5', worthOf('80', 'EUR'), '1'),
    ]
    expect(wealthOf(all, isCash)).deep.equal([
      { cash: 'CNY', total: '1630', gain: '40', isStale: true },
      { cash: 'EUR', total: '80', gain: '1', isStale: false },
    ])
  })

  it('tells no gain where one part has none to tell, and leaves out what has no value', () => {
    const all = [
      held('AU-1', '5', worthOf('560', 'CNY'), '9'),
      held('AU-2', '5', worthOf('1', 'CNY')),
      held('AU-3', '9'),
    ]
    expect(wealthOf(all, isCash)).deep.equal([{ cash: 'CNY', total: '561', gain: undefined, isStale: false }])
    expect(wealthOf([], isCash)).deep.equal([])
  })

  it('reads a gain as the position tells it', () => {
    expect(gainIn({ floatingProfit: { amount: '-61', cash: 'CNY' } })).include({ amount: '-61' })
    expect(gainIn({ floatingProfit: { notApplicable: true } })).equal(undefined)
  })
})
