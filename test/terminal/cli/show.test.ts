import { expect } from 'chai'
import { showQuantity, showResult, type Vouchers } from '../../../terminal/cli/show.ts'
import { showMoment } from '../../../terminal/cli/show-moment.ts'
import { showPosition } from '../../../terminal/cli/show-position.ts'

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
    expect(shown({ quote: 'Q', expiresAt: '1800000000000' })).to.contain(showMoment('1800000000000'))
    expect(shown({ voucher: 'AU-9999', somethingNew: '123456' })).not.to.contain('123456')
    expect(shown({ voucher: 'XX-1', quantity: '77' })).to.match(/quantity +—/)
  })
})

describe('showing a moment', () => {
  it('gives the local date and time with the zone', () => {
    expect(showMoment('1800000000000', 'Asia/Shanghai')).to.equal('2027-01-15 16:00:00 GMT+8')
    expect(showMoment(1_800_000_000_000, 'UTC')).to.equal('2027-01-15 08:00:00 UTC')
    expect(showMoment(0)).to.match(/^(1969-12-31|1970-01-01) [0-9]{2}:[0-9]{2}:00 \S+$/)
  })
})

describe('showing a position', () => {
  const gold = { voucher: 'AU-9999', unit: unit('1 mg', 'g', '1000'), trade: { cash: 'CNY', priceScale: '1000' } }
  const vouchers = new Map([
    ['AU-9999', gold],
    ['CNY', { voucher: 'CNY', unit: unit('1 fen', 'CNY', '100') }],
  ] as never) as unknown as Vouchers
  const shown = (fields: object, more: object = {}) =>
    showPosition({ voucher: 'AU-9999', fields, functions: [], height: '9', isOutOfDate: false, ...more }, vouchers)
  const worth = {
    amount: '55480',
    cash: 'CNY',
    price: '55480',
    at: '1800000000000',
    source: { quote: 'Q', issuer: 'treasury' },
  }

  it('gives each field in its unit, as the web does', () => {
    const order = { order: 'o', function: 'buy', status: 'open', quantity: '2000', filled: '0', price: '55000' }
    const text = shown({
      productType: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      totalQuantity: { quantity: '1500', unit: gold.unit },
      unit: gold.unit,
      buyPrice: { price: '55000', priceScale: '1000', cash: 'CNY' },
      floatingProfit: { amount: '480', cash: 'CNY' },
      yield: { partsPerMillion: '-8727' },
      entrustedOrders: [{ ...order, expiresAt: '1' }],
    }).join('\n')
    expect(text).to.match(/product +gold 9999\/10000, bar/)
    expect(text).to.match(/total quantity +1\.5 g \(1500 × 1 mg\)/)
    expect(text).to.match(/unit +g \(counted in 1 mg\)/)
    expect(text).to.match(/average buy price +550 CNY \(55000 × 1 fen\) for 1 g \(1000 × 1 mg\)/)
    expect(text).to.match(/floating profit or loss +\+4\.8 CNY/)
    expect(text).to.match(/yield +-0\.8727 %/)
    expect(text).to.match(/entrusted orders +buy 2 g \(2000 × 1 mg\) at 550 CNY .*, open/)
    expect(shown({ entrustedOrders: [] }).join()).to.contain('no open orders')
  })

  it('marks a stale price, old figures, and what cannot be said', () => {
    const stale = shown({ referenceValue: { ...worth, isStale: true, ageMilliseconds: '7200000' } }).join()
    expect(stale).to.contain('554.8 CNY').and.contain('from treasury; STALE PRICE, 2 hours old')
    expect(shown({ referenceValue: { ...worth, isStale: false, ageMilliseconds: '1' } }).join()).not.to.contain('STALE')
    expect(shown({ yield: { applicable: false } }).join()).to.contain('not applicable')
    expect(shown({ yield: 'odd', name: 7 }).join()).to.match(/yield +unavailable.*name +unavailable/)
    expect(shown({}, { isOutOfDate: true }).join()).to.contain('OUT OF DATE')
  })
})
