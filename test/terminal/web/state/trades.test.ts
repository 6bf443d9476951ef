import { expect } from 'chai'
import type { ChainStatus } from '../../../../chaincode/domains/trade-chain/tables.ts'
import type { ListedInstitution } from '../../../../terminal/sdk/trade-chain/records.ts'
import {
  chosenIn,
  costAtLimit,
  countOf,
  isIdentity,
  limitPriceOf,
  mayWithdraw,
  openInstitutions,
  positionLines,
  scaleOf,
  startingTrade,
  stationsOf,
  type TradeTexts,
  toneOf,
  tradeIn,
} from '../../../../terminal/web/state/trades.ts'

const metal = { base: '1 mg', shownAs: 'g', basePerShown: '1000' }
const ounces = { base: '1 mg', shownAs: 'oz', basePerShown: '31103' }
const cash = { base: '1 fen', shownAs: 'CNY', basePerShown: '100' }
const units = { metal, cash }
const hour = 3_600_000
const account = { type: 'account-number', value: '6222021234567894' } as const

const row = (institution: string, families: ListedInstitution['families'], status: 'open' | 'suspended' = 'open') => ({
  ...{ institution, families, status, participant: 'desk' },
})

const sale: TradeTexts = {
  ...startingTrade,
  ...{ institution: 'HouseMSP', family: 'metal', side: 'sell', voucher: 'AU', cash: 'CNY', quantity: '1.5' },
  ...{ price: '5600', hours: '1' },
}
const stock: TradeTexts = { ...sale, family: 'stock', product: '600519', quantity: '100', price: '17.05' }

describe('what a client says of itself', () => {
  it('S2-004 looks like the type that was chosen, its groups parted in any usual way', () => {
    expect(isIdentity('account-number', '6222 0212 3456 7894')).equal(true)
    expect(isIdentity('account-number', '6222-0212-3456-7890-123')).equal(true)
    expect(isIdentity('account-number', '+8613800138000')).equal(false)
    expect(isIdentity('phone', '+86 138 0013 8000')).equal(true)
    expect(isIdentity('phone', '13800138000')).equal(false)
    expect(isIdentity('resident-id', '11010519491231002x')).equal(true)
    expect(isIdentity('certificate', 'AB:'.repeat(31).concat('cd'))).equal(true)
    expect(isIdentity('certificate', 'abc')).equal(false)
  })
})

describe('where a trade can go', () => {
  it('S2-018 is to institutions that are open, of families that each takes', () => {
    const open = openInstitutions([row('AMSP', ['stock']), row('BMSP', ['fund', 'metal']), row('CMSP', [])])
    expect(open.map(({ institution }) => institution)).deep.equal(['AMSP', 'BMSP'])
    expect(openInstitutions([row('AMSP', ['stock'], 'suspended')])).deep.equal([])
    const chosen = chosenIn(open, { institution: 'BMSP', family: 'fund' })
    expect(chosen).deep.equal({ institution: 'BMSP', family: 'fund', families: ['metal', 'fund'] })
  })

  it('falls to the first that there is where nothing else was chosen, and to nothing where nobody is open', () => {
    const open = [row('AMSP', ['stock', 'trust'])]
    const typed = { institution: 'gone', family: 'metal' } as const
    expect(chosenIn(open, typed)).deep.include({ institution: 'AMSP', family: 'stock' })
    expect(chosenIn([], typed)).equal(undefined)
  })
})

describe('a limit price as it is typed', () => {
  it('is in base units of cash for as many base units as are shown as one', () => {
    expect(limitPriceOf('5605.07', cash)).equal('560507')
    expect(limitPriceOf('', cash)).equal(undefined)
    expect(limitPriceOf('5600', undefined)).equal(undefined)
    expect([metal, ounces, undefined].map(scaleOf)).deep.equal(['1000', '1', '1'])
  })

  it('comes to a whole that is told while one types, once both are there', () => {
    expect(costAtLimit(sale, units)).equal('840000')
    expect(costAtLimit(stock, units)).equal('170500')
    const uneven = { ...sale, quantity: '0.001', price: '5605.07' }
    expect(costAtLimit(uneven, units)).equal('560')
    expect(costAtLimit({ ...uneven, side: 'buy' }, units)).equal('561')
    expect(costAtLimit({ ...sale, quantity: '' }, units)).equal(undefined)
    expect(costAtLimit({ ...sale, price: '' }, units)).equal(undefined)
    expect(costAtLimit(sale, { metal: undefined, cash })).equal(undefined)
  })
})

describe('a trade as the SDK takes it', () => {
  it('S2-001 S2-018 says of metal in public what and how much, and of another family neither', () => {
    const made = tradeIn(sale, account, { units, now: 0 })
    expect(made?.body).deep.equal({
      ...{ institution: 'HouseMSP', family: 'metal', side: 'sell', cash: 'CNY', expiresAt: String(hour) },
      metal: { voucher: 'AU', quantity: '1500' },
    })
    expect(made?.confidential).deep.equal({
      identity: account,
      trade: { quantity: '1500', limitPrice: '560000', priceScale: '1000' },
    })
    const other = tradeIn(stock, account, { units, now: 0 })
    expect(other?.body).not.have.any.keys('metal', 'cashMaximum')
    expect(other?.confidential.trade).deep.equal({ product: '600519', quantity: '100', limitPrice: '1705' })
  })

  it('has the most to pay for a buy, and for that alone', () => {
    const buy: TradeTexts = { ...sale, side: 'buy', most: '8400' }
    expect(tradeIn(buy, account, { units, now: 0 })?.body.cashMaximum).equal('840000')
    expect(tradeIn({ ...buy, side: 'sell' }, account, { units, now: 0 })?.body).not.have.property('cashMaximum')
    expect(tradeIn({ ...buy, most: '' }, account, { units, now: 0 })).equal(undefined)
    expect(tradeIn(buy, account, { units: { metal, cash: undefined }, now: 0 })).equal(undefined)
  })

  it('is none while a quantity or a price is none', () => {
    expect(tradeIn({ ...sale, quantity: '0' }, account, { units, now: 0 })).equal(undefined)
    expect(tradeIn({ ...sale, price: '' }, account, { units, now: 0 })).equal(undefined)
    expect(['1', '0', '1.5', '', '07'].map(countOf)).deep.equal(['1', undefined, undefined, undefined, undefined])
  })
})

describe('how far a trade came', () => {
  const past = (...statuses: ChainStatus[]) => statuses.map((status, at) => ({ at: String(at), value: { status } }))
  const states = (...statuses: ChainStatus[]) => stationsOf(past(...statuses)).map(({ state }) => state)

  it('S2-044 is told in three segments, each station with its time', () => {
    expect(stationsOf(past('received', 'enriched', 'sent'))).deep.equal([
      { station: 'opened', segment: 1, state: 'done', at: '0' },
      { station: 'verified', segment: 2, state: 'done', at: '1' },
      { station: 'sent', segment: 2, state: 'done', at: '2' },
      { station: 'answered', segment: 3, state: 'next' },
      { station: 'settled', segment: 3, state: 'ahead' },
    ])
    expect(states('received', 'enriched', 'sent', 'answered', 'settled')).deep.equal(Array(5).fill('done'))
    expect(states()).deep.equal(Array(5).fill('ahead'))
  })

  it('S2-008 S2-015 ends where it ended, with the time of that', () => {
    expect(states('received', 'user-rejected')).deep.equal(['done', 'failed', 'ahead', 'ahead', 'ahead'])
    expect(states('received', 'institution-rejected')).deep.equal(['done', 'failed', 'ahead', 'ahead', 'ahead'])
    expect(states('received', 'position-rejected')).deep.equal(['done', 'failed', 'ahead', 'ahead', 'ahead'])
    const conflict = ['received', 'enriched', 'sent', 'answered', 'conflict'] as const
    expect(states(...conflict).at(-1)).equal('failed')
    expect(states(...conflict, 'accepted').at(-1)).equal('next')
    expect(states('received', 'enriched', 'withdrawn')).deep.equal(['done', 'done', 'failed', 'ahead', 'ahead'])
    expect(stationsOf(past('received', 'enriched', 'sent', 'answered', 'refused')).at(-1)).deep.equal({
      ...{ station: 'settled', segment: 3, state: 'failed', at: '4' },
    })
  })

  it('S2-043 is late while nobody knows, and goes on with an answer that comes later', () => {
    expect(states('received', 'enriched', 'sent', 'unknown')).deep.equal(['done', 'done', 'done', 'late', 'ahead'])
    expect(states('received', 'enriched', 'sent', 'unknown', 'answered').at(-1)).equal('next')
  })

  it('has the colour of how it went, and can be taken back until it is sent', () => {
    const all = ['settled', 'refused', 'user-rejected', 'unknown', 'withdrawn', 'sent'] as const
    expect(all.map(toneOf)).deep.equal(['good', 'bad', 'bad', 'warn', 'warn', undefined])
    expect((['received', 'enriched', 'sent', 'settled'] as const).map(mayWithdraw)).deep.equal([
      ...[true, true, false, false],
    ])
  })
})

describe('positions as a table shows them', () => {
  it('are in order, by family and product', () => {
    const one = { quantity: '5', reserved: '1' }
    expect(positionLines({ 'stock:600519': one, 'fund:A-1': one })).deep.equal([
      { family: 'fund', product: 'A-1', ...one },
      { family: 'stock', product: '600519', ...one },
    ])
  })
})
