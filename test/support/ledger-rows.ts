import { parseKey } from '../../chaincode/vocabulary.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import type { RecordIn, Table } from '../../chaincode/wire/table.ts'

/** A row of the world state, from whatever ledger. */
export interface LedgerRow {
  key: string
  row: unknown
}

/** The records of one table among the rows. */
export const recordsOf = <T extends Table>(rows: readonly LedgerRow[], table: T): RecordIn<T>[] =>
  rows
    .filter(({ key }) => parseKey(key)?.table.name === table.name)
    .map(({ row }) => table.codec.decode(row as { [name: string]: Json }) as RecordIn<T>)
