import type { ChaincodeStub } from 'fabric-shim'
import type { Json } from '../wire/canonical.ts'
import type { RowChange } from './row-access.ts'

/** What of a transaction's stub is needed to reach private rows. */
export type PrivateStub = Pick<ChaincodeStub, 'getPrivateData' | 'putPrivateData' | 'purgePrivateData'>

/** The rows of one private collection, as a transaction reaches them. */
export interface CollectionRows {
  /** The rows under these keys, in their order; null where there is none. */
  read(keys: readonly string[]): Promise<Json[]>
  /** Writes whole new rows, in the order given; one without a value is purged, with all that stood there before. */
  write(changes: readonly RowChange[]): Promise<void>
}

/** The rows of a collection at a peer that keeps it; any other peer cannot endorse what reads them. */
export class PrivateRows implements CollectionRows {
  readonly #stub: PrivateStub
  readonly #collection: string

  constructor(stub: PrivateStub, collection: string) {
    this.#stub = stub
    this.#collection = collection
  }

  async read(keys: readonly string[]): Promise<Json[]> {
    const rows = await Promise.all(keys.map((key) => this.#stub.getPrivateData(this.#collection, key)))
    return rows.map((bytes) => (bytes.length === 0 ? null : JSON.parse(Buffer.from(bytes).toString())))
  }

  async write(changes: readonly RowChange[]): Promise<void> {
    for (const { key, value } of changes) {
      // A row that was only deleted stays with each peer as it was.
      if (value === undefined) await this.#stub.purgePrivateData(this.#collection, key)
      else await this.#stub.putPrivateData(this.#collection, key, value)
    }
  }
}
