import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { jwtVerify, SignJWT } from 'jose'
import type { DeviceRole } from '../../chaincode/wire/instruction.ts'
import { isSignedBy } from '../../chaincode/wire/signature.ts'
import { Problem } from '../middleware/problem.ts'
import type { Projection } from '../projection/projection.ts'

const challengeMilliseconds = 60_000
const sessionMilliseconds = 15 * 60_000
const challengesMaximum = 10_000

/** Who is asking: the device that signed the challenge, as the ledger knows it now. */
export interface Session {
  participant: string
  device: string
  home: string
  roles: readonly DeviceRole[]
}

interface Claim {
  participant: string
  device: string
}

/** The text that a device signs to open a session; it can be no instruction, and is good at one gateway only. */
export const challengeText = (request: { ledger: string; mspId: string; challenge: string }): string =>
  `assay-session\n${request.ledger}\n${request.mspId}\n${request.challenge}`

/** Reads the gateway's own secret for its tokens, making it on the first start; it never leaves this file. */
export const readSessionSecret = (path: string): Uint8Array => {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32), { mode: 0o600 })
  return readFileSync(path)
}

/** Sessions for reading (decision 0018): a device proves itself once and gets a token for a quarter of an hour. */
export class Sessions {
  readonly #options: { ledger: string; mspId: string; secret: Uint8Array; projection: Projection }
  readonly #challenges = new Map<string, Claim & { expiresAt: number }>()

  constructor(options: { ledger: string; mspId: string; secret: Uint8Array; projection: Projection }) {
    this.#options = options
  }

  /** A challenge for one device, good once and for a minute. Says nothing of whether the device is known. */
  challenge(claim: Claim): { challenge: string; expiresAt: string } {
    const now = Date.now()
    for (const [known, { expiresAt }] of this.#challenges) {
      if (expiresAt > now && this.#challenges.size < challengesMaximum) break
      this.#challenges.delete(known)
    }
    const challenge = randomBytes(24).toString('base64url')
    const expiresAt = now + challengeMilliseconds
    this.#challenges.set(challenge, { ...claim, expiresAt })
    return { challenge, expiresAt: String(expiresAt) }
  }

  /** A token for the device that signed the challenge; refuses `bad_signature` whatever was wrong. */
  async open(request: Claim & { challenge: string; signature: string }): Promise<{ token: string; expiresAt: string }> {
    const { participant, device, challenge, signature } = request
    const asked = this.#challenges.get(challenge)
    this.#challenges.delete(challenge)
    const known = this.#activeDevice({ participant, device })
    const isAsked = asked?.participant === participant && asked.device === device && asked.expiresAt > Date.now()
    const text = challengeText({ ...this.#options, challenge })
    if (!isAsked || known === undefined || !isSignedBy(known.publicKey, text, signature))
      throw new Problem('bad_signature')
    const expiresAt = Date.now() + sessionMilliseconds
    const token = await new SignJWT({ device })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(participant)
      .setAudience(this.#options.mspId)
      .setIssuedAt()
      .setExpirationTime(Math.floor(expiresAt / 1000))
      .sign(this.#options.secret)
    return { token, expiresAt: String(expiresAt) }
  }

  /**
   * The session of an `Authorization: Bearer` header. Refuses `session_required` without one, and `session_expired` when
   * it is over or its device was revoked since.
   */
  async read(header: string | undefined): Promise<Session> {
    const token = header?.match(/^Bearer ([A-Za-z0-9._-]{1,2000})$/)?.[1]
    if (token === undefined) throw new Problem('session_required')
    const verified = await jwtVerify(token, this.#options.secret, {
      algorithms: ['HS256'],
      audience: this.#options.mspId,
    }).catch(() => undefined)
    const claim = { participant: verified?.payload.sub ?? '', device: String(verified?.payload['device']) }
    const device = this.#activeDevice(claim)
    if (device === undefined) throw new Problem('session_expired')
    return { ...claim, home: device.home, roles: device.roles }
  }

  #activeDevice({ participant, device }: Claim) {
    const account = this.#options.projection.view.account(participant)
    const known = account?.devices[device]
    if (account === undefined || known === undefined || known.status !== 'active') return undefined
    return { home: account.home, roles: known.roles, publicKey: known.publicKey }
  }
}
