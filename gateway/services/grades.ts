import { grades, positions } from '../../chaincode/domains/trade-chain/tables.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session } from './sessions.ts'

/** Whose row of a pair is read: a bank's of a client, before an institution. */
export interface ClientOfPair {
  bank: string
  institution: string
  client: string
}

type PairRows = Pick<Projection, 'consortium' | 'privateTables' | 'privateRecord'>

interface Reading {
  session: Session
  named: ClientOfPair
  projection: PairRows
}

/**
 * A row of a pair's, for an officer for credit of one of the two alone, also not for an auditor (decision 0011). Refuses everybody else as if
 * there were none (`not_found`), and `private_rows_missing` while this member lacks rows of the pair.
 */
const rowFor = <Row>(
  { session: { home, roles }, named: { bank, institution }, projection }: Reading,
  find: () => Row | undefined,
): Row => {
  const collection = projection.consortium.collectionOf(bank, institution)
  const isOfPair = home === bank || home === institution
  if (collection === undefined || !isOfPair || !roles.includes('credit')) throw new Problem('not_found')
  const found = find()
  if (found !== undefined) return found
  throw new Problem(projection.privateTables.hasGap(collection) ? 'private_rows_missing' : 'not_found')
}

/** A grade as the two members have it; refuses as `rowFor`. */
export const gradeFor = (session: Session, named: ClientOfPair, projection: PairRows) => {
  const { bank, institution, client } = named
  const find = () => projection.privateRecord(grades, bank, institution, client)
  const found = rowFor({ session, named, projection }, find)
  return { ...found, version: found.version.toString() }
}

/** What a client has with an institution of what is no voucher, as the two members have it; refuses as `rowFor`. */
export const positionsFor = (session: Session, named: ClientOfPair, projection: PairRows) => {
  const { bank, institution, client } = named
  const find = () => projection.privateRecord(positions, bank, institution, client)
  const { products, ...found } = rowFor({ session, named, projection }, find)
  const shown = Object.entries(products).map(([name, { quantity, reserved, version }]) => {
    return [name, { quantity: `${quantity}`, reserved: `${reserved}`, version: `${version}` }]
  })
  return { ...found, products: Object.fromEntries(shown) }
}
