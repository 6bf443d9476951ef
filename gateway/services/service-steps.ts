import type { Logger } from 'pino'
import type { Envelope } from '../../chaincode/envelope.ts'
import type { RefusalCode } from '../../chaincode/vocabulary.ts'
import type { Follower } from '../projection/follower.ts'
import type { InstructionDocument } from './document.ts'
import type { GatewayDevice } from './gateway-device.ts'
import type { Instructions } from './instructions.ts'

/** What every service of a gateway that acts by itself has. */
export interface ServiceOptions {
  /** The device that signs for the service. */
  device: Pick<GatewayDevice, 'participant' | 'known' | 'sign'>
  instructions: Pick<Instructions, 'accept'>
  follower: Pick<Follower, 'nextBlock'>
  /** Whether the projection has read what the peer had at the start: before that, much is open that was done long ago. */
  isCaughtUp: () => boolean
  log: Pick<Logger, 'warn' | 'info'>
}

/** What a service says of its steps. */
interface Steps {
  what: string
  look: () => void
  passing?: readonly RefusalCode[]
  onRefused?: (name: string, code: string) => void
}

/** So many numbers of a device can be under way, so that none falls out of its window (decision 0004). */
export const underWayMaximum = 128
const waitSeconds = 30
const againMilliseconds = 1_000

/**
 * The steps of a service that acts by itself: each is sent until it has an outcome, one that is under way is not sent again, one that the
 * ledger refused is left to the next start, and one that was not taken is tried again and said once. `look` is the service's own, and is
 * called again at the next block.
 */
export class ServiceSteps {
  readonly #options: ServiceOptions
  readonly #what: string
  readonly #look: () => void
  readonly #passing: readonly string[]
  readonly #onRefused: (name: string, code: string) => void
  readonly #underWay = new Set<string>()
  readonly #refused = new Set<string>()
  readonly #untaken = new Set<string>()
  #isWaiting = false
  #isStopped = false

  /**
   * `what` names the service in the log; a step that is refused by one of the codes in `passing` is signed anew, from what is known then.
   * `onRefused` is told of every other refusal, before the service looks again.
   */
  constructor(options: ServiceOptions, { what, look, passing = [], onRefused = () => undefined }: Steps) {
    this.#options = options
    this.#what = what
    this.#look = look
    this.#passing = passing
    this.#onRefused = onRefused
  }

  /** True when the service may act now; where the projection has not caught up, it is asked again later. */
  get mayAct(): boolean {
    const { device, isCaughtUp } = this.#options
    if (this.#isStopped) return false
    if (isCaughtUp()) return device.known?.status === 'active'
    this.again()
    return false
  }

  /** True for a step that is neither under way nor refused. */
  isNew(name: string): boolean {
    return !this.#underWay.has(name) && !this.#refused.has(name)
  }

  /** How many of what there is to do must be looked at, so that some that were never tried are among them. */
  get look(): number {
    return underWayMaximum + this.#refused.size + this.#untaken.size
  }

  /** Keeps nothing more of steps that are none of these, which are all that there are: a chain that ended leaves nothing here. */
  forgetOthers(names: ReadonlySet<string>): void {
    for (const known of [this.#refused, this.#untaken])
      for (const name of known) if (!names.has(name)) known.delete(name)
  }

  /** Which of these are to be taken now, those that failed before behind all others: whoever made what fails holds up nobody else. */
  chosen<Task>(tasks: readonly Task[], nameOf: (task: Task) => string): Task[] {
    const open = tasks.filter((task) => this.isNew(nameOf(task)))
    const hasFailed = (task: Task) => this.#untaken.has(nameOf(task))
    const ordered = [...open.filter((task) => !hasFailed(task)), ...open.filter(hasFailed)]
    return ordered.slice(0, underWayMaximum - this.#underWay.size)
  }

  /** Takes a step that is signed once it is known what it says; one of which that is never known is left to the next start. */
  async take(name: string, sign: () => Promise<Envelope | undefined> | Envelope | undefined): Promise<void> {
    this.#underWay.add(name)
    try {
      const envelope = await sign()
      if (envelope === undefined) this.#refused.add(name)
      else this.#tell(name, await this.#outcome(envelope))
    } catch (error) {
      this.#failed(name, error)
    } finally {
      this.#underWay.delete(name)
    }
  }

  #tell(name: string, outcome: InstructionDocument | undefined): void {
    this.#untaken.delete(name)
    const isPassing = outcome?.code !== undefined && this.#passing.includes(outcome.code)
    if (outcome?.status === 'refused' && !isPassing) {
      this.#refused.add(name)
      this.#options.log.info({ task: name, outcome }, `the ledger refused a step of the ${this.#what}`)
      this.#onRefused(name, `${outcome.code}`)
    }
    if (outcome?.status === 'rejected' || isPassing) this.again()
  }

  #failed(name: string, error: unknown): void {
    if (!this.#untaken.has(name)) {
      this.#options.log.warn({ err: error, task: name }, `a step of the ${this.#what} was not taken; it is tried again`)
    }
    this.#untaken.add(name)
    this.again()
  }

  /** What became of a step; the same envelope is asked for until it has an outcome. Undefined once this was stopped. */
  async #outcome(envelope: Envelope): Promise<InstructionDocument | undefined> {
    const { instructions, follower } = this.#options
    while (!this.#isStopped) {
      const answer = await instructions.accept(envelope, { waitSeconds, isRelayed: true, isReadOn: true })
      if (!('document' in answer)) throw new Error(`the ${this.#what} is at home elsewhere`)
      if (answer.document.status !== 'pending') return answer.document
      await follower.nextBlock(againMilliseconds)
    }
    return undefined
  }

  /** Has the service look again at the next block, or when none comes for a while. */
  again(): void {
    if (this.#isWaiting) return
    this.#isWaiting = true
    void this.#options.follower.nextBlock(againMilliseconds).then(() => {
      this.#isWaiting = false
      this.#look()
    })
  }

  /** Does nothing more; what is under way stays in the outbox. */
  stop(): void {
    this.#isStopped = true
  }
}
