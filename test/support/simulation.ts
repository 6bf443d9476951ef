import type { PolicyWrite, RangeRead, Read, ReadWriteSet, Write } from './read-write-set.ts'
import type { WorldState } from './world-state.ts'

/** A private collection: only members keep and may read it; `policy` replaces the chaincode's for its keys. */
export interface Collection {
  members: readonly string[]
  policy?: Buffer
}

interface Row {
  key: string
  value: Buffer
}

// The peer hands a scan to the chaincode in messages of at most this many rows, and reads one row ahead of each.
const rowsPerMessage = 100

const byKey = (a: { collection: string; key: string }, b: { collection: string; key: string }): number =>
  Buffer.compare(Buffer.from(`${a.collection}\u0000${a.key}`), Buffer.from(`${b.collection}\u0000${b.key}`))

const addressOf = (collection: string, key: string): string => `${collection}\u0000${key}`

/**
 * A peer's side of one endorsement, behind the shim's own `ChaincodeStub`: it answers each message from the committed
 * state alone (a transaction never sees its own writes), and records what was read and what would be written.
 */
export class Simulation {
  /** Messages exchanged with the chaincode so far. */
  roundTrips = 0
  readonly #state: WorldState
  readonly #peer: string
  readonly #caller: string
  readonly #collections: Readonly<Record<string, Collection>>
  readonly #reads = new Map<string, Read>()
  readonly #ranges: RangeRead[] = []
  readonly #writes = new Map<string, Write>()
  readonly #policyWrites = new Map<string, PolicyWrite>()

  constructor(setting: {
    state: WorldState
    peer: string
    caller: string
    collections: Readonly<Record<string, Collection>>
  }) {
    this.#state = setting.state
    this.#peer = setting.peer
    this.#caller = setting.caller
    this.#collections = setting.collections
  }

  #record(collection: string, key: string): void {
    const version = this.#state.table(collection).get(key)?.version
    this.#reads.set(addressOf(collection, key), { collection, key, version })
  }

  #requireMember(collection: string): void {
    if (collection === '') return
    const { members } = this.#collections[collection] ?? {}
    if (members === undefined) throw new Error(`collection ${collection} is not defined`)
    if (!members.includes(this.#caller)) throw new Error(`${this.#caller} has no access to collection ${collection}`)
  }

  #requireKept(collection: string, key: string): void {
    const isKept = collection === '' || this.#collections[collection]?.members.includes(this.#peer)
    if (isKept || this.#state.table(collection).get(key) === undefined) return
    throw new Error(`private data matching public hash version is not available on ${this.#peer}`)
  }

  async handleGetState(collection: string, key: string): Promise<Buffer> {
    this.roundTrips += 1
    this.#requireMember(collection)
    this.#requireKept(collection, key)
    this.#record(collection, key)
    return this.#state.table(collection).get(key)?.value ?? Buffer.alloc(0)
  }

  async handlePutState(collection: string, key: string, value: Uint8Array): Promise<void> {
    this.roundTrips += 1
    this.#requireMember(collection)
    if (key === '') throw new Error('key cannot be an empty string')
    this.#writes.set(addressOf(collection, key), { collection, key, value: Buffer.from(value) })
  }

  async handleDeleteState(collection: string, key: string): Promise<void> {
    this.roundTrips += 1
    this.#requireMember(collection)
    this.#writes.set(addressOf(collection, key), { collection, key, value: undefined })
  }

  async handlePutStateMetadata(collection: string, key: string, _name: string, policy: Uint8Array): Promise<void> {
    this.roundTrips += 1
    this.#requireMember(collection)
    this.#policyWrites.set(addressOf(collection, key), { collection, key, policy: Buffer.from(policy) })
  }

  async handleGetStateMetadata(collection: string, key: string): Promise<Record<string, Buffer | undefined>> {
    this.roundTrips += 1
    this.#record(collection, key)
    return { VALIDATION_PARAMETER: this.#state.table(collection).get(key)?.policy }
  }

  /** Answers a scan. The rows are recorded as the peer reads them, which is up to a message ahead of the chaincode. */
  async handleGetStateByRange(collection: string, start: string, end: string) {
    if (collection !== '') throw new Error('this ledger scans public rows only')
    const keys = this.#state.table('').keys(start, end)
    const range: RangeRead = { start, end, exhausted: false, results: [] }
    this.#ranges.push(range)
    const readOne = (key: string): Row => {
      const row = this.#state.table('').get(key)
      range.results.push({ collection: '', key, version: row?.version })
      range.end = key
      return { key, value: row?.value ?? Buffer.alloc(0) }
    }
    const message = (): Row[] => {
      this.roundTrips += 1
      const taken = keys.splice(0, rowsPerMessage).map((key) => ahead.shift() ?? readOne(key))
      const next = keys[0]
      if (next === undefined) Object.assign(range, { exhausted: true, end })
      else ahead.push(readOne(next))
      return taken
    }
    const ahead: Row[] = []
    return { iterator: iteratorOf(message, () => keys.length > 0, this) }
  }

  async handleGetHistoryForKey(key: string) {
    const entries = this.#state.history(key).map(({ txId, at, value }) => ({
      txId,
      value: value ?? Buffer.alloc(0),
      isDelete: value === undefined,
      timestamp: { seconds: Number(at / 1000n), nanos: Number(at % 1000n) * 1_000_000 },
    }))
    this.roundTrips += 1
    return iteratorOf(
      () => entries,
      () => false,
      this,
    )
  }

  /** What was read and would be written, sorted by key as the peer sorts it. */
  readWriteSet(): ReadWriteSet {
    return {
      reads: [...this.#reads.values()].sort(byKey),
      ranges: this.#ranges,
      writes: [...this.#writes.values()].sort(byKey),
      policyWrites: [...this.#policyWrites.values()].sort(byKey),
    }
  }
}

/** An iterator in the shim's manner: rows of the message at hand, then the next message while there is more. */
const iteratorOf = <T>(message: () => T[], hasMore: () => boolean, counted: { roundTrips: number }) => {
  let rows = message()
  return {
    async next(): Promise<{ done: false; value: T } | { done: true }> {
      if (rows.length === 0 && hasMore()) rows = message()
      const value = rows.shift()
      return value === undefined ? { done: true } : { done: false, value }
    },
    async close(): Promise<void> {
      counted.roundTrips += 1
    },
  }
}
