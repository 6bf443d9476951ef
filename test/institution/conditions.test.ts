import { expect } from 'chai'
import { judgeConditions, type ReceivedTrade } from '../../institution/conditions.ts'
import { type ProductRule, RulesUnreadable, readRules, type TradingRules } from '../../institution/rules.ts'
import { thirdReceivingUnit } from '../../institution/third-receiving-unit.ts'
import { chainFileText } from '../../terminal/sdk/trade-chain/chain-file.ts'
import { testNow } from '../support/devices.ts'
import { type MadeOtherwise, madeChain } from '../terminal/support/chain-file.ts'
import { always, ruleWith } from './support/desk.ts'

const now = Number(testNow)

const received = async (otherwise: MadeOtherwise = {}): Promise<ReceivedTrade> => {
  const { file, ids } = madeChain(otherwise)
  const receiving = { chain: ids[0] as string, ledger: 'assay', institution: 'InstitutionMSP' }
  const read = await thirdReceivingUnit(chainFileText(file), receiving)
  if ('fault' in read) throw new Error(JSON.stringify(read.fault))
  return read.trade
}

const judged = async (rule: Partial<ProductRule> = {}, otherwise: MadeOtherwise = {}, at = now) => {
  const rules: TradingRules = { metal: { 'GOLD-1G': ruleWith(rule) }, stock: { 600519: ruleWith(rule) } }
  const verdict = judgeConditions(await received(otherwise), { rules, now: at })
  return 'failing' in verdict ? verdict.failing : verdict.order
}

const buy = { open: { side: 'buy', cashMaximum: '550000' }, says: { target: '5000' } } as const

describe('the conditions of an institution', () => {
  it('hold for what fits: the order has the start, the quantity, and what that costs at the reference', async () => {
    const { chain, ...order } = (await judged()) as Exclude<Awaited<ReturnType<typeof judged>>, string>
    expect(chain).match(/^[\w-]{43}$/)
    expect(order).deep.equal({
      ...{ family: 'metal', product: 'GOLD-1G', side: 'sell', cash: 'CNY' },
      ...{ start: 4_000n, quantity: 1_000n, amount: 550_000n },
    })
    const stock = { open: { family: 'stock' }, trade: { product: '600519' }, answer: { quantity: undefined } }
    expect(await judged({}, stock as never)).deep.include({ family: 'stock', product: '600519' })
    expect(await judged({}, buy)).deep.include({ side: 'buy', amount: 550_000n })
  })

  it('fail by the position: a sale of more than there is, or that leaves too little', async () => {
    const little = { position: { position: '999' }, says: { target: '0' } }
    expect(await judged({}, little)).equal('position')
    expect(await judged({ positionMinimum: '3001' })).equal('position')
    expect(await judged({ positionMinimum: '3000' })).not.equal('position')
    expect(await judged({ positionMinimum: '3001' }, buy), 'a buy leaves more').not.equal('position')
  })

  it('fail by the grade under what the product needs, and by no better one', async () => {
    expect(await judged({ minimumGrade: 'aa' })).equal('grade')
    for (const minimumGrade of ['a', 'bbb', 'c'] as const) expect(await judged({ minimumGrade })).not.equal('grade')
  })

  it('fail by the limits: the quantity, the amount, what the client pays at most, and what is not traded', async () => {
    expect(await judged({ quantityMaximum: '999' })).equal('limits')
    expect(await judged({ quantityMaximum: '1000' })).not.equal('limits')
    expect(await judged({ amountMaximum: '549999' })).equal('limits')
    const poor = { ...buy, open: { ...buy.open, cashMaximum: '549999' } }
    expect(await judged({}, poor)).equal('limits')
    expect(await judged({}, { open: { metal: { voucher: 'SILVER-1G', quantity: '1000' } } })).equal('limits')
    expect(judgeConditions(await received(), { rules: {}, now })).deep.equal({ failing: 'limits' })
  })

  it('fail out of hours, as the clocks of the institution’s zone have them', async () => {
    // 2027-01-15T08:00Z, a Friday: 16:00 in Shanghai.
    const shanghai = { ...always, zone: 'Asia/Shanghai' }
    expect(await judged({ hours: [{ ...shanghai, from: '16:00', until: '16:01' }] })).not.equal('hours')
    expect(await judged({ hours: [{ ...shanghai, until: '16:00' }] })).equal('hours')
    expect(await judged({ hours: [{ ...shanghai, from: '16:01' }] })).equal('hours')
    expect(await judged({ hours: [{ ...shanghai, days: ['thu', 'sat'] }] })).equal('hours')
    expect(await judged({ hours: [{ ...shanghai, days: ['fri'] }] })).not.equal('hours')
    expect(await judged({}, {}, now + 86_400_001), 'behind the time to answer').equal('hours')
  })

  it('fail by the price: beyond the band, worse than the limit, and in another cash', async () => {
    const price = (reference: string, bandPerMille = 50) => ({ price: { reference, bandPerMille } })
    expect(await judged(price('549'))).equal('price')
    expect(await judged(price('551'))).not.equal('price')
    expect(await judged(price('551', 0))).equal('price')
    expect(await judged(price('579'), {}), 'at the edge of the band').equal('price')
    expect(await judged(price('578'))).not.equal('price')
    expect(await judged(price('549'), buy)).not.equal('price')
    const rich = { ...buy, open: { ...buy.open, cashMaximum: '600000' } }
    expect(await judged(price('551'), rich)).equal('price')
    expect(await judged({ cash: 'EUR' })).equal('price')
    const finer = (reference: string) => judged({ price: { reference, scale: '100', bandPerMille: 50 } })
    expect(await finer('54999')).equal('price')
    expect(await finer('55001')).deep.include({ amount: 550_010n })
    const coarser = { trade: { limitPrice: '550001', priceScale: '1000' } }
    expect(await judged({}, coarser)).equal('price')
  })

  it('name the first of several that fail, in one order', async () => {
    const rule: Partial<ProductRule> = {
      positionMinimum: '9999',
      minimumGrade: 'aaa',
      quantityMaximum: '1',
      hours: [],
      price: { reference: '1', bandPerMille: 0 },
    }
    const order = ['position', 'grade', 'limits', 'hours', 'price'] as const
    const mended = [
      {},
      { positionMinimum: '0' },
      { minimumGrade: 'c' },
      { quantityMaximum: '9999' },
      { hours: [always] },
    ] as const
    for (const [place, item] of order.entries()) {
      Object.assign(rule, mended[place])
      expect(await judged(rule)).equal(item)
    }
  })
})

describe('the rules of an institution', () => {
  const text = (change: object = {}) => JSON.stringify({ metal: { 'GOLD-1G': { ...ruleWith(), ...change } } })

  it('are read strictly, and the member at fault is named', () => {
    expect(readRules(text())).deep.equal({ metal: { 'GOLD-1G': ruleWith() } })
    expect(readRules('{}')).deep.equal({})
    const wrong: [string, string][] = [
      ['{', 'JSON'],
      ['{"houses": {}}', 'houses'],
      ['[]', 'the whole'],
      [text({ minimumGrade: 'zz' }), 'metal.GOLD-1G.minimumGrade'],
      [text({ quantityMaximum: '0' }), 'quantityMaximum'],
      [text({ more: '1' }), 'more'],
      [text({ hours: [] }), 'hours'],
      [text({ hours: [{ ...always, zone: 'Mars/Olympus' }] }), 'zone'],
      [text({ hours: [{ ...always, from: '10:00', until: '09:00' }] }), 'from must be before until'],
      [text({ price: { reference: '1', bandPerMille: 1001 } }), 'bandPerMille'],
      [text({ price: { reference: '1.5', bandPerMille: 1 } }), 'reference'],
    ]
    for (const [one, told] of wrong) expect(() => readRules(one), one).throw(RulesUnreadable, told)
  })
})
