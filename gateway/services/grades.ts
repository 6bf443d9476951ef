import { grades } from '../../chaincode/domains/trade-chain/tables.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session } from './sessions.ts'

/** Whose grade is read: a bank's of a client, before an institution. */
export interface GradeNamed {
  bank: string
  institution: string
  client: string
}

/**
 * A grade as the two members have it, for an officer for credit of one of them alone, also not for an auditor (decision 0011). Refuses
 * everybody else as if there were none (`not_found`), and `private_rows_missing` while this member lacks rows of the pair.
 */
export const gradeFor = (
  { home, roles }: Session,
  { bank, institution, client }: GradeNamed,
  projection: Pick<Projection, 'consortium' | 'privateTables' | 'privateRecord'>,
) => {
  const collection = projection.consortium.collectionOf(bank, institution)
  const isOfPair = home === bank || home === institution
  if (collection === undefined || !isOfPair || !roles.includes('credit')) throw new Problem('not_found')
  const found = projection.privateRecord(grades, bank, institution, client)
  if (found !== undefined) return { ...found, version: found.version.toString() }
  throw new Problem(projection.privateTables.hasGap(collection) ? 'private_rows_missing' : 'not_found')
}
