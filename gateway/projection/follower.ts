import type { CloseableAsyncIterable, Network } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { crashPoint } from '../crash-point.ts'
import { type ReadBlock, readBlock } from '../fabric/block.ts'
import { readBlockAndPrivate } from '../fabric/private-data.ts'
import type { Projection } from './projection.ts'
import { type Recorded, recordedIn } from './recorded.ts'

/** What a block says of one transaction: Fabric's validation code by name, and the block's number. */
export interface Commit {
  validation: string
  block: bigint
}

interface Waiter {
  resolve(commit: Commit | undefined): void
  timer: NodeJS.Timeout
}

const reconnectMilliseconds = 500

/**
 * Follows the organisation's peer block by block into the projection, and tells those who wait what became of their
 * transactions: one stream for all of them (decision 0012). Reconnects for ever, from the projection's own height.
 */
export class Follower {
  readonly #network: Network
  readonly #projection: Projection
  readonly #log: Logger
  readonly #collections: readonly string[]
  readonly #waiters = new Map<string, Waiter>()
  readonly #readers: ((recorded: Recorded[]) => void)[] = []
  readonly #listeners: ((recorded: Recorded[], height: bigint) => void)[] = []
  #once: (() => void)[] = []
  #stream: { close(): void } | undefined
  #closed = false
  #connected = false
  #isFailing = false
  /** Since when a transaction is under way and no block came, in milliseconds of this process. */
  #unansweredSince: number | undefined

  /** `collections`: the private ones in which this member shares, whose rows then come with the blocks; usually none. */
  constructor(options: { network: Network; projection: Projection; log: Logger; collections?: readonly string[] }) {
    this.#network = options.network
    this.#projection = options.projection
    this.#log = options.log
    this.#collections = options.collections ?? []
  }

  /**
   * Calls back with the instructions that a block recorded while the projection does not have them yet: what is done before
   * the next tick comes before the tables are written. Nothing else is served in between.
   */
  onRead(reader: (recorded: Recorded[]) => void): void {
    this.#readers.push(reader)
  }

  /** Calls back after each block, once it is in the projection, with the instructions that it recorded. */
  onBlock(listener: (recorded: Recorded[], height: bigint) => void): void {
    this.#listeners.push(listener)
  }

  /** Whether the blocks come in and are written. */
  get isFollowing(): boolean {
    return this.#connected && !this.#isFailing
  }

  /** For how long a transaction has been under way while no block came at all, in milliseconds; 0 when none is. */
  get unansweredMilliseconds(): number {
    return this.#unansweredSince === undefined ? 0 : performance.now() - this.#unansweredSince
  }

  /** What the ledger says of a transaction; undefined when no block held it in time, or none can come in. Ask before submitting. */
  waitFor(transaction: string, milliseconds: number): Promise<Commit | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#resolve(transaction, undefined), milliseconds)
      this.#unansweredSince ??= performance.now()
      this.#waiters.set(transaction, { resolve, timer })
    })
  }

  #resolve(transaction: string, commit: Commit | undefined): void {
    const waiter = this.#waiters.get(transaction)
    if (waiter === undefined) return
    this.#waiters.delete(transaction)
    clearTimeout(waiter.timer)
    waiter.resolve(commit)
  }

  /** Resolves when the block after the projection's present height is in, or after `milliseconds`. */
  nextBlock(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#once.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  /** Follows until `close`; never rejects. */
  async run(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#follow()
      } catch (error) {
        if (!this.#closed) this.#log.warn({ err: error }, 'the block stream ended; it is opened again')
      }
      this.#connected = false
      // No block can come in now, so that who waits asks the peer itself; where a block alone is not written, the peer would say nothing new.
      if (!this.#isFailing) this.#release()
      if (!this.#closed) await new Promise((resume) => setTimeout(resume, reconnectMilliseconds))
    }
  }

  async #follow(): Promise<void> {
    const { chaincodes } = this.#projection.consortium
    const collections = this.#collections
    const from = { startBlock: this.#projection.height }
    if (collections.length === 0)
      return this.#takeAll(await this.#network.getBlockEvents(from), (block) => readBlock(block, chaincodes))
    const blocks = await this.#network.getBlockAndPrivateDataEvents(from)
    return this.#takeAll(blocks, (data) => readBlockAndPrivate(data, { chaincodes, collections }))
  }

  async #takeAll<Data>(blocks: CloseableAsyncIterable<Data>, read: (data: Data) => ReadBlock): Promise<void> {
    this.#stream = blocks
    this.#connected = true
    try {
      for await (const data of blocks) await this.#take(read(data))
    } finally {
      blocks.close()
    }
  }

  /** Takes a block in and tells all who wait. Throws only what keeps the projection from being written. */
  async #take(read: ReadBlock): Promise<void> {
    crashPoint('committed')
    const told = recordedIn(read)
    for (const reader of this.#readers) this.#tell(() => reader(told))
    // Whoever waits for an outcome is answered within this turn, and asks what it changed in a later one.
    await new Promise<void>((resume) => process.nextTick(resume))
    const recorded = this.#write(read)
    crashPoint('projected')
    for (const listener of this.#listeners) this.#tell(() => listener(recorded, read.number + 1n))
    for (const once of this.#once.splice(0)) once()
    for (const { transaction, validation, isSigned } of read.transactions) {
      if (isSigned) this.#resolve(transaction, { validation, block: read.number })
    }
    this.#unansweredSince = this.#waiters.size === 0 ? undefined : performance.now()
  }

  #write(read: ReadBlock): Recorded[] {
    try {
      const recorded = this.#projection.apply(read)
      this.#isFailing = false
      return recorded
    } catch (error) {
      this.#isFailing = true
      this.#log.error({ err: error, block: String(read.number) }, 'a block could not be written; it is tried again')
      throw error
    }
  }

  // Who listens may stumble over what a block holds; the blocks go on.
  #tell(call: () => void): void {
    try {
      call()
    } catch (error) {
      this.#log.error({ err: error }, 'what a block says could not be told')
    }
  }

  close(): void {
    this.#closed = true
    this.#stream?.close()
    this.#release()
  }

  /** Tells all who wait that nothing is known. */
  #release(): void {
    for (const transaction of this.#waiters.keys()) this.#resolve(transaction, undefined)
  }
}
