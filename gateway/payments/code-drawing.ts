import { createHmac } from 'node:crypto'
import { codeAround, drawnDigits } from '../../chaincode/wire/payment-code.ts'

const attemptsMaximum = 16

/**
 * Draws the digits of payment codes by a keyed function of the request's id (decision 0019), so that none is stored and the
 * same request gives the same digits; and names a payment by another keyed digest, of the digits.
 */
export class CodeDrawing {
  readonly #key: Uint8Array

  /** With another key the codes that are live are lost, and no past one can be told again. */
  constructor(key: Uint8Array) {
    this.#key = key
  }

  #digest(label: string, text: string): Buffer {
    return createHmac('sha256', this.#key).update(`${label}\n${text}`).digest()
  }

  /** The eighteen digits of a request at an attempt; a later attempt is for digits that were drawn before. */
  digits(request: string, attempt: number): string {
    const bytes = this.#digest('assay payment code', `${request}\n${attempt}`)
    const drawn = BigInt(`0x${bytes.toString('hex')}`) % 10n ** BigInt(drawnDigits)
    return codeAround(drawn.toString().padStart(drawnDigits, '0'))
  }

  /** The id under which the digits stand on the ledger. */
  paymentOf(digits: string): string {
    return this.#digest('assay payment id', digits).toString('base64url')
  }

  /** The first draw of the request whose payment nobody has had. */
  draw(request: string, isTaken: (payment: string) => boolean): string {
    for (let attempt = 0; attempt < attemptsMaximum; attempt += 1) {
      const payment = this.paymentOf(this.digits(request, attempt))
      if (!isTaken(payment)) return payment
    }
    throw new Error(`no free payment code in ${attemptsMaximum} attempts`)
  }

  /** The digits that a request was given under this payment; undefined when this key did not draw them. */
  digitsOf(request: string, payment: string): string | undefined {
    for (let attempt = 0; attempt < attemptsMaximum; attempt += 1) {
      const digits = this.digits(request, attempt)
      if (this.paymentOf(digits) === payment) return digits
    }
    return undefined
  }
}
