import { expect } from 'chai'
import fc from 'fast-check'
import { codeAround } from '../../../../chaincode/wire/payment-code.ts'
import { codeIn, judgeTyped } from '../../../../terminal/web/scanner/typed-code.ts'

const code = codeAround('123456789012345')
const drawn = fc.stringMatching(/^[0-9]{15}$/)

describe('Typing a payment code', () => {
  it('says nothing of an empty field, and how many digits are missing while it is typed', () => {
    expect(judgeTyped('')).to.deep.equal({ state: 'empty' })
    expect(judgeTyped('6')).to.deep.equal({ state: 'incomplete', missing: 17 })
    expect(judgeTyped(code.slice(0, 17))).to.deep.equal({ state: 'incomplete', missing: 1 })
  })

  it('takes the whole code, with blanks and hyphens wherever they are', () => {
    expect(judgeTyped(code)).to.deep.equal({ state: 'complete', code })
    expect(judgeTyped(` ${code.slice(0, 4)} ${code.slice(4, 9)}-${code.slice(9)} `)).to.deep.equal({
      state: 'complete',
      code,
    })
  })

  it('S4-019 tells every single wrong digit at the last one, without asking anybody', () => {
    fc.assert(
      fc.property(drawn, fc.nat({ max: 14 }), fc.integer({ min: 1, max: 9 }), (digits, place, shift) => {
        const right = codeAround(digits)
        const at = place + 2
        const wrong = String((Number(right[at]) + shift) % 10)
        const mistyped = right.slice(0, at) + wrong + right.slice(at + 1)
        expect(judgeTyped(mistyped)).to.deep.equal({ state: 'wrong', reason: 'mistyped' })
      }),
    )
  })

  it('says at once what can be no code: letters, another prefix, too many digits', () => {
    expect(judgeTyped('62a')).to.deep.equal({ state: 'wrong', reason: 'not_digits' })
    expect(judgeTyped('9')).to.deep.equal({ state: 'wrong', reason: 'other_prefix' })
    expect(judgeTyped(`${code}1`)).to.deep.equal({ state: 'wrong', reason: 'too_long' })
  })

  it('takes digits of any width, as an input method writes them, and hyphens of any kind', () => {
    const wide = [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')
    expect(judgeTyped(wide)).to.deep.equal({ state: 'complete', code })
    expect(judgeTyped(`${wide.slice(0, 4)}\u3000${wide.slice(4, 8)}\u2011${wide.slice(8)}`)).to.deep.equal({
      state: 'complete',
      code,
    })
    expect(judgeTyped('١٢٣')).to.deep.equal({ state: 'wrong', reason: 'not_digits' })
  })

  it('reads a code behind the prefix that a scanner was set to send, and in no longer number', () => {
    for (const prefix of [']C1', ']Q3', 'C1', '1']) expect(codeIn(`${prefix}${code}`), prefix).to.equal(code)
    expect(codeIn(`4711${code}`)).to.equal(undefined)
    expect(codeIn(`${code}4`)).to.equal(undefined)
  })

  it('reads a code out of a scan, and nothing out of any other barcode', () => {
    expect(codeIn(`${code}\n`)).to.equal(code)
    for (const other of ['4006381333931', 'https://example.org', '']) expect(codeIn(other), other).to.equal(undefined)
  })
})
