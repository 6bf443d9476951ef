import type { Consortium } from '../wire/consortium.ts'
import { Places, type PlacesStub } from './places.ts'
import { UnitOfWork } from './unit-of-work.ts'

/** The work of the transaction that this stub belongs to, over the rows that a peer has. `presumed` and `salt`: see `UnitOfWork`. */
export const workOf = (
  stub: PlacesStub,
  consortium: Consortium,
  { presumed, salt }: { presumed?: ReadonlyMap<string, string> | undefined; salt?: string | undefined } = {},
): UnitOfWork =>
  new UnitOfWork({ consortium, places: new Places(stub, consortium), transaction: stub.getTxID(), presumed, salt })
