import { ledgerChaincode } from '../wire/placement.ts'
import { CalledRows, type CallingStub } from './called-rows.ts'
import type { RowAccess } from './row-access.ts'
import { OwnRows, type OwnRowsStub, type Rows } from './rows.ts'

export type PlacesStub = OwnRowsStub & CallingStub

/** The rows of all chaincodes of Assay, for a transaction of the ledger's: its own directly, others by calls. */
export class Places {
  readonly #stub: PlacesStub
  readonly #rows = new Map<string, Rows>()

  constructor(stub: PlacesStub, access?: RowAccess) {
    this.#stub = stub
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
}
