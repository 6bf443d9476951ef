import type { Consortium } from '../wire/consortium.ts'
import { Places, type PlacesStub } from './places.ts'
import { UnitOfWork } from './unit-of-work.ts'

/** The work of the transaction that this stub belongs to, over the rows that a peer has. `presumed`: see `UnitOfWork`. */
export const workOf = (stub: PlacesStub, consortium: Consortium, presumed?: ReadonlyMap<string, string>): UnitOfWork =>
  new UnitOfWork({ consortium, places: new Places(stub, consortium), transaction: stub.getTxID(), presumed })
