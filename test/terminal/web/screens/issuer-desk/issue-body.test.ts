import { expect } from 'chai'
import { quoteId } from '../../../../../chaincode/wire/identifiers.ts'
import {
  type IssueChoices,
  type IssueTexts,
  issueBodyOf,
} from '../../../../../terminal/web/screens/issuer-desk/issue-body.ts'
import { issueRules } from '../../../../../terminal/web/screens/issuer-desk/issue-rules.ts'
import { quoteName } from '../../../../../terminal/web/screens/issuer-desk/quote-name.ts'

const texts: IssueTexts = {
  ...{ voucher: 'GOLD-1', name: 'Gold bars', metal: 'gold', fineness: '9999', form: 'bar', currency: '' },
  ...{ shownAs: 'g', base: '1 mg', basePerShown: '1000', quantity: '5,000.5' },
  ...{ cash: 'CNY', priceScale: '1000', feeBuy: '0.2', feeSell: '0.15', feeMinimum: '1' },
}
const choices: IssueChoices = {
  ...{ product: 'metal', functions: ['buy', 'transfer'], fields: ['name', 'unit'], isTraded: true },
}

describe('The form for a new series', () => {
  it('S0-001 makes exactly the instruction that was typed, in base units', () => {
    const made = issueBodyOf(texts, choices)
    expect(made).to.deep.equal({
      body: {
        voucher: 'GOLD-1',
        name: 'Gold bars',
        product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
        unit: { shownAs: 'g', base: '1 mg', basePerShown: '1000' },
        functions: ['buy', 'transfer'],
        fields: ['name', 'unit'],
        trade: {
          cash: 'CNY',
          priceScale: '1000',
          fees: { buy: { partsPerMillion: 2000, minimum: '1' }, sell: { partsPerMillion: 1500, minimum: '1' } },
        },
        quantity: '5000500',
      },
    })
  })

  it('makes a cash series without trade terms', () => {
    const cash = { ...texts, currency: 'CNY', shownAs: 'CNY', base: '1 fen', basePerShown: '100', quantity: '12.34' }
    const made = issueBodyOf(cash, { ...choices, product: 'currency', functions: ['transfer'], isTraded: false })
    expect(made).to.deep.include({ body: { ...('body' in made ? made.body : {}), quantity: '1234' } })
    expect('body' in made && made.body).not.to.have.property('trade')
  })

  it('names the first member that the ledger would refuse', () => {
    expect(issueBodyOf({ ...texts, voucher: 'gold' }, choices)).to.deep.equal({ wrong: 'voucher' })
    expect(issueBodyOf({ ...texts, quantity: '0' }, choices)).to.deep.equal({ wrong: 'quantity' })
    expect(issueBodyOf(texts, { ...choices, functions: [] })).to.deep.equal({ wrong: 'functions' })
    expect(issueBodyOf({ ...texts, feeBuy: '90' }, choices)).to.deep.equal({
      wrong: 'trade.fees.buy.partsPerMillion',
    })
  })

  it('holds each field to what is chosen', () => {
    expect(issueRules(choices, texts)).to.have.property('fineness')
    expect(issueRules({ ...choices, product: 'currency', isTraded: false }, texts)).not.to.have.any.keys(
      'fineness',
      'cash',
    )
  })

  it('names each quote after its moment, as the ledger takes it', () => {
    expect(quoteName(Date.UTC(2026, 10, 25, 3, 4, 5, 6))).to.equal('Q20261125030405006')
    expect(quoteId.safeParse(quoteName(0)).success).to.equal(true)
  })
})
