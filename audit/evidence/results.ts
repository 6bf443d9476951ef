import type { PlaceResults, Version } from '../blocks/results.ts'
import type { RowName, TransactionPlace } from './head.ts'

/** What a transaction read of a row: that there was none, or the version. */
export interface RowRead {
  version: Version | undefined
}

const placesOf = (results: readonly PlaceResults[], { chaincode }: Pick<RowName, 'chaincode'>): PlaceResults[] =>
  results.filter(({ namespace, collection }) => namespace === chaincode && collection === '')

/** What a transaction read of a row, by itself or in a range; undefined where it did not read it. */
export const readOf = (results: readonly PlaceResults[], row: RowName): RowRead | undefined =>
  placesOf(results, row)
    .flatMap(({ reads, ranges }) => [
      ...reads,
      ...ranges.flatMap((range) => (Array.isArray(range.reads) ? range.reads : [])),
    ])
    .find(({ key }) => key.toString() === row.key)

/** What a transaction leaves of a row; undefined where it does not write it, `value` undefined where it deletes it. */
export const writeOf = (results: readonly PlaceResults[], row: RowName): { value: Buffer | undefined } | undefined =>
  placesOf(results, row)
    .flatMap(({ writes }) => writes)
    .findLast(({ key }) => key.toString() === row.key)

/** The public rows that a transaction writes. */
export const rowsWritten = (results: readonly PlaceResults[]): RowName[] =>
  results
    .filter(({ collection }) => collection === '')
    .flatMap(({ namespace, writes }) => writes.map(({ key }) => ({ chaincode: namespace, key: key.toString() })))

/** The public rows that a transaction read, each with its version. */
export const rowsRead = (results: readonly PlaceResults[]): (RowName & RowRead)[] =>
  results
    .filter(({ collection }) => collection === '')
    .flatMap(({ namespace, reads }) =>
      reads.map(({ key, version }) => ({ chaincode: namespace, key: key.toString(), version })),
    )

/** True for the version that the transaction at this place gave to what it wrote. */
export const isWrittenBy = (version: Version | undefined, { block, transaction }: TransactionPlace): boolean =>
  version !== undefined && version.block === BigInt(block) && version.transaction === transaction

// Where there is no row, one may have been deleted since.
const isBefore = (version: Version | undefined, { block, transaction }: TransactionPlace): boolean =>
  version !== undefined &&
  (version.block < BigInt(block) || (version.block === BigInt(block) && version.transaction < transaction))

/** A transaction of which it is asked whether peers took it as valid: its place, and the rows that it would write. */
export interface Asked extends TransactionPlace {
  isValid: boolean
  rows: readonly RowName[]
}

/**
 * Whether what a later transaction read, as its endorsers signed, shows what peers made of an earlier one. That it was valid is shown
 * by a row in the version that it gave; that it was not, by a row that it would have written and that is older still, read of a
 * state in which its block already was.
 */
export const confirms = (later: readonly PlaceResults[], { isValid, rows, ...place }: Asked): boolean => {
  const reads = rows.flatMap((row) => readOf(later, row) ?? [])
  if (isValid) return reads.some(({ version }) => isWrittenBy(version, place))
  const isOfLaterState = rowsRead(later).some(
    ({ version }) => version !== undefined && version.block >= BigInt(place.block),
  )
  return isOfLaterState && reads.some(({ version }) => isBefore(version, place))
}
