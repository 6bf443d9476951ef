import type { ChaincodeStub } from 'fabric-shim'
import { type BatchRecord, inMessages, readRows, requireShimSupport, writeRecords } from './batch-messages.ts'

/** What becomes of one row. */
export interface RowChange {
  key: string
  /** The row's new bytes; undefined deletes the row. */
  value: Uint8Array | undefined
  /** The key-level policy that a new row gets with its first write. */
  policy?: Uint8Array | undefined
}

/** How a transaction reaches the ledger's rows. */
export interface RowAccess {
  /** Messages exchanged with the peer so far. */
  readonly roundTrips: number
  /** The rows under these keys, in their order; a row that is not there is no bytes. */
  read(keys: readonly string[]): Promise<Uint8Array[]>
  /** Writes the changes in the order given. */
  write(changes: readonly RowChange[]): Promise<void>
}

/** What of a transaction's stub is needed to reach rows. */
export type RowStub = Pick<
  ChaincodeStub,
  'getState' | 'putState' | 'deleteState' | 'setStateValidationParameter' | 'getChannelID' | 'getTxID'
>

/** A message for each read and each write: what every peer understands. */
export class SingleRowAccess implements RowAccess {
  roundTrips = 0
  readonly #stub: RowStub

  constructor(stub: RowStub) {
    this.#stub = stub
  }

  async read(keys: readonly string[]): Promise<Uint8Array[]> {
    this.roundTrips += keys.length
    return await Promise.all(keys.map((key) => this.#stub.getState(key)))
  }

  async write(changes: readonly RowChange[]): Promise<void> {
    for (const change of changes) await this.#change(change)
  }

  async #change({ key, value, policy }: RowChange): Promise<void> {
    this.roundTrips += 1
    if (value === undefined) await this.#stub.deleteState(key)
    else await this.#stub.putState(key, value)
    if (policy === undefined) return
    this.roundTrips += 1
    await this.#stub.setStateValidationParameter(key, policy)
  }
}

const recordsOf = ({ key, value, policy }: RowChange): BatchRecord[] => [
  value === undefined ? { type: 'delete', key } : { type: 'put', key, value },
  ...(policy === undefined ? [] : [{ type: 'policy' as const, key, policy }]),
]

/** One message for all reads and one for all writes, in as few as their bound allows: for peers of Fabric 3.1 and newer. */
export class BatchRowAccess implements RowAccess {
  roundTrips = 0
  readonly #stub: RowStub

  constructor(stub: RowStub) {
    this.#stub = stub
  }

  async read(keys: readonly string[]): Promise<Uint8Array[]> {
    const rows: Uint8Array[] = []
    for (const part of inMessages(keys)) {
      this.roundTrips += 1
      rows.push(...(await readRows(this.#stub, part)))
    }
    return rows
  }

  async write(changes: readonly RowChange[]): Promise<void> {
    for (const part of inMessages(changes.flatMap(recordsOf))) {
      this.roundTrips += 1
      await writeRecords(this.#stub, part)
    }
  }
}

/**
 * How a process with this environment reaches rows: with batch messages when ASSAY_BATCH_MESSAGES is 1, which only those
 * who know the peer's version may set, for an older peer closes the stream on a message it does not know. Refuses a shim
 * that cannot send them.
 */
export const chooseRowAccess = (environment: NodeJS.ProcessEnv): ((stub: RowStub) => RowAccess) => {
  if (environment['ASSAY_BATCH_MESSAGES'] !== '1') return (stub) => new SingleRowAccess(stub)
  requireShimSupport()
  return (stub) => new BatchRowAccess(stub)
}

/** How this process reaches rows, chosen once at its start. */
export const rowAccessOf = chooseRowAccess(process.env)
