import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { type PublicKey, publicKey as publicKeyShape } from '../../chaincode/wire/device.ts'
import { isUsableKey, thumbprint } from '../../chaincode/wire/signature.ts'
import type { AuthorisationWay, Configuration } from '../configuration.ts'
import type { Credential } from '../credentials/credential-store.ts'
import type { Credentials } from '../credentials/credentials.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { GatewayDevice } from './gateway-device.ts'
import type { Sessions } from './sessions.ts'
import type { Tickets } from './tickets.ts'

interface LoginRequest {
  account: string
  password: string
  challenge: string
  publicKey: PublicKey
  signature: string
}

/** A session for a device that the ledger knows; for any other key a ticket, and the ways to have it authorised. */
type LoginAnswer =
  | { authorised: true; session: { token: string; expiresAt: string } }
  | { authorised: false; ticket: string; expiresAt: string; ways: AuthorisationWay[]; demandsAll: boolean }

interface Options {
  configuration: Pick<Configuration, 'mspId' | 'deviceAuthorisation'>
  projection: Projection
  credentials: Credentials
  sessions: Sessions
  tickets: Tickets
  /** The gateway's own registrar device, where it has one. */
  registrar: GatewayDevice | undefined
  hasMessages: boolean
}

/** Whether each way is wanted, rather than one of them. */
export const demandsAll = ({ ways, demand }: Configuration['deviceAuthorisation']): boolean =>
  demand === 'all' && ways.length > 1

/** Logging in with a password and a device key (decision 0020). */
export class Logins {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /**
   * Takes a password and a challenge that the device signed, and looks the device up on the ledger, each time anew. Refuses
   * `bad_signature`, `wrong_credentials`, `account_locked`, `revoked_device`, and an account that is not active.
   */
  async logIn(request: LoginRequest): Promise<LoginAnswer> {
    const { credentials, sessions, tickets, configuration } = this.#options
    const { account, publicKey } = request
    const claim = { participant: account, device: thumbprint(publicKey) }
    const isProven =
      isUsableKey(publicKey) && sessions.challenges.isAnswered({ ...request, ...claim, purpose: 'login' })
    if (!isProven) throw new Problem('bad_signature')
    const knownDevice = this.#isKnown(claim) ? claim.device : undefined
    const credential = await credentials.require(account, request.password, knownDevice)
    if (this.#isAuthorised(claim)) return { authorised: true, session: await sessions.grant(claim) }
    const ticket = await tickets.issue({ account, publicKey })
    const ways = this.waysOf(credential)
    return { authorised: false, ...ticket, ways, demandsAll: demandsAll(configuration.deviceAuthorisation) }
  }

  /**
   * The ways by which a device of this account can be authorised now; none when it takes one that cannot be gone, and none for an account
   * of another home, whose devices that home's own administrator puts on the ledger.
   */
  waysOf({ account, messageAddress }: Credential): AuthorisationWay[] {
    const { registrar, hasMessages, configuration, projection } = this.#options
    if (projection.view.find(accounts, account)?.home !== configuration.mspId) return []
    const { ways, demand } = configuration.deviceAuthorisation
    const isOpen = (way: AuthorisationWay) => way === 'password' || (hasMessages && messageAddress !== undefined)
    const open = registrar?.known?.status === 'active' ? ways.filter(isOpen) : []
    return demand === 'all' && open.length < ways.length ? [] : open
  }

  #isKnown({ participant, device }: { participant: string; device: string }): boolean {
    return this.#options.projection.view.find(accounts, participant)?.devices[device]?.status === 'active'
  }

  /**
   * Whether a request claims to come from a device that the account has. A mere claim: whoever relies on it must let nothing be guessed
   * before the device has proved itself, as `logIn` does.
   */
  isOfKnownDevice(body: unknown): boolean {
    const { account, publicKey } = (body ?? {}) as { [member: string]: unknown }
    const key = publicKeyShape.safeParse(publicKey)
    return (
      typeof account === 'string' &&
      key.success &&
      this.#isKnown({ participant: account, device: thumbprint(key.data) })
    )
  }

  #isAuthorised({ participant, device }: { participant: string; device: string }): boolean {
    const account = this.#options.projection.view.find(accounts, participant)
    const known = account?.devices[device]
    if (known?.status === 'active') return true
    if (account?.status !== 'active') throw new Problem('participant_not_active', { values: { participant } })
    if (known?.status === 'revoked') throw new Problem('revoked_device', { values: { device } })
    return false
  }
}
