import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { Problem } from '../problem.ts'

const codeMilliseconds = 5 * 60_000
const triesMaximum = 5
const digits = 8

/** One code that went out in a message. Only a keyed digest of it is kept, and the key lives and dies with it. */
export class MessageCode {
  readonly #key = randomBytes(32)
  readonly #digest: Buffer
  readonly #expiresAt = Date.now() + codeMilliseconds
  #triesLeft = triesMaximum

  private constructor(code: string) {
    this.#digest = this.#digestOf(code)
  }

  /** Draws eight digits; they are in nobody's hands but the caller's. */
  static draw(): { text: string; code: MessageCode } {
    const text = String(randomInt(10 ** digits)).padStart(digits, '0')
    return { text, code: new MessageCode(text) }
  }

  #digestOf(code: string): Buffer {
    return createHmac('sha256', this.#key).update(code).digest()
  }

  /** Uses the code up; refuses `message_code_expired` after five minutes, `message_code_used` after five tries or a right one, `wrong_code`. */
  use(code: string): void {
    if (Date.now() > this.#expiresAt) throw new Problem('message_code_expired')
    if (this.#triesLeft === 0) throw new Problem('message_code_used')
    this.#triesLeft -= 1
    if (!timingSafeEqual(this.#digestOf(code), this.#digest)) throw new Problem('wrong_code')
    this.#triesLeft = 0
  }
}
