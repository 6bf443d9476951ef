import type { Contract } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import type { Rejected } from '../../chaincode/outcome.ts'
import type { Metrics } from '../metrics.ts'
import type { Outbox, Pending } from '../outbox/outbox.ts'
import type { Follower } from '../projection/follower.ts'
import type { Projection } from '../projection/projection.ts'
import type { Entry } from './batch.ts'
import type { Endorsers } from './endorsers.ts'
import { Lane } from './lane.ts'

/** Where an instruction belongs. */
export interface Route {
  /** The homes of the accounts that it changes, sorted. */
  homes: readonly string[]
  /** The homes of those to whom it gives, whose peers must endorse it too; any order. */
  receivers: readonly string[]
  /** The record it contends for. */
  subject: string
  /** True for what says something to a bank and an institution alone: their peers are all that it needs, and nothing else goes with it. */
  isConfidential?: boolean
}

type Place = Pick<Route, 'homes' | 'isConfidential'>

// No MSP id can hold the space.
const nameOf = ({ homes, isConfidential }: Place): string => `${homes.join()}${isConfidential === true ? ' alone' : ''}`

/** The homes of a lane in which everything needs an organisation more. */
const homesWith = (homes: readonly string[], organisation: string): string[] =>
  [...new Set([...homes, organisation])].sort()

const needsOfRoute = ({ homes, receivers }: Pick<Route, 'homes' | 'receivers'>): string[] => [
  ...new Set([...homes, ...receivers]),
]

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

/**
 * All lanes of this gateway: some for each organisation whose accounts it changes, never two of them in one batch. The
 * receivers do not choose the lane, so that one sender's instructions go one after another, whoever receives.
 */
export class Lanes {
  readonly #options: Options
  readonly #lanes = new Map<string, Lane[]>()
  #rejected: (outcome: Rejected) => void = () => {}
  #outage: (ids: string[]) => void = () => {}
  #again: (pending: Pending) => void = () => {}
  #routeOf: (pending: Pending) => Pick<Route, 'homes' | 'receivers'> = () => ({ homes: [], receivers: [] })
  #clockDoubted: () => void = () => {}

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

  /** Asked where an instruction belongs by what is known now. */
  onRoute(listener: (pending: Pending) => Route): void {
    this.#routeOf = listener
  }

  /** Called when an endorser refused for the time. */
  onClockDoubted(listener: () => void): void {
    this.#clockDoubted = listener
  }

  onOutage(listener: (ids: string[]) => void): void {
    this.#outage = listener
  }

  /** Gives an instruction to the lane of what it changes, which submits it once it is stored. */
  push(pending: Pending, route: Route, stored: Promise<void> = Promise.resolve()): void {
    const { homes, receivers, subject, isConfidential } = route
    const entry = { pending, stored, needs: needsOfRoute(route) }
    const absent = receivers.find((receiver) => this.#isAwaited(receiver, homes))
    const place = { homes: absent === undefined ? homes : homesWith(homes, absent), isConfidential }
    this.#laneOf(place as Place, subject).push(entry)
  }

  #laneOf(place: Place, subject: string): Lane {
    const lanes = this.#lanesOf(place)
    return lanes[spread(subject, lanes.length)] as Lane
  }

  /** True when what changes accounts of these homes and needs the organisation as well waits for it now. */
  #isAwaited(organisation: string, homes: readonly string[]): boolean {
    const lanes = this.#lanes.get(homesWith(homes, organisation).join()) ?? []
    return lanes.some(({ waitingFor }) => waitingFor === organisation)
  }

  /** Does other work on what the route names, while nothing of its lane is in flight. */
  alone({ homes, subject }: Pick<Route, 'homes' | 'subject'>, work: () => Promise<unknown>): Promise<void> {
    return this.#laneOf({ homes }, subject).alone(work)
  }

  /** The organisation that instructions of this route wait for now, if any. */
  waitingFor({ receivers, ...place }: Place & Pick<Route, 'receivers'>): string | undefined {
    const { homes } = place
    const own = this.#lanes.get(nameOf(place))?.find((lane) => lane.waitingFor !== undefined)?.waitingFor
    return own ?? receivers.find((receiver) => this.#isAwaited(receiver, homes))
  }

  /** The organisations that promised work waits for now, each once. */
  get missing(): string[] {
    const all = [...this.#lanes.values()].flat()
    return [...new Set(all.flatMap(({ waitingFor }) => waitingFor ?? []))].sort()
  }

  /** How long an instruction of this route would wait for its outcome, in seconds. */
  expectedWaitSeconds({ subject, ...place }: Place & Pick<Route, 'subject'>): number {
    const lanes = this.#lanes.get(nameOf(place))
    return lanes?.[spread(subject, lanes.length)]?.expectedWaitSeconds ?? 0
  }

  /**
   * How long an instruction of any route would wait, in seconds, on the average of the lanes. Those that wait for an absent
   * organisation do not count: its outage stops only what needs it.
   */
  get averageWaitSeconds(): number {
    const lanes = [...this.#lanes.values()].flat().filter(({ waitingFor }) => waitingFor === undefined)
    if (lanes.length === 0) return 0
    return lanes.reduce((sum, lane) => sum + lane.expectedWaitSeconds, 0) / lanes.length
  }

  stop(): void {
    for (const lane of [...this.#lanes.values()].flat()) lane.stop()
  }

  #lanesOf(place: Place): Lane[] {
    const { homes } = place
    const known = this.#lanes.get(nameOf(place))
    if (known !== undefined) return known
    const { lanesPerHome, batchMaximum, contract, follower, metrics, log, endorsers, freshen, projection } =
      this.#options
    const events = {
      rejected: (outcome: Rejected) => this.#rejected(outcome),
      repeated: (id: string) => void this.#repeated(id),
      outage: (ids: string[]) => this.#outage(ids),
      clockDoubted: () => this.#clockDoubted(),
      needs: (pending: Pending) => needsOfRoute(this.#routeOf(pending)),
      detour: (entries: Entry[], organisation: string) => this.#detour(homes, entries, organisation),
    }
    const shared = { homes, projection, batchMaximum, contract, follower, metrics, log, endorsers, events, freshen }
    const lanes = Array.from({ length: lanesPerHome }, () => new Lane(shared))
    this.#lanes.set(nameOf(place), lanes)
    return lanes
  }

  /**
   * Lets what needs an absent organisation wait in a lane where everything needs it. That is one lane for all, whatever they
   * contend for: they only wait there, and go one after another once it is back.
   */
  #detour(homes: readonly string[], entries: Entry[], organisation: string): void {
    const [lane] = this.#lanesOf({ homes: homesWith(homes, organisation) })
    lane?.waitFor(organisation, entries)
    this.#outage(entries.map(({ pending }) => pending.id))
  }

  /**
   * The ledger says that the number was used. The blocks tell by which instruction: by this one, and its outcome stands,
   * or by another, and this one is rejected. Until the blocks have come that far, it is asked again.
   */
  async #repeated(id: string): Promise<void> {
    const { projection, outbox, follower } = this.#options
    const pending = outbox.find(id)
    if (pending === undefined) return
    const first = projection.instructionByNumber(pending)
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
