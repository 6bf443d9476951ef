import { participants } from '../../chaincode/domains/registry/tables.ts'
import type { MatchedRows } from '../../chaincode/rules/matching/candidates.ts'
import { viewOf } from '../../chaincode/rules/rule.ts'
import { ownerOf } from '../../chaincode/vocabulary.ts'
import { type Consortium, ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import type { RecordIn, Table } from '../../chaincode/wire/table.ts'
import type { RowStore } from './row-store.ts'

/** So many rows are read at once, so that memory stays flat however many there are. */
const rowsTogether = 1_000

/** A row as a record; undefined where there is none, and for bytes that are no JSON of this table: the replay names those as they are written. */
const recordOf = (table: Table, value: Uint8Array | undefined): object | undefined => {
  if (value === undefined) return undefined
  try {
    return table.codec.decode(JSON.parse(Buffer.from(value).toString()))
  } catch {
    return undefined
  }
}

/** Each row of a table among the ledger's own whose key begins with these members. */
function* eachIn<T extends Table>(store: RowStore, table: T, members: readonly string[]): Generator<RecordIn<T>> {
  const { start, end } = table.range(...members)
  let from = start
  for (;;) {
    const rows = store.range({ chaincode: ledgerChaincode, start: from, end }, rowsTogether)
    for (const { value } of rows) {
      const record = recordOf(table, value)
      if (record !== undefined) yield record as RecordIn<T>
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsTogether) return
    from = `${last.key}\0`
  }
}

/** The rows of a replay as records, each from the chaincode in which it stands (decision 0022). */
export const storedRows = (store: RowStore, consortium: Consortium): MatchedRows => {
  const placeOf = (owner: string): string => {
    const participant = recordOf(participants, store.get(ledgerChaincode, participants.key(owner)))
    return participant === undefined ? ledgerChaincode : consortium.accountsOf((participant as { home: string }).home)
  }
  const view = viewOf((table, key) => {
    const owner = ownerOf(key)
    return recordOf(table, store.get(owner === undefined ? ledgerChaincode : placeOf(owner), key))
  })
  return { ...view, each: (table, ...members) => eachIn(store, table, members) }
}
