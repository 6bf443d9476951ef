import { createHash } from 'node:crypto'
import type { Version } from './world-state.ts'

export interface Read {
  /** Where the key's row stands: '' for the ledger's own, else the name of another chaincode or of a private collection. */
  table: string
  key: string
  /** Absent when the key had no row. */
  version: Version | undefined
}

/** A scan of a chaincode's public rows. Unless `exhausted`, `end` is the last key that the peer read, and it belongs to the range. */
export interface RangeRead {
  table: string
  start: string
  end: string
  exhausted: boolean
  results: Read[]
}

export interface Write {
  table: string
  key: string
  /** Absent for a deletion. */
  value: Buffer | undefined
  /** True for a deletion of a private row with all that stood there before. */
  isPurge?: true
}

export interface PolicyWrite {
  table: string
  key: string
  policy: Buffer
}

/** What a transaction read and would write; endorsers must agree on it byte for byte. */
export interface ReadWriteSet {
  reads: Read[]
  ranges: RangeRead[]
  writes: Write[]
  policyWrites: PolicyWrite[]
}

/** A digest over everything that endorsers must agree on: read/write set, response, event. */
export const fingerprint = (results: { readWriteSet: ReadWriteSet; response: string; event: unknown }): string => {
  const { writes, policyWrites, ...read } = results.readWriteSet
  const keys = [writes, policyWrites].map((items) => items.map(({ table, key }) => [table, key]))
  const digest = createHash('sha256').update(JSON.stringify([read, keys, results.response, results.event]))
  for (const bytes of [...writes.map(({ value }) => value), ...policyWrites.map(({ policy }) => policy)]) {
    digest.update(bytes === undefined ? 'deleted;' : `${bytes.length};`).update(bytes ?? '')
  }
  return digest.digest('hex')
}
