import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { Problem } from '../problem.ts'
import type { Credential, CredentialStore } from './credential-store.ts'
import { type Passwords, requireGoodPassword } from './password.ts'

const triesBeforeLock = 5
const firstLockMilliseconds = 60_000
const lockMillisecondsMaximum = 60 * 60_000
// A slip a week adds up to nothing.
const forgottenAfterMilliseconds = 24 * 60 * 60_000

/** How long the account is locked after so many wrong tries in a row: a minute at first, twice as long each time, at most an hour. */
export const lockMilliseconds = (failed: number): number =>
  failed < triesBeforeLock
    ? 0
    : Math.min(firstLockMilliseconds * 2 ** (failed - triesBeforeLock), lockMillisecondsMaximum)

/** What a registrar sets for a participant. */
export interface NewCredential {
  password: string
  messageAddress?: string | undefined
  roles: DeviceRole[]
}

/** Who may log in, by password (decision 0020). Counts wrong tries and locks; never says which part was wrong. */
export class Credentials {
  readonly #store: CredentialStore
  readonly #passwords: Passwords

  constructor(store: CredentialStore, passwords: Passwords) {
    this.#store = store
    this.#passwords = passwords
  }

  find(account: string): Credential | undefined {
    return this.#store.find(account)
  }

  /** Sets what a participant logs in with, and opens a lock; refuses `password_refused`. */
  async set(account: string, { password, messageAddress, roles }: NewCredential): Promise<void> {
    requireGoodPassword(account, password)
    const hash = await this.#passwords.hash(password)
    this.#store.put({ account, hash, messageAddress, roles })
    this.#store.clearAttempts(account)
  }

  /** Gives the account another password; refuses `password_refused`, and the old one as a login does. */
  async change(account: string, request: { password: string; newPassword: string }): Promise<void> {
    requireGoodPassword(account, request.newPassword)
    await this.require(account, request.password)
    const hash = await this.#passwords.hash(request.newPassword)
    const known = this.#store.find(account)
    if (known !== undefined) this.#store.put({ ...known, hash })
  }

  /**
   * The credential of the account whose password this is. Refuses `wrong_credentials` for a wrong password and for an
   * unknown account alike, after the same work, and `account_locked` after five in a row, the password right or not. A device that
   * the account has, and that has proved itself, is counted and locked by itself: strangers lock nobody out of a device in the hand.
   */
  async require(account: string, password: string, knownDevice?: string): Promise<Credential> {
    const who = knownDevice === undefined ? account : `${account} ${knownDevice}`
    this.#begin(who)
    const known = this.#store.find(account)
    const isRight = await this.#passwords.matches(password, known?.hash).catch((error: unknown) => {
      // Nothing was tried.
      this.#takeBack(who)
      throw error
    })
    if (!isRight || known === undefined) throw new Problem('wrong_credentials')
    this.#store.clearAttempts(who)
    return known
  }

  /** Counts the try as a wrong one before it is known to be, so that tries at the same time are not free. */
  #begin(account: string): void {
    const now = Date.now()
    const { failed, lockedUntil, lastAt } = this.#store.attempts(account)
    if (lockedUntil > now) {
      throw new Problem('account_locked', { retryAfterSeconds: Math.ceil((lockedUntil - now) / 1000) })
    }
    const tries = (lastAt + forgottenAfterMilliseconds > now ? failed : 0) + 1
    this.#store.count(account, { failed: tries, lockedUntil: now + lockMilliseconds(tries), lastAt: now })
  }

  #takeBack(account: string): void {
    const { failed, lastAt } = this.#store.attempts(account)
    if (failed === 0) return
    this.#store.count(account, { failed: failed - 1, lockedUntil: lastAt + lockMilliseconds(failed - 1), lastAt })
  }
}
