import { type Context, Contract } from 'fabric-contract-api'
import { requireAskedThrough } from '../state/caller.ts'
import { type RowAccess, type RowChange, rowAccessOf } from '../state/row-access.ts'
import { OwnRows } from '../state/rows.ts'
import { canonical } from '../wire/canonical.ts'
import { ledgerChaincode } from '../wire/placement.ts'

const changesOf = (texts: readonly string[]): RowChange[] =>
  Array.from({ length: Math.ceil(texts.length / 2) }, (_, index) => {
    const [key = '', value = ''] = texts.slice(2 * index, 2 * index + 2)
    return { key, value: value === '' ? undefined : Buffer.from(value) }
  })

const accessOf = ({ stub }: Context): RowAccess => {
  requireAskedThrough(stub, ledgerChaincode)
  return rowAccessOf(stub)
}

const rowsOf = (ctx: Context): OwnRows => new OwnRows(ctx.stub, accessOf(ctx))

// Rows stand as JSON already: what only passes through here is not read and written once more.
const textOf = (bytes: Uint8Array): string => (bytes.length === 0 ? 'null' : Buffer.from(bytes).toString())

/**
 * Keeps the accounts and credits of one home, for the ledger alone: what it is told was decided by the ledger's rules in
 * the same transaction. It stands on the channel once for each home, and each time under the policy of that home (decision
 * 0022). Refuses every transaction that does not ask the ledger first.
 */
export class AccountsContract extends Contract {
  constructor() {
    super('accounts')
  }

  /** The rows under the keys as a JSON array, in their order, null where there is none. */
  async read(ctx: Context, ...keys: string[]): Promise<string> {
    return `[${(await accessOf(ctx).read(keys)).map(textOf).join()}]`
  }

  /** The rows from `start` up to but not including `end`, at most `maximum`, as a JSON array of `{ key, row }`. */
  async range(ctx: Context, start: string, end: string, maximum: string): Promise<string> {
    return canonical((await rowsOf(ctx).range(start, end, Number(maximum))) as never)
  }

  /** The past values of a key with their transactions and times, newest first, at most a thousand. */
  async history(ctx: Context, key: string): Promise<string> {
    return canonical(await rowsOf(ctx).history(key))
  }

  /** Writes rows: keys and values in turn, an empty value deletes the row. Returns the count. */
  async write(ctx: Context, ...texts: string[]): Promise<string> {
    const changes = changesOf(texts)
    await accessOf(ctx).write(changes)
    return canonical(changes.length)
  }
}
