import { expect } from 'chai'
import { checkAccount, checkQuantity } from '../../../../terminal/web/words/validate.ts'

const gram = { base: '1 mg', shownAs: 'g', basePerShown: '1000' }

describe('what is typed into a form', () => {
  it('S0-007 is refused before anything is sent, with words in both languages', () => {
    expect(checkQuantity('', gram).wrong).deep.equal({ zh: '请输入数量。', en: 'Enter a quantity.' })
    expect(checkQuantity('1.2345', gram).wrong?.en).equal('The smallest unit is 1 mg; use fewer decimals.')
    expect(checkQuantity('1.234', gram)).deep.equal({ value: '1234' })
  })

  it('S0-037 is at most what is available, to the last base unit', () => {
    const limit = { maximum: '1500', show: (quantity: string) => `${quantity} mg` }
    expect(checkQuantity('1.5', gram, limit)).deep.equal({ value: '1500' })
    expect(checkQuantity('1.501', gram, limit).wrong?.en).equal('More than is available (1500 mg).')
  })

  it('S0-023 names another account than one’s own, in the ledger’s alphabet', () => {
    expect(checkAccount(' bob ', 'alice')).deep.equal({ value: 'bob' })
    expect(checkAccount('alice', 'alice').wrong?.en).match(/another account/)
    expect(checkAccount('Bob!', 'alice').wrong?.en).match(/small letters/)
  })
})
