import { jwtVerify, SignJWT } from 'jose'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import { Challenges, type Claim } from './challenges.ts'

const sessionMilliseconds = 15 * 60_000

/** Who is asking: the device that signed the challenge, as the ledger knows it now. */
export interface Session {
  participant: string
  device: string
  home: string
  roles: readonly DeviceRole[]
}

/** The token of an `Authorization: Bearer` header; undefined without one. */
export const bearerToken = (header: string | undefined): string | undefined =>
  header?.match(/^Bearer ([A-Za-z0-9._-]{1,2000})$/)?.[1]

/** Sessions for reading (decision 0018): a device proves itself once and gets a token for a quarter of an hour. */
export class Sessions {
  readonly #options: { ledger: string; mspId: string; secret: Uint8Array; projection: Projection }
  /** What devices sign to prove that they are there. */
  readonly challenges: Challenges

  constructor(options: { ledger: string; mspId: string; secret: Uint8Array; projection: Projection }) {
    this.#options = options
    this.challenges = new Challenges(options)
  }

  /** A token for the device that signed the challenge; refuses `bad_signature` whatever was wrong. */
  async open(request: Claim & { challenge: string; signature: string }): Promise<{ token: string; expiresAt: string }> {
    const publicKey = this.#activeDevice(request)?.publicKey
    if (!this.challenges.isAnswered({ ...request, purpose: 'session', publicKey })) throw new Problem('bad_signature')
    return this.grant(request)
  }

  /** A token for a device that has proved itself; whoever calls this has seen to that. */
  async grant({ participant, device }: Claim): Promise<{ token: string; expiresAt: string }> {
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
    const token = bearerToken(header)
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
    const account = this.#options.projection.view.find(accounts, participant)
    const known = account?.devices[device]
    if (account === undefined || known === undefined || known.status !== 'active') return undefined
    return { home: account.home, roles: known.roles, publicKey: known.publicKey }
  }
}
