import type { Logger } from 'pino'
import { demands } from '../../chaincode/domains/matching/tables.ts'
import { recommendations } from '../../chaincode/domains/recommendations/tables.ts'
import type { Envelope } from '../../chaincode/envelope.ts'
import { parseKey } from '../../chaincode/vocabulary.ts'
import type { MatchingTask } from '../projection/expected-matches.ts'
import type { Follower } from '../projection/follower.ts'
import type { Projection } from '../projection/projection.ts'
import type { InstructionDocument } from './document.ts'
import type { GatewayDevice } from './gateway-device.ts'
import type { Instructions } from './instructions.ts'
import type { Sharing } from './sharing.ts'

interface Options {
  /** The device that signs for the matching service. */
  device: Pick<GatewayDevice, 'participant' | 'known' | 'sign'>
  projection: Pick<Projection, 'matching'>
  instructions: Pick<Instructions, 'accept'>
  /** What recommenders consented to tell of themselves. */
  sharing: Pick<Sharing, 'keyToSet' | 'isWanted' | 'share'>
  follower: Pick<Follower, 'nextBlock'>
  /** Whether the projection has read what the peer had at the start: before that, much is open that was matched long ago. */
  isCaughtUp: () => boolean
  log: Pick<Logger, 'warn' | 'info'>
}

interface Telling {
  recommendation: string
  participant: string
}

/** So many numbers of a device can be under way, so that none falls out of its window (decision 0004). */
export const underWayMaximum = 128
const waitSeconds = 30
const againMilliseconds = 1_000
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
  readonly #underWay = new Set<string>()
  /** What the ledger refused: it would again, so it is left to the next start. */
  readonly #refused = new Set<string>()
  /** What was not taken at its last try: said once, however often it is tried. */
  readonly #untaken = new Set<string>()
  #isWaiting = false
  #isIntroducing = false
  #isStopped = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Looks what there is to do, and does what is not under way yet; called at the start and after each block. */
  look(): void {
    const { device, isCaughtUp } = this.#options
    if (this.#isStopped) return
    if (!isCaughtUp()) this.#again()
    else if (device.known?.status === 'active') {
      void this.#introduce()
      for (const task of this.#todo()) this.#take(task)
    }
  }

  /** Puts the device's key for sealed documents on the ledger, so that recommenders can seal to it. */
  async #introduce(): Promise<void> {
    const { device, sharing } = this.#options
    if (this.#isIntroducing || this.#refused.has(ownKey)) return
    this.#isIntroducing = true
    const body = await sharing.keyToSet().catch((error: unknown) => this.#failed(ownKey, error))
    if (body !== undefined) await this.#send(ownKey, device.sign('device.set-seal-key', body))
    this.#isIntroducing = false
  }

  /** Says once of a step that it was not taken, and looks again. */
  #failed(name: string, error: unknown): undefined {
    if (!this.#untaken.has(name)) {
      const text = 'a step of the matching service was not taken; it is tried again'
      this.#options.log.warn({ err: error, task: name }, text)
    }
    this.#untaken.add(name)
    this.#again()
  }

  /** What is not under way or refused, and no more of it than may be under way. */
  #todo(): MatchingTask[] {
    const { device, projection } = this.#options
    const isNew = (task: MatchingTask) => !this.#underWay.has(nameOf(task)) && !this.#refused.has(nameOf(task))
    const limit = underWayMaximum + this.#refused.size
    const tasks = projection.matching.work(device.participant, BigInt(Date.now()), limit)
    return tasks.filter(isNew).slice(0, underWayMaximum - this.#underWay.size)
  }

  #take(task: MatchingTask): void {
    const name = nameOf(task)
    const telling = this.#telling(task)
    const envelope = telling === undefined ? this.#envelope(task) : undefined
    if (telling !== undefined) void this.#tell(name, telling)
    else if (envelope === undefined) this.#refused.add(name)
    else void this.#send(name, envelope)
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
  async #tell(name: string, request: Telling): Promise<void> {
    const { device, sharing } = this.#options
    this.#underWay.add(name)
    const shared = await sharing.share(request.recommendation, request.participant)
    const body = { ...request, ...(shared === undefined ? {} : { shared }) }
    await this.#send(name, device.sign('recommendation.request', body))
  }

  async #send(name: string, envelope: Envelope): Promise<void> {
    const { log } = this.#options
    this.#underWay.add(name)
    try {
      const outcome = await this.#outcome(envelope)
      this.#untaken.delete(name)
      if (outcome?.status === 'refused') {
        this.#refused.add(name)
        log.info({ task: name, outcome }, 'the ledger refused a step of the matching service')
      }
      if (outcome?.status === 'rejected') this.#again()
    } catch (error) {
      this.#failed(name, error)
    } finally {
      this.#underWay.delete(name)
    }
  }

  /** What became of a step; the same envelope is asked for until it has an outcome. Undefined once this was stopped. */
  async #outcome(envelope: Envelope): Promise<InstructionDocument | undefined> {
    const { instructions, follower } = this.#options
    while (!this.#isStopped) {
      const answer = await instructions.accept(envelope, { waitSeconds, isRelayed: true, isReadOn: true })
      if (!('document' in answer)) throw new Error('the matching service is at home elsewhere')
      if (answer.document.status !== 'pending') return answer.document
      await follower.nextBlock(againMilliseconds)
    }
    return undefined
  }

  /** Looks again at the next block, or when none comes for a while. */
  #again(): void {
    if (this.#isWaiting) return
    this.#isWaiting = true
    void this.#options.follower.nextBlock(againMilliseconds).then(() => {
      this.#isWaiting = false
      this.look()
    })
  }

  /** Does nothing more; what is under way stays in the outbox. */
  stop(): void {
    this.#isStopped = true
  }
}
