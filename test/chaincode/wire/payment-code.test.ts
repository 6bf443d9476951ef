import { expect } from 'chai'
import fc from 'fast-check'
import { codeAround, commitmentTo, drawnDigits, paymentCode } from '../../../chaincode/wire/payment-code.ts'

const drawn = fc.stringMatching(new RegExp(`^[0-9]{${drawnDigits}}$`))
const isCode = (text: string): boolean => paymentCode.safeParse(text).success

describe('a payment code', () => {
  it('has eighteen digits, of which the last tells every single mistyped one', () => {
    fc.assert(
      fc.property(drawn, fc.nat(17), fc.integer({ min: 1, max: 9 }), (digits, place, change) => {
        const code = codeAround(digits)
        const wrong = (Number(code[place]) + change) % 10
        expect(code).match(/^62[0-9]{16}$/)
        expect(isCode(code)).equal(true)
        expect(isCode(`${code.slice(0, place)}${wrong}${code.slice(place + 1)}`)).equal(false)
      }),
    )
  })

  it('has the check digit of ISO/IEC 7812-1, which also tells every swap of neighbours but that of 0 and 9', () => {
    // Reckoned apart from this program, by the standard.
    expect(codeAround('000000000000000')).equal('620000000000000005')
    expect(codeAround('123456789012345')).equal('621234567890123457')
    fc.assert(
      fc.property(drawn, fc.nat(14), (digits, at) => {
        const code = codeAround(digits)
        const [one, other] = [code[at + 2] as string, code[at + 3] as string]
        const isTold = one !== other && !['09', '90'].includes(one + other)
        const swapped = `${code.slice(0, at + 2)}${other}${one}${code.slice(at + 4)}`
        expect(isCode(swapped)).equal(!isTold)
      }),
    )
  })

  it('is nothing but its digits', () => {
    const code = codeAround('123456789012345')
    for (const wrong of ['', ` ${code}`, `${code}0`, code.slice(1), `${code}\n`, code.replace('1', 'l')]) {
      expect(isCode(wrong), JSON.stringify(wrong)).equal(false)
    }
  })

  it('stands in a claim only as a commitment that another salt makes another', () => {
    const code = codeAround('123456789012345')
    const [one, other] = ['A'.repeat(22), 'B'.repeat(22)].map((salt) => commitmentTo({ code, salt }))
    expect(one).not.equal(other)
    expect(one)
      .match(/^[A-Za-z0-9_-]{43}$/)
      .and.not.include(code)
  })
})
