import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../projection/paging.ts'
import type { Projection } from '../projection/projection.ts'
import type { Row } from '../projection/row-text.ts'
import type { Session } from '../services/sessions.ts'

interface Options {
  mspId: string
  projection: Pick<Projection, 'lists'>
}

const requireRole = ({ home, roles }: Session, { mspId }: Options, wanted: readonly DeviceRole[]): void => {
  if (home !== mspId || !wanted.some((role) => roles.includes(role))) throw new Problem('not_allowed')
}

/**
 * The chains of which this member is the bank or the institution, newest first, for its officers for credit, dispatchers and executors. All of
 * a row is public on the channel. Refuses `not_allowed` to everybody else.
 */
export const chainsOfMember = (
  session: Session,
  { page, ...wanted }: { isOpen: boolean | undefined; status: string | undefined; page: PageRequest },
  options: Options,
): Page<Row> => {
  requireRole(session, options, ['credit', 'dispatcher', 'executor'])
  return options.projection.lists.chainsOf(options.mspId, wanted, page)
}

/** The clients of this bank that failed too often to show who they are, by name, for its officers for credit (S2-009). Refuses as above. */
export const lockedClients = (session: Session, page: PageRequest, options: Options): Page<Row> => {
  requireRole(session, options, ['credit'])
  return options.projection.lists.lockedIdentities(options.mspId, page)
}
