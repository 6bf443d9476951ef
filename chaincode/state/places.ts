import { type Participant, participants } from '../domains/registry/tables.ts'
import { ownerOf, ownerOfRange } from '../vocabulary.ts'
import { type Consortium, ledgerChaincode } from '../wire/consortium.ts'
import { CalledRows, type CallingStub } from './called-rows.ts'
import { type CollectionRows, PrivateRows, type PrivateStub } from './private-rows.ts'
import type { RowAccess } from './row-access.ts'
import { type KeyedRow, OwnRows, type OwnRowsStub, type Rows } from './rows.ts'

export type PlacesStub = OwnRowsStub & CallingStub & PrivateStub

const rowsMaximum = 1000

/** The rows of all chaincodes of Assay, for a transaction of the ledger's: its own directly, others by calls. */
export class Places {
  readonly #stub: PlacesStub
  readonly #consortium: Consortium
  readonly #rows = new Map<string, Rows>()

  constructor(stub: PlacesStub, consortium: Consortium, access?: RowAccess) {
    this.#stub = stub
    this.#consortium = consortium
    this.#rows.set(ledgerChaincode, new OwnRows(stub, access))
  }

  /** Messages exchanged with the peer so far: the figure that decides a batch's cost. */
  get roundTrips(): number {
    return [...this.#rows.values()].reduce((sum, rows) => sum + rows.roundTrips, 0)
  }

  /** The rows that stand in a chaincode. */
  at(chaincode: string): Rows {
    const rows = this.#rows.get(chaincode) ?? new CalledRows(this.#stub, chaincode)
    this.#rows.set(chaincode, rows)
    return rows
  }

  /** The rows of a private collection of the ledger's own. */
  within(collection: string): CollectionRows {
    return new PrivateRows(this.#stub, collection)
  }

  /** The rows among which a key stands. An account or a credit of nobody who is registered stands among the ledger's own. */
  async with(key: string): Promise<Rows> {
    const owner = ownerOf(key)
    return this.at(owner === undefined ? ledgerChaincode : await this.#placeOf(owner))
  }

  /** The rows from `start` up to but not including `end`, wherever they stand, in key order, at most a thousand. */
  async range(start: string, end: string): Promise<KeyedRow[]> {
    const owner = ownerOfRange(start, end)
    const entries: KeyedRow[] = []
    for (const chaincode of owner === undefined ? this.#consortium.chaincodes : [await this.#placeOf(owner)]) {
      entries.push(...(await this.at(chaincode).range(start, end, rowsMaximum)))
    }
    return entries.sort((one, other) => (one.key < other.key ? -1 : 1)).slice(0, rowsMaximum)
  }

  async #placeOf(owner: string): Promise<string> {
    const [participant] = await this.at(ledgerChaincode).read([participants.key(owner)])
    return participant === null
      ? ledgerChaincode
      : this.#consortium.accountsOf((participant as unknown as Participant).home)
  }
}
