import type { Consortium } from '../../../chaincode/wire/consortium.ts'

/** What endorsers answered: nothing on the ledger knows of it until it is committed. */
export interface Answer {
  response: string
  event: { name: string; payload: string } | undefined
  /** The keys read singly, in order, and whether they had a row. */
  reads: { key: string; isPresent: boolean }[]
  /** The ranges read; unless `exhausted`, `end` is the last key that the peer read. */
  scans: { start: string; end: string; exhausted: boolean }[]
  /** The values to be written, as `key=value` or `key deleted`, in order. */
  writes: string[]
}

/** A ledger with the contract Probe and no rows, in memory or of real peers. */
export interface Driver<Endorsed extends Answer> {
  readonly consortium: Consortium
  /** Has the organisations' peers run a transaction, once for each time that one is named; the first of the quorum when left out. */
  endorse(transaction: string, args: readonly string[], organisations?: readonly string[]): Promise<Endorsed>
  /** Has other organisations' peers run the same transaction, under the same id. */
  endorseAgain(endorsed: Endorsed, organisations: readonly string[]): Promise<Endorsed>
  /** Has all of them ordered into one block, in this order; answers their validation codes once it is committed everywhere. */
  commit(...endorsed: Endorsed[]): Promise<string[]>
  /** The value of a key; undefined when it has no row. */
  text(key: string): Promise<string | undefined>
}

/** One thing that Fabric does, to be seen on any ledger. */
export interface Case {
  title: string
  see<Endorsed extends Answer>(ledger: Driver<Endorsed>): Promise<void>
}
