import { expect } from 'chai'
import { type Measured, readQuantity } from '../../../terminal/cli/quantity.ts'
import { commandLineScene } from '../support/command-line.ts'

const gold: Measured = {
  voucher: 'AU-9999',
  unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
  product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
}
const cash: Measured = {
  voucher: 'CNY',
  unit: { base: '1 fen', shownAs: 'yuan', basePerShown: '100' },
  product: { type: 'currency', currency: 'CNY' },
}
const grains: Measured = { ...gold, unit: { base: '1 grain', shownAs: 'dram', basePerShown: '27' } }

describe('a quantity with its unit', () => {
  const good: [string, Measured, string][] = [
    ['1500', gold, '1500'],
    ['0', gold, '0'],
    ['1.5g', gold, '1500'],
    ['1.5 g', gold, '1500'],
    ['１．５ｇ', gold, '1500'],
    ['1,234.5g', gold, '1234500'],
    ['.5g', gold, '500'],
    ['1500mg', gold, '1500'],
    ['18.50CNY', cash, '1850'],
    ['18.50yuan', cash, '1850'],
    ['¥18.50', cash, '1850'],
    ['￥18.50', cash, '1850'],
    ['CNY 18.50', cash, '1850'],
    ['¥18.50CNY', cash, '1850'],
    ['7', grains, '7'],
    ['7grain', grains, '7'],
  ]
  for (const [text, measured, quantity] of good) {
    it(`takes ${text} of ${measured.voucher} for ${quantity}`, () =>
      expect(readQuantity(text, measured)).to.equal(quantity))
  }

  const bad: [string, Measured, string][] = [
    ['1.5', gold, 'needs a unit'],
    ['1,500', gold, 'needs a unit'],
    ['1.5kg', gold, 'kg is not its unit'],
    ['1.5G', gold, 'G is not its unit'],
    ['$18.50', cash, '$ is not its unit'],
    ['¥18.50g', cash, 'two units'],
    ['1.2345g', gold, 'more decimals'],
    ['1.5mg', gold, 'more decimals'],
    ['0g', gold, 'above zero'],
    ['1,5g', gold, 'point'],
    ['1.2.3g', gold, 'cannot be read'],
    ['99999999999999999999999999999g', gold, 'too large'],
    ['1dram', grains, 'rounding'],
  ]
  for (const [text, measured, why] of bad) {
    it(`S0-007 refuses ${text} of ${measured.unit.shownAs}, and says both ways`, () => {
      expect(() => readQuantity(text, measured))
        .to.throw(why)
        .with.property('next')
        .that.contains(`1.5${measured.unit.shownAs}`)
        .and.contains('base units')
    })
  }

  for (const text of ['ten', '1e3', '-5g', '', '+1']) {
    it(`S0-007 leaves ${JSON.stringify(text)} to the ledger’s own shape`, () =>
      expect(readQuantity(text, gold)).to.equal(text))
  }
})

describe('a quantity on the command line', () => {
  const scene = commandLineScene()
  const sent = () => JSON.parse(scene.gateway.sent[0] ?? '').instruction.body

  for (const quantity of ['1.5g', '1500']) {
    it(`tells what it understood by ${quantity}`, async () => {
      await scene.createAlice()
      const { code, complaint } = await scene.assay.run('transfer', 'GOLD-1G', quantity, '--to', 'bob')
      expect(code).to.equal(0)
      expect(sent().quantity).to.equal('1500')
      expect(complaint).to.contain('understood as 1.5 g (1500 × 1 mg) of GOLD-1G')
    })
  }

  it('takes a whole number where the unit cannot be read, and nothing with a unit', async () => {
    await scene.createAlice()
    expect((await scene.assay.run('transfer', 'GOLD-2G', '1.5g', '--to', 'bob')).code).to.equal(1)
    expect(scene.gateway.sent).to.deep.equal([])
    expect((await scene.assay.run('transfer', 'GOLD-2G', '1500', '--to', 'bob')).code).to.equal(0)
  })

  it('issues in the unit that the voucher will have', async () => {
    await scene.createAlice()
    const shared = ['--name', 'Yuan', '--functions', 'transfer', '--base-per-shown', '100', '--unit-base', '1 fen']
    const words = ['voucher', 'issue', 'CNY', '¥1000', '--currency', 'CNY', '--unit-shown', 'yuan', ...shared]
    expect((await scene.assay.run(...words)).code).to.equal(0)
    expect(sent().quantity).to.equal('100000')
  })
})
