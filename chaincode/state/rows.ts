import type { ChaincodeStub } from 'fabric-shim'
import type { Json } from '../wire/canonical.ts'
import { type RowAccess, type RowChange, type RowStub, rowAccessOf } from './row-access.ts'

/** A row with its key. */
export interface KeyedRow {
  key: string
  row: Json
}

/** The rows of one chaincode, as one transaction reaches them. */
export interface Rows {
  /** Messages exchanged with the peer so far. */
  readonly roundTrips: number
  /** The rows under these keys, in their order; null where there is none. */
  read(keys: readonly string[]): Promise<Json[]>
  /** The rows from `start` up to but not including `end`, in key order, at most `maximum`. */
  range(start: string, end: string, maximum: number): Promise<KeyedRow[]>
  /** The past values of a key, newest first, at most a thousand: `{ transaction, at, row }`, `at` in UTC milliseconds. */
  history(key: string): Promise<Json>
  /** Writes the changes in the order given. */
  write(changes: readonly RowChange[]): Promise<void>
  /** Writes the changes if the rows under these keys are exactly these bytes, and answers whether they are. */
  replace(expected: ReadonlyMap<string, Uint8Array>, changes: readonly RowChange[]): Promise<boolean>
}

/** What of a transaction's stub is needed to reach the rows of its own chaincode. */
export type OwnRowsStub = RowStub & Pick<ChaincodeStub, 'getStateByRange' | 'getHistoryForKey'>

const pastRowsMaximum = 1000

// A peer sends the rows of a scan in messages of at most this many.
const rowsPerScanMessage = 100

const rowOf = (bytes: Uint8Array): Json => (bytes.length === 0 ? null : JSON.parse(Buffer.from(bytes).toString()))

/** The rows of the chaincode that runs. */
export class OwnRows implements Rows {
  readonly #stub: OwnRowsStub
  readonly #access: RowAccess
  #scanMessages = 0

  constructor(stub: OwnRowsStub, access: RowAccess = rowAccessOf(stub)) {
    this.#stub = stub
    this.#access = access
  }

  get roundTrips(): number {
    return this.#access.roundTrips + this.#scanMessages
  }

  async read(keys: readonly string[]): Promise<Json[]> {
    return (await this.#access.read(keys)).map(rowOf)
  }

  async range(start: string, end: string, maximum: number): Promise<KeyedRow[]> {
    const iterator = await this.#stub.getStateByRange(start, end)
    const entries: KeyedRow[] = []
    while (entries.length < maximum) {
      const next = await iterator.next()
      if (next.done) break
      entries.push({ key: next.value.key, row: rowOf(next.value.value) })
    }
    await iterator.close()
    // Besides the messages with rows, of which there is always one, a message closes the scan.
    this.#scanMessages += Math.max(1, Math.ceil(entries.length / rowsPerScanMessage)) + 1
    return entries
  }

  async history(key: string): Promise<Json> {
    const iterator = await this.#stub.getHistoryForKey(key)
    const entries: Json[] = []
    while (entries.length < pastRowsMaximum) {
      const next = await iterator.next()
      if (next.done) break
      const { txId, timestamp, value } = next.value
      const at = BigInt(timestamp.seconds.toString()) * 1000n + BigInt(Math.floor(timestamp.nanos / 1_000_000))
      entries.push({ transaction: txId, at: at.toString(), row: rowOf(value) })
    }
    await iterator.close()
    return entries
  }

  write(changes: readonly RowChange[]): Promise<void> {
    return this.#access.write(changes)
  }

  async replace(expected: ReadonlyMap<string, Uint8Array>, changes: readonly RowChange[]): Promise<boolean> {
    const rows = await this.#access.read([...expected.keys()])
    const areExpected = [...expected.values()].every(
      (row, index) => Buffer.compare(row, rows[index] as Uint8Array) === 0,
    )
    if (areExpected) await this.write(changes)
    return areExpected
  }
}
