import type { ChaincodeResponse } from 'fabric-shim'
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

const addressOf = (table: string, key: string): string => `${table}\u0000${key}`

const byKey = (a: { table: string; key: string }, b: { table: string; key: string }): number =>
  Buffer.compare(Buffer.from(addressOf(a.table, a.key)), Buffer.from(addressOf(b.table, b.key)))

/** What one transaction reads and would write, over all chaincodes that have a part in it. */
class Recording {
  roundTrips = 0
  readonly reads = new Map<string, Read>()
  readonly ranges: RangeRead[] = []
  readonly writes = new Map<string, Write>()
  readonly policyWrites = new Map<string, PolicyWrite>()
}

interface Setting {
  state: WorldState
  peer: string
  caller: string
  collections: Readonly<{ [name: string]: Collection }>
  /** Has another chaincode of the channel do a part of this transaction; gives its answer. */
  call(chaincode: string, parameters: readonly string[], peerSide: Simulation): Promise<ChaincodeResponse>
}

/**
 * A peer's side of one endorsement, behind the shim's own `ChaincodeStub`: it answers each message from the committed
 * state alone (a transaction never sees its own writes), and records what was read and what would be written.
 */
export class Simulation {
  readonly #setting: Setting
  readonly #state: WorldState
  readonly #record: Recording
  /** The chaincodes at work for this transaction, the one at whose side this peer stands last; '' for the ledger. */
  readonly #chaincodes: readonly string[]

  constructor(setting: Setting, chaincodes: readonly string[], record = new Recording()) {
    this.#setting = setting
    this.#state = setting.state
    this.#chaincodes = chaincodes
    this.#record = record
  }

  /** Messages exchanged with chaincodes so far. */
  get roundTrips(): number {
    return this.#record.roundTrips
  }

  /** The table of a collection's rows, or of the chaincode's public ones. */
  #tableOf(collection: string): string {
    return collection === '' ? (this.#chaincodes.at(-1) as string) : collection
  }

  #note(table: string, key: string): void {
    const version = this.#state.table(table).get(key)?.version
    this.#record.reads.set(addressOf(table, key), { table, key, version })
  }

  #requireMember(collection: string): void {
    if (collection === '') return
    const { members } = this.#setting.collections[collection] ?? {}
    if (members === undefined) throw new Error(`collection ${collection} could not be found`)
    if (!members.includes(this.#setting.caller))
      throw new Error(`${this.#setting.caller} has no access to collection ${collection}`)
  }

  #requireKept(collection: string, key: string): void {
    const isKept = collection === '' || this.#setting.collections[collection]?.members.includes(this.#setting.peer)
    if (isKept || this.#state.table(collection).get(key) === undefined) return
    throw new Error(`private data matching public hash version is not available on ${this.#setting.peer}`)
  }

  async handleGetState(collection: string, key: string): Promise<Buffer> {
    this.#record.roundTrips += 1
    this.#requireMember(collection)
    this.#requireKept(collection, key)
    const table = this.#tableOf(collection)
    this.#note(table, key)
    return this.#state.table(table).get(key)?.value ?? Buffer.alloc(0)
  }

  async handlePutState(collection: string, key: string, value: Uint8Array): Promise<void> {
    this.#record.roundTrips += 1
    this.#requireMember(collection)
    const table = this.#tableOf(collection)
    // The peer takes a write of no bytes for a deletion, and any key, an empty one too.
    const written = value.length === 0 ? undefined : Buffer.from(value)
    this.#record.writes.set(addressOf(table, key), { table, key, value: written })
  }

  async handleDeleteState(collection: string, key: string): Promise<void> {
    this.#record.roundTrips += 1
    this.#requireMember(collection)
    const table = this.#tableOf(collection)
    this.#record.writes.set(addressOf(table, key), { table, key, value: undefined })
  }

  async handlePurgeState(collection: string, key: string): Promise<void> {
    this.#record.roundTrips += 1
    this.#requireMember(collection)
    const table = this.#tableOf(collection)
    this.#record.writes.set(addressOf(table, key), { table, key, value: undefined, isPurge: true })
  }

  async handlePutStateMetadata(collection: string, key: string, _name: string, policy: Uint8Array): Promise<void> {
    this.#record.roundTrips += 1
    this.#requireMember(collection)
    const table = this.#tableOf(collection)
    this.#record.policyWrites.set(addressOf(table, key), { table, key, policy: Buffer.from(policy) })
  }

  async handleGetStateMetadata(collection: string, key: string): Promise<{ [name: string]: Buffer | undefined }> {
    this.#record.roundTrips += 1
    const table = this.#tableOf(collection)
    this.#note(table, key)
    return { VALIDATION_PARAMETER: this.#state.table(table).get(key)?.policy }
  }

  /** Calls another chaincode, which works on its own rows; a chaincode has one part in a transaction at a time. */
  async handleInvokeChaincode(chaincode: string, parameters: readonly string[]) {
    this.#record.roundTrips += 1
    if (this.#chaincodes.includes(chaincode)) throw new Error(`txid of a call of ${chaincode} exists`)
    const peerSide = new Simulation(this.#setting, [...this.#chaincodes, chaincode], this.#record)
    return await this.#setting.call(chaincode, parameters, peerSide)
  }

  /** Answers a scan. The rows are recorded as the peer reads them, which is up to a message ahead of the chaincode. */
  async handleGetStateByRange(collection: string, start: string, end: string) {
    if (collection !== '') throw new Error('this ledger scans public rows only')
    const table = this.#tableOf('')
    const keys = this.#state.table(table).keys(start, end)
    const range: RangeRead = { table, start, end, exhausted: false, results: [] }
    this.#record.ranges.push(range)
    const readOne = (key: string): Row => {
      const row = this.#state.table(table).get(key)
      range.results.push({ table, key, version: row?.version })
      range.end = key
      return { key, value: row?.value ?? Buffer.alloc(0) }
    }
    const message = (): Row[] => {
      this.#record.roundTrips += 1
      const taken = keys.splice(0, rowsPerMessage).map((key) => ahead.shift() ?? readOne(key))
      const next = keys[0]
      if (next === undefined) Object.assign(range, { exhausted: true, end })
      else ahead.push(readOne(next))
      return taken
    }
    const ahead: Row[] = []
    return { iterator: iteratorOf(message, () => keys.length > 0, this.#record) }
  }

  async handleGetHistoryForKey(key: string) {
    const entries = this.#state.history(this.#tableOf(''), key).map(({ txId, at, value }) => ({
      txId,
      value: value ?? Buffer.alloc(0),
      isDelete: value === undefined,
      timestamp: { seconds: Number(at / 1000n), nanos: Number(at % 1000n) * 1_000_000 },
    }))
    this.#record.roundTrips += 1
    return iteratorOf(
      () => entries,
      () => false,
      this.#record,
    )
  }

  /** What was read and would be written, sorted by key as the peer sorts it. */
  readWriteSet(): ReadWriteSet {
    const { reads, ranges, writes, policyWrites } = this.#record
    return {
      reads: [...reads.values()].sort(byKey),
      ranges,
      writes: [...writes.values()].sort(byKey),
      policyWrites: [...policyWrites.values()].sort(byKey),
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
