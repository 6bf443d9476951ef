import type { Place, PlaceResults, Version } from '../blocks/results.ts'
import type { State, StateRow } from './state.ts'

/** What a block does to one row: `value` undefined deletes it. */
export interface Update {
  key: Buffer
  value: Buffer | undefined
  policy: Buffer | undefined
  version: Version
}

export interface PlaceUpdates extends Place {
  /** By the key's bytes in latin1, of which every byte is one character. */
  rows: Map<string, Update>
}

const nameOf = (key: Buffer): string => key.toString('latin1')

/** One row's changes by one transaction, before what it does not say is taken from the row as it stands. */
interface Change {
  key: Buffer
  write: { value: Buffer | undefined } | undefined
  /** Whether any of several writes of the row deletes it, which a peer lets win. */
  isDeleted: boolean
  metadata: { policy: Buffer | undefined } | undefined
}

const changesIn = ({ writes, metadataWrites }: PlaceResults): Change[] => {
  const changes = new Map<string, Change>()
  const changeOf = (key: Buffer): Change => {
    const known = changes.get(nameOf(key)) ?? { key, write: undefined, isDeleted: false, metadata: undefined }
    changes.set(nameOf(key), known)
    return known
  }
  for (const { key, value } of writes) {
    const change = changeOf(key)
    change.write = { value }
    change.isDeleted ||= value === undefined
  }
  for (const { key, policy } of metadataWrites) changeOf(key).metadata = { policy }
  return [...changes.values()]
}

/** The rows that earlier blocks left, as far as it takes to make up what a block does to them. */
export type RowsBefore = Pick<State, 'row' | 'put' | 'remove'>

/** What the valid transactions of one block do to the rows, as peers put it together, over the rows that earlier blocks left. */
export class Updates {
  readonly #state: RowsBefore
  readonly #places = new Map<string, PlaceUpdates>()

  constructor(state: RowsBefore) {
    this.#state = state
  }

  #at({ namespace, collection }: Place): PlaceUpdates {
    const name = `${namespace}\0${collection}`
    const known = this.#places.get(name) ?? { namespace, collection, rows: new Map() }
    this.#places.set(name, known)
    return known
  }

  /** What the block did to a row so far; undefined where nothing. */
  updateOf(place: Place, key: Buffer): Update | undefined {
    return this.#places.get(`${place.namespace}\0${place.collection}`)?.rows.get(nameOf(key))
  }

  /** What the block did to the rows of a place so far. */
  updatesIn({ namespace, collection }: Place): Update[] {
    return [...(this.#places.get(`${namespace}\0${collection}`)?.rows.values() ?? [])]
  }

  /** The places that the block changes. */
  get places(): PlaceUpdates[] {
    return [...this.#places.values()].filter(({ rows }) => rows.size > 0)
  }

  /** Takes in what a valid transaction wrote. */
  apply(results: readonly PlaceResults[], version: Version): void {
    for (const place of results) {
      // All of a transaction's changes are made up before any of them counts for another.
      const made = changesIn(place).flatMap((change) => this.#updateBy(place, change, version))
      for (const update of made) this.#at(place).rows.set(nameOf(update.key), update)
    }
  }

  #updateBy(place: Place, { key, write, isDeleted, metadata }: Change, version: Version): Update[] {
    if (isDeleted) return [{ key, value: undefined, policy: undefined, version }]
    if (write !== undefined && metadata !== undefined) return [{ key, value: write.value, ...metadata, version }]
    const before: Pick<StateRow, 'policy'> & { value: Buffer | undefined } = this.updateOf(place, key) ??
      this.#state.row(place, key) ?? { value: undefined, policy: undefined }
    if (write !== undefined) return [{ key, value: write.value, policy: before.policy, version }]
    // A policy for a row that there is not changes nothing; for one that there is, the row counts as written again.
    return before.value === undefined ? [] : [{ key, value: before.value, policy: metadata?.policy, version }]
  }

  /** Makes the rows what the block left of them. */
  store(): void {
    for (const { rows, ...place } of this.#places.values()) {
      for (const { value, ...update } of rows.values()) {
        if (value === undefined) this.#state.remove(place, update.key)
        else this.#state.put(place, { ...update, value })
      }
    }
  }
}
