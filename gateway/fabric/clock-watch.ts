import type { Contract } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { isClockRefusal } from './errors.ts'

const everyMilliseconds = 20_000
const whileOffMilliseconds = 1_000

type Verdict = 'agrees' | 'refuses' | 'silent'

interface Options {
  /** The ledger's contract, through the own peer. */
  contract: Pick<Contract, 'evaluate'>
  /** The organisations that endorse, by MSP. */
  organisations: readonly string[]
  log: Pick<Logger, 'error' | 'warn' | 'info'>
}

/**
 * Whether the endorsers take the time of this machine (decision 0010). Each organisation is asked to endorse nothing at all, which it
 * refuses when the time of the question is too far from its own clock. Where more refuse than agree, it is this clock that is wrong:
 * then nothing new is taken, and what was promised waits until the time is set right, which no restart is needed for.
 */
export class ClockWatch {
  readonly #options: Options
  readonly #refusing = new Set<string>()
  #problem: string | undefined
  #timer: NodeJS.Timeout | undefined
  #isAsking = false
  #isStopped = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Why the time of this machine cannot be relied on, and what to do; undefined while it can, or nobody has said otherwise. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Asks now, and then again every twenty seconds, or every second while the clock is off. */
  start(): void {
    void this.look()
  }

  /** Asks all organisations at once, unless they are being asked; resolves when all have answered, and never rejects. */
  async look(): Promise<void> {
    if (this.#isAsking || this.#isStopped) return
    this.#isAsking = true
    clearTimeout(this.#timer)
    const { organisations } = this.#options
    const answers = await Promise.all(organisations.map((organisation) => this.#ask(organisation)))
    this.#isAsking = false
    this.#judge(organisations.map((organisation, place) => [organisation, answers[place] as Verdict]))
    if (this.#isStopped) return
    this.#timer = setTimeout(
      () => void this.look(),
      this.#problem === undefined ? everyMilliseconds : whileOffMilliseconds,
    )
    this.#timer.unref()
  }

  async #ask(organisation: string): Promise<Verdict> {
    try {
      await this.#options.contract.evaluate('apply', { arguments: [], endorsingOrganizations: [organisation] })
      return 'agrees'
    } catch (error) {
      return isClockRefusal(error) ? 'refuses' : 'silent'
    }
  }

  #judge(answers: readonly (readonly [string, Verdict])[]): void {
    const { log } = this.#options
    const refusing = answers.flatMap(([organisation, answer]) => (answer === 'refuses' ? [organisation] : []))
    const agreeing = answers.filter(([, answer]) => answer === 'agrees')
    // Who hears nobody knows nothing new.
    if (refusing.length + agreeing.length === 0) return
    const before = this.#problem
    this.#problem = refusing.length > agreeing.length ? problemWith(refusing) : undefined
    if (before === undefined && this.#problem !== undefined) log.error({ refusing }, this.#problem)
    if (before !== undefined && this.#problem === undefined) log.info('the clock of this machine is right again')
    if (this.#problem === undefined) this.#tellOthers(refusing)
  }

  /** Says once of each other organisation that its clock is off. */
  #tellOthers(refusing: readonly string[]): void {
    for (const organisation of refusing) {
      if (!this.#refusing.has(organisation)) this.#options.log.warn({ organisation }, 'its clock is off')
    }
    this.#refusing.clear()
    for (const organisation of refusing) this.#refusing.add(organisation)
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }
}

const problemWith = (refusing: readonly string[]): string =>
  `the clock of this machine is off: ${refusing.join(', ')} refuse what is more than 5 s ahead of them or 30 s behind; set the time`
