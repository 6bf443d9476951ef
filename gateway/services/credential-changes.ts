import type { Logger } from 'pino'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import type { Credentials, NewCredential } from '../credentials/credentials.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session } from './sessions.ts'

interface Options {
  mspId: string
  credentials: Credentials
  projection: Projection
  log: Pick<Logger, 'info'>
}

/** Who may set what somebody logs in with: a registrar of this home for its participants, and everybody their own password. */
export class CredentialChanges {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /**
   * Sets password, message address and roles, in place of those before. Refuses `not_allowed` to anybody but a registrar of
   * this gateway's organisation, for a participant of another member that runs a gateway and for one that is not there, and
   * `password_refused`.
   */
  async set(session: Session, account: string, credential: NewCredential): Promise<void> {
    const { mspId, credentials, projection, log } = this.#options
    const home = projection.view.find(accounts, account)?.home
    const isRegistrarHere = session.roles.includes('registrar') && session.home === mspId
    if (!isRegistrarHere || !this.#logsInHere(home)) throw new Problem('not_allowed')
    await credentials.set(account, credential)
    log.info({ account, by: session.participant, device: session.device }, 'credentials were set')
  }

  /** Whose home has a gateway logs in there; an auditor's has none, and so he logs in wherever he is let in (decision 0037). */
  #logsInHere(home: string | undefined): boolean {
    const { mspId, projection } = this.#options
    return home !== undefined && (home === mspId || !projection.consortium.peerOrganisations.includes(home))
  }

  /** Changes one's own password; refuses `not_allowed` for another's, and what a login and the rules for passwords refuse. */
  async change(session: Session, account: string, request: { password: string; newPassword: string }): Promise<void> {
    if (session.participant !== account) throw new Problem('not_allowed')
    await this.#options.credentials.change(account, request)
    this.#options.log.info({ account, device: session.device }, 'a password was changed')
  }
}
