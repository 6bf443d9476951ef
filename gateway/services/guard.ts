import type { Logger } from 'pino'
import { parseKey, type Table } from '../../chaincode/wire/keys.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session, Sessions } from './sessions.ts'

/** What somebody asks to read. */
export type Subject =
  | { of: 'account'; id: string }
  | { of: 'holdings-of'; id: string }
  | { of: 'holders'; voucher: string }
  | { of: 'orders-for'; voucher: string }
  | { of: 'record'; key: string }
  | { of: 'payment'; id: string }
  | { of: 'sales-of'; id: string }
  | { of: 'prompt-rules-of'; id: string }
  | { of: 'questions' }
  | { of: 'events' }

type Judge<S> = (session: Session, subject: S, projection: Projection) => boolean

const isRegistrarOfHome = ({ roles, home }: Session, id: string, { view }: Projection): boolean =>
  roles.includes('registrar') && view.account(id)?.home === home

const mayReadAccount = (session: Session, id: string, projection: Projection): boolean =>
  session.participant === id || isRegistrarOfHome(session, id, projection)

const anyone = () => true

/** A payment is its merchant's and that of the device that asked for the code, and no other device's of the payer. */
const isSideOf = ({ participant, device }: Session, id: string, { view }: Projection): boolean => {
  const { payer, device: asked, claim } = view.payment(id) ?? {}
  return (participant === payer && device === asked) || participant === claim?.merchant
}

/** Who may read the row of each table, by the members of its key. A table that is not here is the auditor's alone. */
const records: { [T in Table]?: Judge<string[]> } = {
  participant: (session, [id = ''], projection) => mayReadAccount(session, id, projection),
  account: (session, [id = ''], projection) => mayReadAccount(session, id, projection),
  credit: (session, [payee = ''], projection) => mayReadAccount(session, payee, projection),
  voucher: anyone,
  supply: anyone,
  quote: anyone,
  order: ({ participant }, [id = ''], { view }) => {
    const { owner, issuer } = view.order(id) ?? {}
    return participant === owner || participant === issuer
  },
  pledge: ({ participant }, [id = ''], { view }) => {
    const { holder, pledgee } = view.pledge(id) ?? {}
    return participant === holder || participant === pledgee
  },
  merchant: anyone,
  payment: (session, [id = ''], projection) => isSideOf(session, id, projection),
  'payment-order': ({ participant }, [merchant = '']) => participant === merchant,
  'prompt-rule': ({ participant }, [payer = '']) => participant === payer,
  'live-codes': ({ participant }, [payer = '']) => participant === payer,
  offer: ({ participant }, [id = ''], { view }) => {
    const { sender, receiver } = view.offer(id) ?? {}
    return participant === sender || participant === receiver
  },
}

/** Who may read what, besides auditors, who read all (decision 0018). What no line here allows is denied. */
const guards: { [O in Subject['of']]: Judge<Extract<Subject, { of: O }>> } = {
  account: (session, { id }, projection) => mayReadAccount(session, id, projection),
  'holdings-of': ({ participant }, { id }) => participant === id,
  holders: ({ participant }, { voucher }, { view }) => view.voucher(voucher)?.issuer === participant,
  'orders-for': ({ participant }, { voucher }, { view }) => view.voucher(voucher)?.issuer === participant,
  record: (session, { key }, projection) => {
    const { table, members } = parseKey(key) ?? {}
    return table !== undefined && records[table]?.(session, members ?? [], projection) === true
  },
  payment: (session, { id }, projection) => isSideOf(session, id, projection),
  'sales-of': ({ participant }, { id }) => participant === id,
  'prompt-rules-of': ({ participant }, { id }) => participant === id,
  questions: anyone,
  events: anyone,
}

export const isAuditor = ({ roles }: Session): boolean => roles.includes('auditor')

/** True when the session may read the subject. */
export const mayRead = (session: Session, subject: Subject, projection: Projection): boolean =>
  isAuditor(session) || (guards[subject.of] as Judge<Subject>)(session, subject, projection)

/** Stands before every read that is not open to all. */
export class Guard {
  readonly #options: { sessions: Sessions; projection: Projection; log: Pick<Logger, 'info'> }

  constructor(options: { sessions: Sessions; projection: Projection; log: Pick<Logger, 'info'> }) {
    this.#options = options
  }

  /**
   * The session of an `Authorization` header that may read the subject. Refuses `session_required`, `session_expired`,
   * and `not_allowed`, whether or not the subject exists. An auditor's reading is logged.
   */
  async require(header: string | undefined, subject: Subject): Promise<Session> {
    const { sessions, projection, log } = this.#options
    const session = await sessions.read(header)
    if (!mayRead(session, subject, projection)) throw new Problem('not_allowed')
    const { participant, device } = session
    if (isAuditor(session)) log.info({ auditor: participant, device, subject }, 'an auditor reads')
    return session
  }

  /** True while the session of the header lasts; a revoked device ends it. */
  async isCurrent(header: string | undefined): Promise<boolean> {
    return this.#options.sessions.read(header).then(
      () => true,
      () => false,
    )
  }
}
