import { expect } from 'chai'
import fc from 'fast-check'
import { promotionCodeMaximum } from '../../../chaincode/wire/identifiers.ts'
import {
  digestOfTerms,
  type PromotionCode,
  promotionCodeText,
  readPromotionCode,
} from '../../../chaincode/wire/promotion-code.ts'

const said: PromotionCode = {
  ...{ ledger: 'assay', promotion: 'p'.repeat(43) },
  terms: { salt: 's'.repeat(22), cash: 'CNY', quantity: '1000', limitPrice: '56000', priceScale: '1000' },
}
const text = promotionCodeText(said) as string
const beginning = 'assay-promotion:1:'
const made = (value: unknown): string => beginning + Buffer.from(JSON.stringify(value)).toString('base64url')

describe('the code of a promotion', () => {
  it('S2-051 S2-052 says the same when it is read, in at most 512 characters', () => {
    expect(readPromotionCode(text)).deep.equal(said)
    expect(text.startsWith(beginning)).equal(true)
    expect(text.length).most(promotionCodeMaximum)
    const whole = { ...said, terms: { ...said.terms, product: '600519', cashMaximum: '9' } }
    expect(readPromotionCode(promotionCodeText(whole) as string)).deep.equal(whole)
  })

  it('is not made where it would be too long', () => {
    const long = '9'.repeat(28)
    const terms = { ...said.terms, quantity: long, limitPrice: long, priceScale: long, cashMaximum: long }
    const product = 'P'.repeat(32)
    expect(promotionCodeText({ ...said, ledger: 'l'.repeat(63), terms: { ...terms, product } })).equal(undefined)
  })

  it('S2-055 is none in any other text', () => {
    const { terms, ...rest } = said
    const others = [
      ...['', beginning, `${beginning}e30`, `${beginning}=`, `${beginning}_w`, text.replace(':1:', ':2:'), `${text}A`],
      ...[made(rest), made({ terms, ...rest }), made({ ...said, more: '1' }), made([]), made(null), made(7)],
      ...[made({ ...said, promotion: 'short' }), `${beginning}${'A'.repeat(600)}`, text.toUpperCase(), ` ${text}`],
      beginning + Buffer.from(`\ufeff${JSON.stringify(said)}`).toString('base64url'),
    ]
    for (const other of others) expect(readPromotionCode(other), other).equal(undefined)
    fc.assert(fc.property(fc.string(), (any) => readPromotionCode(any) === undefined))
    fc.assert(fc.property(fc.json(), (any) => readPromotionCode(made(JSON.parse(any))) === undefined))
  })

  it('S2-052 has terms of whose digest each member and the salt change every bit', () => {
    const digest = digestOfTerms(said.terms)
    for (const name of Object.keys(said.terms) as (keyof typeof said.terms)[])
      expect(digestOfTerms({ ...said.terms, [name]: '7' })).not.equal(digest)
    expect(digestOfTerms({ ...said.terms })).equal(digest)
  })
})
