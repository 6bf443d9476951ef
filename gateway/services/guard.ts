import type { Logger } from 'pino'
import { payments } from '../../chaincode/domains/payments/tables.ts'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import { kindNames, parseKey, partsOf } from '../../chaincode/vocabulary.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session, Sessions } from './sessions.ts'

/** What somebody asks to read. */
export type Subject =
  | { of: 'account'; id: string }
  | { of: 'payee'; id: string }
  | { of: 'participants-at'; home: string }
  | { of: 'approvals-at'; home: string }
  | { of: 'campaigns' }
  | { of: 'chains-at'; home: string }
  | { of: 'paths-at'; home: string }
  | { of: 'locked-clients-at'; home: string }
  | { of: 'holdings-of'; id: string }
  | { of: 'holders'; voucher: string }
  | { of: 'orders-for'; voucher: string }
  | { of: 'record'; key: string }
  | { of: 'blocks'; asked: string }
  | { of: 'audit-report' }
  | { of: 'payment'; id: string }
  | { of: 'sales-of'; id: string }
  | { of: 'prompt-rules-of'; id: string }
  | { of: 'one-click-rules-of'; id: string }
  | { of: 'questions' }
  | { of: 'sealed-document'; asked: string }
  | { of: 'disputes' }
  | { of: 'events' }

type Judge<S> = (session: Session, subject: S, projection: Projection) => boolean

/** A registrar looks after the accounts of its home, and a teller pays out of them. */
const isAtDesk = ({ roles }: Session): boolean => roles.includes('registrar') || roles.includes('teller')

const isAtDeskOfHome = (session: Session, id: string, { view }: Projection): boolean =>
  isAtDesk(session) && view.find(accounts, id)?.home === session.home

const mayReadAccount = (session: Session, id: string, projection: Projection): boolean =>
  session.participant === id || isAtDeskOfHome(session, id, projection)

const anyone = () => true

/** Whoever has one may be the second person of something (decision 0050). */
const checkedRoles: ReadonlySet<string> = new Set(
  kindNames.map(partsOf).flatMap(({ checked, roles }) => (checked === true ? roles : [])),
)

/** Whoever works on trade chains for a bank or an institution. */
const chainRoles = ['credit', 'dispatcher', 'executor'] as const

/**
 * Whether a row's own table lets this session read it (decision 0018). Whom a member of the key names is judged by the key alone, also
 * where there is no row.
 */
const mayReadRow = (session: Session, key: string, projection: Projection): boolean => {
  const { table, members = [] } = parseKey(key) ?? {}
  const readers = (table as Table | undefined)?.readers
  if (table === undefined || readers === undefined || members.length !== table.members.length) return false
  if (readers === 'everybody') return true
  const named = Object.fromEntries(table.members.map((member, index) => [member, members[index]]))
  const record = () => projection.view.find(table as Table, ...members)
  if (typeof readers === 'function') {
    const found = record()
    return found !== undefined && readers(session, found)
  }
  const valueAt = (member: string): unknown => named[member] ?? record()?.[member]
  if ('owner' in readers) return mayReadAccount(session, String(valueAt(readers.owner)), projection)
  return readers.parties.some((party) => valueAt(party) === session.participant)
}

/** Who may read what, besides auditors, who read all (decision 0018). What no line here allows is denied. */
const guards: { [O in Subject['of']]: Judge<Extract<Subject, { of: O }>> } = {
  account: (session, { id }, projection) => mayReadAccount(session, id, projection),
  payee: anyone,
  'participants-at': (session, { home }) => isAtDesk(session) && session.home === home,
  'approvals-at': ({ home, roles }, at) => home === at.home && roles.some((role) => checkedRoles.has(role)),
  campaigns: anyone,
  'chains-at': ({ home, roles }, at) => home === at.home && chainRoles.some((role) => roles.includes(role)),
  'paths-at': ({ home, roles }, at) => home === at.home && (roles.includes('dispatcher') || roles.includes('credit')),
  'locked-clients-at': ({ home, roles }, at) => home === at.home && roles.includes('credit'),
  'holdings-of': ({ participant }, { id }) => participant === id,
  holders: ({ participant }, { voucher }, { view }) => view.find(vouchers, voucher)?.issuer === participant,
  'orders-for': ({ participant }, { voucher }, { view }) => view.find(vouchers, voucher)?.issuer === participant,
  // What stands in blocks is of all accounts, so no owner may read it.
  blocks: () => false,
  'audit-report': () => false,
  record: (session, { key }, projection) => mayReadRow(session, key, projection),
  payment: (session, { id }, projection) => mayReadRow(session, payments.key(id), projection),
  'sales-of': ({ participant }, { id }) => participant === id,
  'prompt-rules-of': ({ participant }, { id }) => participant === id,
  'one-click-rules-of': ({ participant }, { id }) => participant === id,
  questions: anyone,
  // Who is a side of the purchase, `Documents` asks its row.
  'sealed-document': anyone,
  disputes: () => false,
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
