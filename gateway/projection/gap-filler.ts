import type { Network } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { readBlockAndPrivate } from '../fabric/private-data.ts'
import type { Gaps } from './private-tables.ts'
import type { Projection } from './projection.ts'

const pauseMilliseconds = 5_000
const answerMilliseconds = 10_000

interface Options {
  network: Pick<Network, 'getBlockAndPrivateDataEvents'>
  projection: Pick<Projection, 'consortium' | 'privateTables' | 'fillGaps'>
  /** The private collections in which this member shares. */
  collections: readonly string[]
  /** Told how many rows of each of them are known by their hashes alone. */
  tell(gaps: readonly Gaps[]): void
  log: Pick<Logger, 'warn' | 'info'>
}

/**
 * Asks this member's peer again for private rows that it did not hand out with their blocks: it gets them from the pair's other peer by
 * itself, once that one is there (decision 0011). One block at a time, those that left gaps in turn.
 */
export class GapFiller {
  readonly #options: Options
  #timer: NodeJS.Timeout | undefined
  #last = -1n
  #isLooking = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Looks every few seconds from now on. */
  start(): void {
    this.#timer = setInterval(() => void this.look(), pauseMilliseconds).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Asks for the next block that left a gap, and tells how many are left; never rejects. */
  async look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    const { projection, tell, log } = this.#options
    try {
      const block = projection.privateTables.blockWithGap(this.#last)
      if (block !== undefined) await this.#ask(block)
      tell(this.#counts())
    } catch (error) {
      log.warn({ err: error }, 'private rows that are missing could not be asked for; they are asked for again')
    } finally {
      this.#isLooking = false
    }
  }

  #counts(): Gaps[] {
    const { projection, collections } = this.#options
    const found = projection.privateTables.gaps()
    return collections.map((collection) => ({
      ...{ collection, count: found.find((one) => one.collection === collection)?.count ?? 0 },
    }))
  }

  async #ask(block: bigint): Promise<void> {
    const { network, projection, collections, log } = this.#options
    this.#last = block
    const events = await network.getBlockAndPrivateDataEvents({ startBlock: block })
    const timer = setTimeout(() => events.close(), answerMilliseconds)
    try {
      for await (const data of events) {
        const read = readBlockAndPrivate(data, { chaincodes: projection.consortium.chaincodes, collections })
        const count = projection.fillGaps(read)
        if (count > 0) log.info({ block: String(block), count }, 'private rows that were missing are in')
        break
      }
    } finally {
      clearTimeout(timer)
      events.close()
    }
  }
}
