import { expect } from 'chai'
import { paymentCode } from '../../../chaincode/wire/payment-code.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { CodeDrawing } from '../../../gateway/payments/code-drawing.ts'

const key = new Uint8Array(32).fill(1)
const requests = Array.from({ length: 2_000 }, (_, index) => digest(`request ${index}`))

describe('drawing payment codes', () => {
  const drawing = new CodeDrawing(key)

  it('S4-019 draws eighteen digits with a check digit for each request, and none twice', () => {
    const drawn = requests.map((request) => drawing.digits(request, 0))
    for (const digits of drawn) expect(paymentCode.safeParse(digits).success).equal(true)
    expect(new Set(drawn).size).equal(requests.length)
  })

  it('S4-017 draws the same digits for the same request, and others for another, another attempt or another key', () => {
    const [first = '', second = ''] = requests
    const digits = drawing.digits(first, 0)
    expect(new CodeDrawing(key).digits(first, 0)).equal(digits)
    expect(drawing.digits(second, 0)).not.equal(digits)
    expect(drawing.digits(first, 1)).not.equal(digits)
    expect(new CodeDrawing(new Uint8Array(32).fill(2)).digits(first, 0)).not.equal(digits)
  })

  it('S4-019 spreads each drawn place over all ten digits', () => {
    const drawn = requests.map((request) => drawing.digits(request, 0))
    for (let place = 2; place < 17; place += 1) {
      const counts = Array.from({ length: 10 }, () => 0)
      for (const digits of drawn) {
        const digit = Number(digits[place])
        counts[digit] = (counts[digit] ?? 0) + 1
      }
      // 200 of each are expected; six standard deviations are 80.
      for (const count of counts) expect(count).within(120, 280)
    }
  })

  it('S4-022 names the payment by a digest that nobody makes without the key, and that is not the draw', () => {
    const digits = drawing.digits(requests[0] as string, 0)
    const payment = drawing.paymentOf(digits)
    expect(payment).match(/^[A-Za-z0-9_-]{43}$/)
    expect(new CodeDrawing(new Uint8Array(32).fill(2)).paymentOf(digits)).not.equal(payment)
    expect(digest(digits)).not.equal(payment)
  })

  it('S4-016 draws again while the digits belong to another payment, past or live, and finds them again', () => {
    const [request = ''] = requests
    const taken = [0, 1, 2].map((attempt) => drawing.paymentOf(drawing.digits(request, attempt)))
    const payment = drawing.draw(request, (id) => taken.includes(id))
    expect(payment).equal(drawing.paymentOf(drawing.digits(request, 3)))
    expect(drawing.digitsOf(request, payment)).equal(drawing.digits(request, 3))
    expect(() => drawing.draw(request, () => true)).throw('no free payment code')
    expect(drawing.digitsOf(requests[1] as string, payment)).equal(undefined)
  })
})
