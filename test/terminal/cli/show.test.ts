import { expect } from 'chai'
import { showQuantity, showResult, type Vouchers } from '../../../terminal/cli/show.ts'

const unit = (base: string, shownAs: string, basePerShown: string) => ({ base, shownAs, basePerShown })

describe('showing a quantity', () => {
  const cases: [string, ReturnType<typeof unit>, string][] = [
    ['1500', unit('1 mg', 'g', '1000'), '1.5 g (1500 × 1 mg)'],
    ['1', unit('1 mg', 'g', '1000'), '0.001 g (1 × 1 mg)'],
    ['1000', unit('1 mg', 'g', '1000'), '1 g (1000 × 1 mg)'],
    ['0', unit('1 fen', 'yuan', '100'), '0 yuan (0 × 1 fen)'],
    ['1234567', unit('0.001 oz', 'oz', '1000'), '1234.567 oz (1234567 × 0.001 oz)'],
    ['5', unit('1 JPY', 'yen', '1'), '5 yen (5 × 1 JPY)'],
    [
      '79228162514264337593543950335',
      unit('1 mg', 'kg', '1000000'),
      '79228162514264337593543.950335 kg (79228162514264337593543950335 × 1 mg)',
    ],
  ]
  for (const [quantity, ofUnit, shown] of cases) {
    it(`gives ${quantity} of ${ofUnit.base} as ${shown}`, () => expect(showQuantity(quantity, ofUnit)).to.equal(shown))
  }

  it('stays with the base unit where the shown one would need rounding', () => {
    expect(showQuantity('7', unit('1 grain', 'dram', '27'))).to.equal('7 × 1 grain')
  })

  it('says that it counts base units where the unit is not known', () => {
    expect(showQuantity('7')).to.equal('7 base units')
  })
})

describe('showing what became of an instruction', () => {
  const voucher = (code: string, of: ReturnType<typeof unit>, trade?: object) => [
    code,
    { voucher: code, unit: of, trade },
  ]
  const vouchers = new Map([
    voucher('AU-9999', unit('1 mg', 'g', '1000'), { cash: 'CNY', priceScale: '1000' }),
    voucher('CNY', unit('1 fen', 'CNY', '100')),
  ] as never) as unknown as Vouchers
  const shown = (effects: object) => showResult({ id: 'i', status: 'accepted', effects } as never, vouchers).join('\n')

  it('gives a trade’s fee and amount in cash, its price for its scale, and no balance', () => {
    const trade = { voucher: 'AU-9999', quantity: '1000', price: '55480', gross: '55480', fee: '111', cash: 'CNY' }
    const text = shown({ ...trade, available: '12345', cashAvailable: '67890' })
    expect(text).to.match(/fee +1\.11 CNY \(111 × 1 fen\)/)
    expect(text).to.match(/gross +554\.8 CNY/)
    expect(text).to.match(/price +554\.8 CNY \(55480 × 1 fen\) for 1 g \(1000 × 1 mg\)/)
    expect(text).not.to.contain('12345').and.not.contain('67890')
  })

  it('gives a payment’s fee in what was paid, and what an ended order frees in what it had reserved', () => {
    expect(shown({ voucher: 'AU-9999', orderNumber: 'A-1', quantity: '1000', fee: '6' })).to.match(/fee +0\.006 g/)
    const ended = { order: 'o', status: 'cancelled', voucher: 'AU-9999', filled: '0', freed: '110220' }
    expect(shown({ ...ended, reservedVoucher: 'CNY' })).to.match(/freed +1102\.2 CNY/)
    expect(shown(ended), 'from before it was said').to.match(/freed +—/)
  })

  it('gives moments as times, and shows nothing that nobody knows the unit of', () => {
    expect(shown({ quote: 'Q', expiresAt: '1800000000000' })).to.contain('2027-01-15T08:00:00.000Z')
    expect(shown({ voucher: 'AU-9999', somethingNew: '123456' })).not.to.contain('123456')
    expect(shown({ voucher: 'XX-1', quantity: '77' })).to.match(/quantity +—/)
  })
})
