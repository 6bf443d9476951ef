import type { Network } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { readBlockAndPrivate } from '../fabric/private-data.ts'
import type { Gaps } from './private-tables.ts'
import type { Projection } from './projection.ts'

const pauseMilliseconds = 5_000
const usualMilliseconds = 10_000
// A member that comes back lacks the rows of many blocks: they follow one upon another, and how many are left is told every so many.
const askedMaximum = 200
// Of a peer that has nothing new of so many blocks no more are asked for a while.
const emptyMaximum = 16

interface Options {
  network: Pick<Network, 'getBlockAndPrivateDataEvents'>
  projection: Pick<Projection, 'consortium' | 'privateTables' | 'fillGaps'>
  /** The private collections in which this member shares. */
  collections: readonly string[]
  /** Told how many rows of each of them are known by their hashes alone. */
  tell(gaps: readonly Gaps[]): void
  log: Pick<Logger, 'warn' | 'info'>
  /** How long the peer is given to say anything of a block. */
  answerMilliseconds?: number
}

/**
 * Asks this member's peer again for private rows that it did not hand out with their blocks: it gets them from the pair's other peer by
 * itself, once that one is there (decision 0011). One block upon another, those that left gaps in turn, for as long as that fills them.
 */
export class GapFiller {
  readonly #options: Options
  #timer: NodeJS.Timeout | undefined
  #last = -1n
  #isLooking = false
  #isStopped = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Looks every few seconds from now on. */
  start(): void {
    this.#timer = setInterval(() => void this.look(), pauseMilliseconds).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#isStopped = true
  }

  /** Asks for the next blocks that left gaps, each once, and tells how many are left; never rejects. */
  async look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    const { tell, log } = this.#options
    try {
      await this.#fill()
      tell(this.#counts())
    } catch (error) {
      log.warn({ err: error }, 'private rows that are missing could not be asked for; they are asked for again')
    } finally {
      this.#isLooking = false
    }
  }

  async #fill(): Promise<void> {
    const { privateTables } = this.#options.projection
    const asked = new Set<bigint>()
    let empty = 0
    while (asked.size < askedMaximum && empty < emptyMaximum && !this.#isStopped) {
      const block = privateTables.blockWithGap(this.#last)
      if (block === undefined || asked.has(block)) return
      asked.add(block)
      if ((await this.#ask(block)) === 0) empty += 1
    }
  }

  #counts(): Gaps[] {
    const { projection, collections } = this.#options
    const found = projection.privateTables.gaps()
    return collections.map((collection) => ({
      ...{ collection, count: found.find((one) => one.collection === collection)?.count ?? 0 },
    }))
  }

  /** How many rows of a block that were missing are in now. */
  async #ask(block: bigint): Promise<number> {
    const { network, projection, collections, log, answerMilliseconds = usualMilliseconds } = this.#options
    this.#last = block
    const events = await network.getBlockAndPrivateDataEvents({ startBlock: block })
    const timer = setTimeout(() => events.close(), answerMilliseconds)
    try {
      for await (const data of events) {
        const read = readBlockAndPrivate(data, { chaincodes: projection.consortium.chaincodes, collections })
        const count = projection.fillGaps(read)
        if (count > 0) log.info({ block: String(block), count }, 'private rows that were missing are in')
        return count
      }
      return 0
    } finally {
      clearTimeout(timer)
      events.close()
    }
  }
}
