import type { Place, PlaceResults, RangeOfRows, ReadOfRow, Version } from '../blocks/results.ts'
import type { Verdict } from './form.ts'
import { isSummaryOf } from './hashed-range.ts'
import type { State } from './state.ts'
import type { Updates } from './updates.ts'

const isSame = (one: Version | undefined, other: Version | undefined): boolean =>
  one?.block === other?.block && one?.transaction === other?.transaction

/** The rows as they stand in the midst of a block: those of earlier blocks, and what the block did so far. */
interface Standing {
  state: State
  updates: Updates
}

const isFresh = (place: Place, { key, version }: ReadOfRow, { state, updates }: Standing): boolean =>
  // What the block did to the row spoils what was read of it, also where it was deleted.
  updates.updateOf(place, key) === undefined && isSame(state.row(place, key)?.version, version)

/** The rows of a range now, in the order of their keys. */
const rowsIn = (place: Place, { start, end, isExhausted }: RangeOfRows, { state, updates }: Standing): ReadOfRow[] => {
  const isBehind = (key: Buffer): boolean =>
    end.length > 0 && (isExhausted ? Buffer.compare(key, end) >= 0 : Buffer.compare(key, end) > 0)
  const rows: ReadOfRow[] = []
  for (const { key, version } of state.rowsFrom(place, start)) {
    if (isBehind(key)) break
    if (updates.updateOf(place, key) === undefined) rows.push({ key, version })
  }
  for (const { key, value, version } of updates.updatesIn(place)) {
    if (value !== undefined && Buffer.compare(key, start) >= 0 && !isBehind(key)) rows.push({ key, version })
  }
  return rows.toSorted((one, other) => Buffer.compare(one.key, other.key))
}

const isUnchanged = (place: Place, range: RangeOfRows, standing: Standing): boolean => {
  const { reads } = range
  const rows = rowsIn(place, range, standing)
  if (!Array.isArray(reads)) return isSummaryOf(reads, rows)
  return (
    rows.length === reads.length &&
    reads.every(({ key, version }, index) => rows[index]?.key.equals(key) && isSame(rows[index].version, version))
  )
}

/** Whether what a transaction read still stands, in the midst of its block; otherwise how it does not. */
export const verdictOnReads = (results: readonly PlaceResults[], standing: Standing): Verdict => {
  for (const place of results) {
    if (!place.reads.every((read) => isFresh(place, read, standing))) return 'MVCC_READ_CONFLICT'
    if (!place.ranges.every((range) => isUnchanged(place, range, standing))) return 'PHANTOM_READ_CONFLICT'
  }
  return 'VALID'
}
