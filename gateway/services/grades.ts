import { grades, positions } from '../../chaincode/domains/trade-chain/tables.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session } from './sessions.ts'

/** Of whom something is read that two members alone know: a bank's of a client, before an institution. */
interface ClientNamed {
  bank: string
  institution: string
  client: string
}

type PairRows = Pick<Projection, 'consortium' | 'privateTables' | 'privateRecord'>

/** What is read of the two members' rows by `read`; refuses as `gradeFor` does. */
const readOfPair = <R>(
  { home, roles }: Session,
  { bank, institution }: ClientNamed,
  { projection, read }: { projection: PairRows; read: () => R | undefined },
): R => {
  const collection = projection.consortium.collectionOf(bank, institution)
  const isOfPair = home === bank || home === institution
  if (collection === undefined || !isOfPair || !roles.includes('credit')) throw new Problem('not_found')
  const found = read()
  if (found !== undefined) return found
  throw new Problem(projection.privateTables.hasGap(collection) ? 'private_rows_missing' : 'not_found')
}

/**
 * A grade as the two members have it, for an officer for credit of one of them alone, also not for an auditor (decision 0011). Refuses
 * everybody else as if there were none (`not_found`), and `private_rows_missing` while this member lacks rows of the pair.
 */
export const gradeFor = (session: Session, named: ClientNamed, projection: PairRows) => {
  const read = () => projection.privateRecord(grades, named.bank, named.institution, named.client)
  return grades.codec.encode(readOfPair(session, named, { projection, read }))
}

/** What a client has with an institution of the families that are no vouchers of the ledger; for the same, and refused as `gradeFor` does. */
export const positionsFor = (session: Session, named: ClientNamed, projection: PairRows) => {
  const read = () => projection.privateRecord(positions, named.bank, named.institution, named.client)
  return positions.codec.encode(readOfPair(session, named, { projection, read }))
}
