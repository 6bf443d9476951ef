import { type Signal, signal } from '@preact/signals'
import { GatewayProblem } from '../../../sdk/errors.ts'
import type { PaymentQuestion, ShownCode } from '../../../sdk/payments.ts'
import type { Result } from '../../../sdk/result.ts'
import { lifeOf } from './code-life.ts'

/** A code on the screen. */
export type LiveCode = Pick<ShownCode, 'payment' | 'digits' | 'expiresAt'>

/** What a merchant claimed and this device is asked about; the screen shows the rest of it. */
export type Question = Pick<PaymentQuestion, 'payment' | 'answerBy'>

/** What a pay screen needs of the payments interface; all but `isWithinRule` go over the network. */
export interface PayPort<Q extends Question> {
  requestCode(): Promise<LiveCode>
  cancelCode(payment: string): Promise<unknown>
  openQuestions(): Promise<Q[]>
  approve(question: Q, isPrompted: boolean): Promise<Result>
  decline(question: Q): Promise<Result>
  /** What became of a yes or no that was pending. */
  outcomeOf(id: string): Promise<Result>
  /** True when the payer's own rule lets this device say yes by itself. */
  isWithinRule(question: Q): boolean
}

/** Why no code is shown: nobody looked, a merchant has claimed it, or the payer put it away. */
export type OffReason = 'left' | 'taken' | 'hidden'

export type CodeState =
  | { is: 'off'; why: OffReason }
  | { is: 'fetching' }
  | { is: 'shown'; code: LiveCode; shownAt: number }
  | { is: 'failed'; error: unknown }

export type Answer = 'yes' | 'no'

/**
 * Where a question stands. `open` may carry what went wrong with the last try, which changed nothing; `unknown` is a yes or no
 * whose outcome the ledger has not told yet.
 */
export type AskStage =
  | { is: 'open'; error?: unknown; refusal?: Result }
  | { is: 'answering'; answer: Answer; isByRule: boolean }
  | { is: 'unknown'; answer: Answer; result: Result }
  | { is: 'done'; answer: Answer; result: Result; isByRule: boolean }
  | { is: 'expired' }
  | { is: 'withdrawn' }

export interface Asked<Q extends Question> {
  question: Q
  stage: AskStage
}

export interface Clock {
  now(): number
}

const tickMilliseconds = 500
const retryMilliseconds = 3_000

/** After these the question itself is over; any other refusal changed nothing and the payer may answer again. */
const overdueCodes = new Set(['deadline_passed', 'payment_state_forbids', 'unknown_payment'])

/**
 * Keeps a living code on the screen while somebody looks at it, and the question of a merchant that claimed it. It renews a
 * code before it dies, withdraws it when nobody looks, and asks the payer; it never says yes by itself but within the
 * payer's own rule.
 */
export class PaySession<Q extends Question> {
  readonly code: Signal<CodeState> = signal<CodeState>({ is: 'fetching' })
  readonly asked: Signal<Asked<Q> | undefined> = signal<Asked<Q> | undefined>(undefined)
  readonly now: Signal<number>
  readonly #port: PayPort<Q>
  readonly #clock: Clock
  #isSeen = false
  #isHidden = false
  #isFetching = false
  #retryAt = 0
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(port: PayPort<Q>, clock: Clock = { now: Date.now }) {
    this.#port = port
    this.#clock = clock
    this.now = signal(clock.now())
  }

  /** The screen is looked at: shows an open question where there is one, and a code else. */
  async open(): Promise<void> {
    this.#isSeen = true
    this.#timer ??= setInterval(() => this.#tick(), tickMilliseconds)
    this.#retryAt = 0
    await this.look()
    if (!this.#isBusy() && !this.#isHidden) await this.#fetch()
  }

  /** Nobody looks any more, or the screen is left: takes the code off and withdraws it. */
  async suspend(): Promise<void> {
    this.#isSeen = false
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#takeOff('left')
  }

  /** Something happened on the ledger that may concern this screen. Reading that fails is tried again at the next tick. */
  async look(): Promise<void> {
    const questions = await this.#port.openQuestions().catch(() => undefined)
    if (questions === undefined) return
    const { asked } = this
    if (asked.value?.stage.is === 'open') this.#watchOpen(asked.value, questions)
    if (asked.value?.stage.is === 'unknown') await this.settle()
    if (this.#isBusy()) return
    const next = questions.filter(({ answerBy }) => answerBy > this.#clock.now())[0]
    if (next !== undefined) await this.#ask(next)
  }

  /** The gateway is there again: looks for questions, and gets a code where there was none to be had. */
  async wake(): Promise<void> {
    await this.look()
    if (this.code.value.is === 'failed') await this.renew()
  }

  /** Says yes or no to the question on the screen. Does nothing while another answer is on its way. */
  async answer(answer: Answer): Promise<void> {
    const asked = this.asked.value
    if (asked?.stage.is === 'open') await this.#send(asked.question, answer, false)
  }

  /** Asks what became of a yes or no whose outcome was not known. Without an answer it stays unknown. */
  async settle(): Promise<void> {
    const asked = this.asked.value
    if (asked?.stage.is !== 'unknown') return
    const { answer, result } = asked.stage
    const known = await this.#port.outcomeOf(result.id).catch(() => result)
    if (this.asked.value !== asked) return
    this.asked.value = { question: asked.question, stage: stageAfter(known, answer, false) }
  }

  /** The payer has read the outcome: goes on with another question or a fresh code. */
  async goOn(): Promise<void> {
    this.asked.value = undefined
    if (this.#isSeen) await this.open()
  }

  /** Takes the code off and withdraws it, and shows none until the payer wants one. */
  async hide(): Promise<void> {
    this.#isHidden = true
    await this.#takeOff('hidden')
  }

  /** Asks for another code at once. */
  async renew(): Promise<void> {
    this.#isHidden = false
    this.#retryAt = 0
    if (!this.#isBusy()) await this.#fetch()
  }

  #isBusy(): boolean {
    return this.asked.value !== undefined
  }

  #watchOpen({ question }: Asked<Q>, questions: Q[]): void {
    if (questions.some(({ payment }) => payment === question.payment)) return
    const isOver = question.answerBy <= this.#clock.now()
    this.asked.value = { question, stage: { is: isOver ? 'expired' : 'withdrawn' } }
  }

  async #ask(question: Q): Promise<void> {
    // The code was claimed, so it is no longer one to show, and none to withdraw.
    this.code.value = { is: 'off', why: 'taken' }
    this.asked.value = { question, stage: { is: 'open' } }
    if (this.#isSeen && this.#port.isWithinRule(question)) await this.#send(question, 'yes', true)
  }

  async #send(question: Q, answer: Answer, isByRule: boolean): Promise<void> {
    this.asked.value = { question, stage: { is: 'answering', answer, isByRule } }
    const { approve, decline } = this.#port
    const sent = answer === 'yes' ? approve(question, !isByRule) : decline(question)
    const stage = await sent.then(
      (result): AskStage => stageAfter(result, answer, isByRule),
      (error: unknown): AskStage => ({ is: 'open', error }),
    )
    this.asked.value = { question, stage }
  }

  #tick(): void {
    const now = this.#clock.now()
    this.now.value = now
    const asked = this.asked.value
    if (asked?.stage.is === 'open' && asked.question.answerBy <= now) {
      this.asked.value = { question: asked.question, stage: { is: 'expired' } }
    }
    if (!this.#isBusy() && !this.#isHidden) this.#keepAlive(now)
  }

  #keepAlive(now: number): void {
    const code = this.code.value
    if (code.is === 'failed') return
    const life = code.is === 'shown' ? lifeOf({ ...code.code, shownAt: code.shownAt, now }) : undefined
    if (life?.state === 'fresh') return
    if (life?.state === 'dead') this.code.value = { is: 'fetching' }
    if (now >= this.#retryAt) void this.#fetch()
  }

  async #fetch(): Promise<void> {
    if (this.#isFetching) return
    this.#isFetching = true
    if (this.code.value.is !== 'shown') this.code.value = { is: 'fetching' }
    try {
      await this.#show(await this.#port.requestCode())
    } catch (error) {
      this.#retryAt = this.#clock.now() + retryMilliseconds
      // A code that still lives stays on the screen, and the next tick tries again; not where the ledger refuses this payer one.
      if (this.code.value.is !== 'shown' || isRefused(error)) this.code.value = { is: 'failed', error }
    } finally {
      this.#isFetching = false
    }
  }

  async #show(code: LiveCode): Promise<void> {
    const shownAt = this.#clock.now()
    if (this.#isSeen && !this.#isHidden && !this.#isBusy()) {
      this.now.value = shownAt
      this.code.value = { is: 'shown', code, shownAt }
      return
    }
    await this.#withdraw(code)
  }

  async #takeOff(why: OffReason): Promise<void> {
    const code = this.code.value
    // What was off before is so for the reason of then, which leaving the page does not change.
    this.code.value = code.is === 'off' && why === 'left' ? code : { is: 'off', why }
    if (code.is === 'shown') await this.#withdraw(code.code)
  }

  // It dies by itself within the minute, so a failure is nothing to trouble the payer with.
  async #withdraw({ payment }: LiveCode): Promise<void> {
    await this.#port.cancelCode(payment).catch(() => undefined)
  }
}

const isRefused = (error: unknown): boolean => error instanceof GatewayProblem && error.outcome === 'refused'

const stageAfter = (result: Result, answer: Answer, isByRule: boolean): AskStage => {
  if (result.status === 'accepted') return { is: 'done', answer, result, isByRule }
  if (result.status === 'pending') return { is: 'unknown', answer, result }
  return overdueCodes.has(result.code) ? { is: 'expired' } : { is: 'open', refusal: result }
}
