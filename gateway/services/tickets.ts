import { randomBytes } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { type PublicKey, publicKey } from '../../chaincode/wire/device.ts'
import { thumbprint } from '../../chaincode/wire/signature.ts'
import { Problem } from '../problem.ts'
import { bearerToken } from './sessions.ts'

const ticketMilliseconds = 10 * 60_000

/** Whose password was right, and for which key: good for having that key authorised, and for nothing else. */
export interface Ticket {
  /** Names the ticket itself, so that it can be burnt. */
  id: string
  account: string
  /** The thumbprint of the key, under which the device will be known. */
  device: string
  publicKey: PublicKey
  expiresAt: number
}

const payloadSchema = z.object({ jti: z.string(), sub: z.string(), key: publicKey, exp: z.int() })

/**
 * Tickets of logins with keys that the ledger does not know (decision 0020). Their secret lives in memory only, as all that
 * hangs on a ticket does: a restart ends them all.
 */
export class Tickets {
  readonly #secret = randomBytes(32)
  readonly #audience: string
  readonly #burnt = new Map<string, number>()

  constructor(mspId: string) {
    // Not what sessions are for, so that neither passes for the other.
    this.#audience = `${mspId}/device-authorisation`
  }

  /** A ticket for ten minutes. */
  async issue({
    account,
    publicKey,
  }: Pick<Ticket, 'account' | 'publicKey'>): Promise<{ ticket: string; expiresAt: string }> {
    const expiresAt = Date.now() + ticketMilliseconds
    const ticket = await new SignJWT({ key: publicKey })
      .setProtectedHeader({ alg: 'HS256' })
      .setJti(randomBytes(16).toString('base64url'))
      .setSubject(account)
      .setAudience(this.#audience)
      .setIssuedAt()
      .setExpirationTime(Math.floor(expiresAt / 1000))
      .sign(this.#secret)
    return { ticket, expiresAt: String(expiresAt) }
  }

  /** The ticket of an `Authorization: Bearer` header. Refuses `ticket_required`, and `ticket_expired` for any that is over. */
  async read(header: string | undefined): Promise<Ticket> {
    const token = bearerToken(header)
    if (token === undefined) throw new Problem('ticket_required')
    const options = { algorithms: ['HS256'], audience: this.#audience }
    const verified = await jwtVerify(token, this.#secret, options).catch(() => undefined)
    const payload = payloadSchema.safeParse(verified?.payload)
    if (!payload.success || this.#burnt.has(payload.data.jti)) throw new Problem('ticket_expired')
    const { jti: id, sub: account, key, exp } = payload.data
    return { id, account, device: thumbprint(key), publicKey: key, expiresAt: exp * 1000 }
  }

  /** Ends a ticket; refuses `ticket_expired` when it was ended already, so that only one of two can go on. */
  burn({ id, expiresAt }: Ticket): void {
    if (this.#burnt.has(id)) throw new Problem('ticket_expired')
    const now = Date.now()
    for (const [known, until] of this.#burnt) if (until < now) this.#burnt.delete(known)
    this.#burnt.set(id, expiresAt)
  }
}
