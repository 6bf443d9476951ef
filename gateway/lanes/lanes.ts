import type { Contract } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import type { Rejected } from '../../chaincode/wire/outcome.ts'
import type { Metrics } from '../metrics.ts'
import type { Outbox, Pending } from '../outbox/outbox.ts'
import type { Follower } from '../projection/follower.ts'
import type { Projection } from '../projection/projection.ts'
import type { Endorsers } from './endorsers.ts'
import { Lane } from './lane.ts'

/** Where an instruction belongs: the homes of the accounts that it changes, sorted, and the record it contends for. */
export interface Route {
  homes: readonly string[]
  subject: string
}

interface Options {
  endorsers: Endorsers
  /** The text of an envelope as it is to be submitted now. */
  freshen: (envelope: string) => string
  lanesPerHome: number
  batchMaximum: number
  contract: Contract
  follower: Follower
  projection: Projection
  outbox: Outbox
  metrics: Metrics
  log: Logger
}

const repeatedMilliseconds = 1_000

/** FNV-1a: spreads subjects over lanes, the same way every time. */
const spread = (text: string, count: number): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return hash % count
}

/** All lanes of this gateway: some for each organisation whose accounts it debits, never two of them in one batch. */
export class Lanes {
  readonly #options: Options
  readonly #lanes = new Map<string, Lane[]>()
  #rejected: (outcome: Rejected) => void = () => {}
  #outage: (ids: string[]) => void = () => {}
  #again: (pending: Pending) => void = () => {}

  constructor(options: Options) {
    this.#options = options
  }

  onRejected(listener: (outcome: Rejected) => void): void {
    this.#rejected = listener
  }

  /** Called with what must be brought to the ledger once more. */
  onAgain(listener: (pending: Pending) => void): void {
    this.#again = listener
  }

  onOutage(listener: (ids: string[]) => void): void {
    this.#outage = listener
  }

  /** Gives an instruction to the lane of what it changes. */
  push(pending: Pending, route: Route): void {
    const lanes = this.#lanesOf(route.homes)
    lanes[spread(route.subject, lanes.length)]?.push(pending)
  }

  /** Does other work on what the route names, while nothing of its lane is in flight. */
  alone(route: Route, work: () => Promise<unknown>): Promise<void> {
    const lanes = this.#lanesOf(route.homes)
    const lane = lanes[spread(route.subject, lanes.length)] as Lane
    return lane.alone(work)
  }

  /** The organisation that instructions of these homes wait for now, if any. */
  waitingFor({ homes }: Route): string | undefined {
    return this.#lanes.get(homes.join())?.find((lane) => lane.waitingFor !== undefined)?.waitingFor
  }

  stop(): void {
    for (const lane of [...this.#lanes.values()].flat()) lane.stop()
  }

  #lanesOf(homes: readonly string[]): Lane[] {
    const known = this.#lanes.get(homes.join())
    if (known !== undefined) return known
    const { lanesPerHome, batchMaximum, contract, follower, metrics, log, endorsers, freshen } = this.#options
    const events = {
      rejected: (outcome: Rejected) => this.#rejected(outcome),
      repeated: (id: string) => void this.#repeated(id),
      outage: (ids: string[]) => this.#outage(ids),
    }
    const shared = { homes, batchMaximum, contract, follower, metrics, log, endorsers, events, freshen }
    const lanes = Array.from({ length: lanesPerHome }, () => new Lane(shared))
    this.#lanes.set(homes.join(), lanes)
    return lanes
  }

  /**
   * The ledger says that the number was used. The blocks tell by which instruction: by this one, and its outcome stands,
   * or by another, and this one is rejected. Until the blocks have come that far, it is asked again.
   */
  async #repeated(id: string): Promise<void> {
    const { projection, outbox, follower } = this.#options
    const pending = outbox.find(id)
    if (pending === undefined) return
    const first = projection.instructionByNumber(pending.device, pending.number)
    if (first?.id === id) outbox.settle([id])
    else if (first !== undefined) {
      this.#rejected({
        id,
        status: 'rejected',
        code: 'number_used',
        values: { number: pending.number, first: first.id },
      })
    } else {
      await follower.nextBlock(repeatedMilliseconds)
      if (outbox.find(id) !== undefined) this.#again(pending)
    }
  }
}
