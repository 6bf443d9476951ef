import { type Account, accounts } from '../../chaincode/domains/registry/tables.ts'
import { type Chain, chains, hops } from '../../chaincode/domains/trade-chain/tables.ts'
import type { View } from '../../chaincode/rules/rule.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import type { Projection } from '../projection/projection.ts'
import { accountWithCredits } from '../services/position.ts'

/** What the bank's part of a chain reads of the projection. */
export type ChainLedger = Pick<Projection, 'view' | 'rows' | 'consortium' | 'privateRecord' | 'privateTables'>

/**
 * The rows as the rules of a chain's steps see them: those that the pair alone has among them, and the client's account with its credits of
 * the metal folded, as the ledger folds them before it decides. All are of one height.
 */
export const foldedView = (ledger: ChainLedger, { client, metal }: Pick<Chain, 'client' | 'metal'>): View => {
  const account = (): Account | undefined =>
    metal === undefined ? ledger.view.find(accounts, client) : accountWithCredits(ledger, client, metal.voucher)
  const find = (table: Table, ...members: string[]): unknown => {
    if (table.place === 'pair') return ledger.privateRecord(table, ...members)
    const isClient = table === (accounts as Table) && members[0] === client
    return isClient ? account() : ledger.view.find(table, ...members)
  }
  return { find: find as View['find'] }
}

/** True while this member lacks rows that the pair of a chain shares. */
export const lacksRows = ({ consortium, privateTables }: ChainLedger, { bank, institution }: Chain): boolean => {
  const collection = consortium.collectionOf(bank, institution)
  return collection !== undefined && privateTables.hasGap(collection)
}

/** A chain with the row that bank and institution endorse together, as far as there is one. */
export const chainWithHop = ({ view }: Pick<Projection, 'view'>, name: string) => {
  const chain = view.find(chains, name)
  return chain === undefined ? undefined : { chain, hop: view.find(hops, name) }
}
