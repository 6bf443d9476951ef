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

  it('S0-037 says the maximum as it is where nobody puts it into words, and the smallest unit where the shown one has parts', () => {
    expect(checkQuantity('2', gram, { maximum: '1500' }).wrong?.zh).contain('1500')
    const dozen = { base: '1 piece', shownAs: 'dozen', basePerShown: '12' }
    expect(checkQuantity('1.5', dozen).wrong?.en).contain('1 piece')
    const twenty = { base: '1 piece', shownAs: 'score', basePerShown: '20' }
    expect(checkQuantity('1.53', twenty).wrong?.en).contain('1 piece').and.not.contain('score')
    expect(checkQuantity('7', dozen)).deep.equal({ value: '7' })
  })
})
