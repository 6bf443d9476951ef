import { demands } from '../../chaincode/domains/matching/tables.ts'
import { recommendations } from '../../chaincode/domains/recommendations/tables.ts'
import type { Envelope } from '../../chaincode/envelope.ts'
import { parseKey } from '../../chaincode/vocabulary.ts'
import type { MatchingTask } from '../projection/expected-matches.ts'
import type { Projection } from '../projection/projection.ts'
import { type ServiceOptions, ServiceSteps } from './service-steps.ts'
import type { Sharing } from './sharing.ts'

interface Options extends ServiceOptions {
  projection: Pick<Projection, 'matching'>
  /** What recommenders consented to tell of themselves. */
  sharing: Pick<Sharing, 'keyToSet' | 'isWanted' | 'share'>
}

interface Telling {
  recommendation: string
  participant: string
}

/** Not the name of a task: that of the instruction by which the service tells its key. */
const ownKey = 'seal-key'

const nameOf = ({ subject, holder = '' }: MatchingTask): string => `${subject} ${holder}`

/**
 * Matches what named its participant as the matching service, by the list that this gateway keeps of it, and then asks each who was chosen,
 * one by one, so that one who cannot be reached holds nobody up (S1-010). What there is to do stands in the projection, so a start goes on
 * where the last one ended; the ledger's rules take each step once.
 */
export class MatchingService {
  readonly #options: Options
  readonly #steps: ServiceSteps
  #hasKey = false

  constructor(options: Options) {
    this.#options = options
    this.#steps = new ServiceSteps(options, { what: 'matching service', look: () => this.look() })
  }

  /** Looks what there is to do, and does what is not under way yet; called at the start and after each block. */
  look(): void {
    if (!this.#steps.mayAct) return
    this.#introduce()
    for (const task of this.#todo()) void this.#steps.take(nameOf(task), () => this.#step(task))
  }

  /** Puts the device's key for sealed documents on the ledger, so that recommenders can seal to it. */
  #introduce(): void {
    const { device, sharing } = this.#options
    if (this.#hasKey || !this.#steps.isNew(ownKey)) return
    void this.#steps.take(ownKey, async () => {
      const body = await sharing.keyToSet()
      this.#hasKey = body === undefined
      return body && device.sign('device.set-seal-key', body)
    })
  }

  /** What is not under way or refused, and no more of it than may be under way. */
  #todo(): MatchingTask[] {
    const { device, projection } = this.#options
    const tasks = projection.matching.work(device.participant, BigInt(Date.now()), this.#steps.look)
    return this.#steps.chosen(tasks, nameOf)
  }

  #step(task: MatchingTask): Promise<Envelope> | Envelope | undefined {
    const telling = this.#telling(task)
    return telling === undefined ? this.#envelope(task) : this.#tell(telling)
  }

  /** Who is asked under a recommendation whose recommender consented to tell something of itself; undefined for any other task. */
  #telling({ subject, holder: participant }: MatchingTask): Telling | undefined {
    const { table, members } = parseKey(subject) ?? {}
    const [recommendation] = table === recommendations ? (members ?? []) : []
    if (recommendation === undefined || participant === undefined) return undefined
    return this.#options.sharing.isWanted(recommendation) ? { recommendation, participant } : undefined
  }

  /** The signed step; undefined where the rows gave no list by which to match. */
  #envelope(task: MatchingTask): Envelope | undefined {
    const { table, members } = parseKey(task.subject) ?? {}
    const name = members?.[0] as string
    if (task.holder !== undefined) return this.#request(name, task.holder, table === demands)
    const kept = this.#options.projection.matching.find(task.subject)
    if (kept === undefined) return undefined
    const { device } = this.#options
    const { version, block, found, list, chosen } = kept
    const said = { version, block, found, list }
    if (table === demands) return device.sign('demand.match', { demand: name, ...said, chosen })
    const names = chosen.map(({ holder }) => holder)
    return device.sign('recommendation.match', { recommendation: name, ...said, chosen: names })
  }

  #request(name: string, holder: string, isDemand: boolean): Envelope {
    const { device } = this.#options
    if (isDemand) return device.sign('demand.request', { demand: name, holder })
    return device.sign('recommendation.request', { recommendation: name, participant: holder })
  }

  /** Asks one with what the recommender consented to tell of itself, as far as it is to be had. */
  async #tell(request: Telling): Promise<Envelope> {
    const { device, sharing } = this.#options
    const shared = await sharing.share(request.recommendation, request.participant)
    return device.sign('recommendation.request', { ...request, ...(shared === undefined ? {} : { shared }) })
  }

  /** Does nothing more; what is under way stays in the outbox. */
  stop(): void {
    this.#steps.stop()
  }
}
