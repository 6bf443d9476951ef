import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { Problem } from '../problem.ts'
import { commonPasswords } from './common-passwords.ts'

/** What one scrypt costs: 2 to the power of `logN` blocks of `r` times 128 bytes, `p` times over. */
export interface Cost {
  logN: number
  r: number
  p: number
}

// One of the equivalent settings that OWASP names: 32 MiB for each password that is checked.
const usualCost: Cost = { logN: 15, r: 8, p: 3 }

const atOnce = 2
const waitingMaximum = 64
const saltBytes = 16
const keyBytes = 32
const lengthMinimum = 10
const lengthMaximum = 128

/** Two texts that look the same are the same password, however a keyboard composed them. */
const normalised = (password: string): string => password.normalize('NFC')

const refuse = (rule: string): never => {
  throw new Problem('password_refused', { values: { rule, minimum: lengthMinimum, maximum: lengthMaximum } })
}

/**
 * Refuses, as `password_refused` with the rule, what is no good password for the account: too short or too long, no
 * text, the account's own id, or one of the commonest. Asks for no kinds of letters.
 */
export const requireGoodPassword = (account: string, password: string): void => {
  if (/\p{Surrogate}/u.test(password)) refuse('text')
  const text = normalised(password)
  const length = [...text].length
  if (length < lengthMinimum || length > lengthMaximum) refuse('length')
  if (text.toLowerCase() === account) refuse('account')
  if (commonPasswords.has(text.toLowerCase())) refuse('common')
}

const derive = (password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options: ScryptOptions = { N: 2 ** logN, r, p, maxmem: 2 ** logN * r * 128 * 2 }
    scrypt(normalised(password), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  })

const textOf = ({ logN, r, p }: Cost, salt: Buffer, key: Buffer): string =>
  `$scrypt$ln=${logN},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`

const form = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/

const readHash = (hash: string): { cost: Cost; salt: Buffer; key: Buffer } => {
  const [, logN, r, p, salt = '', key = ''] = hash.match(form) ?? []
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) }
  return { cost, salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') }
}

/** Makes and checks keyed digests of passwords: in the thread pool, two at a time, so that logins leave room for payments. */
export class Passwords {
  readonly #cost: Cost
  readonly #nobodys: string
  readonly #waiting: (() => void)[] = []
  #working = 0

  constructor(cost: Cost = usualCost) {
    this.#cost = cost
    this.#nobodys = textOf(cost, randomBytes(saltBytes), randomBytes(keyBytes))
  }

  /** The text to keep of a password: scrypt with its own salt. Refuses `overloaded` when too many wait already. */
  hash(password: string): Promise<string> {
    const salt = randomBytes(saltBytes)
    return this.#inTurn(async () => textOf(this.#cost, salt, await derive(password, salt, this.#cost)))
  }

  /** True when the password is the one that was kept. Without one to compare with it takes as long, and is false. */
  matches(password: string, hash: string | undefined): Promise<boolean> {
    const { cost, salt, key } = readHash(hash ?? this.#nobodys)
    return this.#inTurn(async () => timingSafeEqual(await derive(password, salt, cost), key) && hash !== undefined)
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length >= waitingMaximum) throw new Problem('overloaded', { retryAfterSeconds: 5 })
    if (this.#working >= atOnce) await new Promise<void>((resume) => this.#waiting.push(resume))
    else this.#working += 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      // Whoever waited takes the place over, so that nobody comes in between.
      if (next === undefined) this.#working -= 1
      else next()
    }
  }
}
