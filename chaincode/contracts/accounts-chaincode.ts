import { type ChaincodeInterface, type ChaincodeResponse, type ChaincodeStub, Shim } from 'fabric-shim'
import { requireAskedThrough } from '../state/caller.ts'
import { type RowChange, rowAccessOf } from '../state/row-access.ts'
import { OwnRows } from '../state/rows.ts'
import { canonical } from '../wire/canonical.ts'
import { ledgerChaincode } from '../wire/consortium.ts'

type Transaction = (stub: ChaincodeStub, ...texts: string[]) => Promise<string>

const changesOf = (texts: readonly string[]): RowChange[] =>
  Array.from({ length: Math.ceil(texts.length / 2) }, (_, index) => {
    const [key = '', value = ''] = texts.slice(2 * index, 2 * index + 2)
    return { key, value: value === '' ? undefined : Buffer.from(value) }
  })

// Rows stand as JSON already: what only passes through here is not read and written once more.
const textOf = (bytes: Uint8Array): string => (bytes.length === 0 ? 'null' : Buffer.from(bytes).toString())

/** The rows under the keys as a JSON array, in their order, null where there is none. */
const read: Transaction = async (stub, ...keys) => `[${(await rowAccessOf(stub).read(keys)).map(textOf).join()}]`

/** The rows from `start` up to but not including `end`, at most `maximum`, as a JSON array of `{ key, row }`. */
const range: Transaction = async (stub, start = '', end = '', maximum = '') =>
  canonical((await new OwnRows(stub).range(start, end, Number(maximum))) as never)

/** The past values of a key with their transactions and times, newest first, at most a thousand. */
const history: Transaction = async (stub, key = '') => canonical(await new OwnRows(stub).history(key))

/** Writes rows: keys and values in turn, an empty value deletes the row. Returns the count. */
const write: Transaction = async (stub, ...texts) => {
  const changes = changesOf(texts)
  await rowAccessOf(stub).write(changes)
  return canonical(changes.length)
}

/**
 * Writes rows if others stand as expected. First the count of those others, their keys and texts in turn, then keys and
 * values as for `write`. Returns whether they stood so; nothing is written where they did not.
 */
const replace: Transaction = async (stub, count = '', ...texts) => {
  const rest = 2 * Number(count)
  const expected = new Map(changesOf(texts.slice(0, rest)).map(({ key, value = Buffer.alloc(0) }) => [key, value]))
  return canonical(await new OwnRows(stub).replace(expected, changesOf(texts.slice(rest))))
}

const transactions = new Map<string, Transaction>(Object.entries({ read, range, history, write, replace }))

/**
 * Keeps the accounts and credits of one home, for the ledger alone: what it is told was decided by the ledger's rules in
 * the same transaction. It stands on the channel once for each home, and each time under the policy of that home (decision
 * 0022). Refuses every transaction that does not ask the ledger first. No contract of contract-api, which would read the
 * caller's certificate anew for each of these calls, although nothing here depends on it (decision 0023).
 */
export class AccountsChaincode implements ChaincodeInterface {
  async Init(): Promise<ChaincodeResponse> {
    return Shim.success()
  }

  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    try {
      return Shim.success(Buffer.from(await this.#answer(stub)))
    } catch (error) {
      return Shim.error((error as Error).message)
    }
  }

  #answer(stub: ChaincodeStub): Promise<string> {
    requireAskedThrough(stub, ledgerChaincode)
    const { fcn, params } = stub.getFunctionAndParameters()
    const transaction = transactions.get(fcn)
    if (transaction === undefined) throw new Error(`the chaincode of accounts has no transaction ${fcn}`)
    return transaction(stub, ...params)
  }
}
