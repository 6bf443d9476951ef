/** Where a row was last written: the block, and the transaction's place in it. */
export interface Version {
  block: number
  position: number
}

export interface StoredRow {
  value: Buffer
  version: Version
  /** The key-level endorsement policy (validation parameter) as bytes, when the key has one. */
  policy: Buffer | undefined
}

/** A past write of a public key; `value` is absent for a deletion. */
export interface PastWrite {
  txId: string
  at: bigint
  value: Buffer | undefined
}

export const sameVersion = (a: Version | undefined, b: Version | undefined): boolean =>
  a?.block === b?.block && a?.position === b?.position

// The peer's database orders keys by their UTF-8 bytes; JavaScript orders strings by UTF-16 units.
const byteText = (key: string): string => Buffer.from(key).toString('latin1')
const keyText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString()

/** One table of rows in byte order of their keys: a chaincode's public rows, or one private collection. */
export class StateTable {
  readonly #rows = new Map<string, StoredRow>()
  #sorted: string[] | undefined

  get(key: string): StoredRow | undefined {
    return this.#rows.get(key)
  }

  /** The same rows in a table of their own; rows are never changed in place. */
  copy(): StateTable {
    const copy = new StateTable()
    for (const [key, row] of this.#rows) copy.set(key, row)
    copy.#sorted = this.#sorted
    return copy
  }

  set(key: string, row: StoredRow): void {
    if (!this.#rows.has(key)) this.#sorted = undefined
    this.#rows.set(key, row)
  }

  delete(key: string): void {
    if (this.#rows.delete(key)) this.#sorted = undefined
  }

  /** The keys from `start` up to `end`, without `end` unless asked; an empty `end` has no bound. */
  keys(start: string, end: string, includeEnd = false): string[] {
    this.#sorted ??= [...this.#rows.keys()].map(byteText).sort()
    const first = byteText(start)
    const last = byteText(end)
    const isInside = (key: string) => key >= first && (end === '' || key < last || (includeEnd && key === last))
    return this.#sorted.filter(isInside).map(keyText)
  }
}

/** The world state of a channel: the public rows ('' for the ledger's own), the private collections, and the public history. */
export class WorldState {
  readonly #tables = new Map<string, StateTable>()
  readonly #history = new Map<string, PastWrite[]>()

  table(name: string): StateTable {
    const known = this.#tables.get(name) ?? new StateTable()
    this.#tables.set(name, known)
    return known
  }

  /** The same rows and history in a world of their own. */
  copy(): WorldState {
    const copy = new WorldState()
    for (const [name, table] of this.#tables) copy.#tables.set(name, table.copy())
    for (const [key, writes] of this.#history) copy.#history.set(key, writes)
    return copy
  }

  /** The past writes of a public key, newest first. */
  history(table: string, key: string): PastWrite[] {
    return [...(this.#history.get(`${table}\u0000${key}`) ?? [])].reverse()
  }

  remember({ table, key }: { table: string; key: string }, write: PastWrite): void {
    const address = `${table}\u0000${key}`
    this.#history.set(address, [...(this.#history.get(address) ?? []), write])
  }
}
