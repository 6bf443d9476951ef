import { type Signal, signal } from '@preact/signals'
import { Refusal } from '../../../../chaincode/refusal.ts'
import { GatewayProblem, TerminalFault } from '../../../sdk/errors.ts'
import type { PaymentStatus } from '../../../sdk/payments.ts'
import type { Result } from '../../../sdk/result.ts'

/** One sale at the till; `quantity` counts base units of the voucher. */
export interface Sale {
  orderNumber: string
  voucher: string
  quantity: string
}

/** A sale that a till started earlier. */
export interface StartedSale extends Sale {
  startedAt: number
  /** Payments under the same order number that had ended before its claim. */
  earlier?: readonly string[]
}

/** What a till must know of a payment to lead a sale. */
export interface SalePayment {
  payment: string
  status: PaymentStatus
}

/** What a till needs of the payments interface. */
export interface SalePort<P extends SalePayment> {
  claim(sale: Sale & { code: string }): Promise<P>
  /** Undefined when no payment goes by that order number. */
  byOrder(orderNumber: string): Promise<P | undefined>
  reverse(payment: string): Promise<Result>
}

/** Why the last step did not do what was wanted. `until` is a moment before which no other code is taken. */
export interface Trouble {
  code: string
  values: { [name: string]: unknown }
  until?: number
}

/**
 * Where the sale stands. `unknown` is a claim whose answer got lost: the till asks by order number until it knows. In
 * `waiting` the payer has the question on the phone.
 */
export type SaleState<P> =
  | { is: 'drafting'; trouble?: Trouble }
  | { is: 'claiming'; sale: Sale }
  | { is: 'unknown'; sale: Sale; isSilent: boolean }
  | { is: 'waiting'; sale: Sale; payment: P; isReversing: boolean; isSilent: boolean; trouble?: Trouble }
  | { is: 'final'; sale: Sale; payment: P }

const finalStatuses: readonly PaymentStatus[] = ['captured', 'declined', 'reversed', 'expired', 'cancelled']
const askEveryMilliseconds = 3_000
/** How long the ledger takes a claim: no longer than a code usually lives. */
export const claimSeconds = 60
const clocksDifferSeconds = 30
/** A claim that has not arrived by then never will: the ledger refuses it as too late. */
const mayArriveMilliseconds = (claimSeconds + clocksDifferSeconds) * 1000
/** After these the claim may stand on the ledger all the same. */
const untold = new Set(['outcome_unknown', 'result_key_changed', 'answer_dropped'])

type Told = GatewayProblem | Refusal | TerminalFault

/** True for what says that a claim came to nothing; after any other failure nobody knows. */
const isTold = (error: unknown): error is Told => {
  if (error instanceof GatewayProblem) return error.outcome === 'none' || error.outcome === 'refused'
  return error instanceof Refusal || (error instanceof TerminalFault && !untold.has(error.code))
}

const troubleOf = (error: Told, now: number): Trouble => {
  const { code } = error
  const values = error instanceof TerminalFault ? {} : error.values
  const wait = error instanceof GatewayProblem ? error.retryAfterSeconds : undefined
  return { code, values, ...(wait === undefined ? {} : { until: now + wait * 1000 }) }
}

const refusedBy = (result: Result): Trouble | undefined =>
  result.status === 'refused' || result.status === 'rejected' ? { code: result.code, values: result.values } : undefined

/**
 * Leads one sale from the code to its end. A claim is sent once for each press; the same order number with the same code can
 * be claimed again at no risk, and a lost answer is cured by asking for the order number, never by charging twice.
 */
export class SaleSession<P extends SalePayment> {
  readonly state: Signal<SaleState<P>> = signal<SaleState<P>>({ is: 'drafting' })
  readonly #port: SalePort<P>
  readonly #now: () => number
  #timer: ReturnType<typeof setInterval> | undefined
  #since = 0
  /** Payments of the same order number that ended before this claim; they are no answer to it. */
  #earlier: ReadonlySet<string> = new Set()
  readonly #ended = new Map<string, Set<string>>()

  constructor(port: SalePort<P>, now: () => number = Date.now) {
    this.#port = port
    this.#now = now
  }

  /** Claims a code for the sale. Does nothing while another sale is under way. */
  async claim(sale: Sale, code: string): Promise<void> {
    if (this.state.value.is !== 'drafting') return
    this.#since = this.#now()
    this.#earlier = new Set(this.#ended.get(sale.orderNumber))
    this.state.value = { is: 'claiming', sale }
    await this.#port.claim({ ...sale, code }).then(
      (payment) => this.#see(sale, payment),
      (error: unknown) => this.#lose(sale, error),
    )
    this.#watch()
  }

  /** Takes up a sale whose end this till did not see, after a reload or from the list of the day. */
  async resume({ startedAt, earlier = [], orderNumber, voucher, quantity }: StartedSale): Promise<void> {
    const sale = { orderNumber, voucher, quantity }
    this.#since = startedAt
    this.#earlier = new Set(earlier)
    this.state.value = { is: 'unknown', sale, isSilent: false }
    await this.ask()
    this.#watch()
  }

  /** When this sale began, in UTC milliseconds. */
  get startedAt(): number {
    return this.#since
  }

  /** The payments under this sale's order number that are no answer to its claim, since they had ended before it. */
  get earlier(): string[] {
    return [...this.#earlier]
  }

  /** Asks by order number how the sale stands; what ended before this claim is no answer to it. */
  async ask(): Promise<void> {
    const state = this.state.value
    if (state.is !== 'unknown' && state.is !== 'waiting') return
    const { sale } = state
    try {
      const payment = await this.#port.byOrder(sale.orderNumber)
      if (!this.#isStill(sale)) return
      if (payment !== undefined && !this.#earlier.has(payment.payment)) this.#see(sale, payment)
      else if (state.is === 'unknown') this.#hearNothing(sale)
    } catch {
      const { value } = this.state
      if (value.is === 'unknown' || value.is === 'waiting') this.state.value = { ...value, isSilent: true }
    }
  }

  /** Reads a sale that has ended again, after something was given back of it. Keeps what is shown when nobody answers. */
  async refresh(): Promise<void> {
    const state = this.state.value
    if (state.is !== 'final') return
    const payment = await this.#port.byOrder(state.sale.orderNumber).catch(() => undefined)
    if (payment !== undefined && this.state.value === state) this.state.value = { ...state, payment }
  }

  /** Takes the question back before the payer has answered. */
  async reverse(): Promise<void> {
    const state = this.state.value
    if (state.is !== 'waiting' || state.isReversing) return
    const { trouble: _before, ...waiting } = state
    this.state.value = { ...waiting, isReversing: true }
    const trouble = await this.#port.reverse(state.payment.payment).then(refusedBy, (error: unknown) => ({
      code: isTold(error) ? error.code : 'no_answer',
      values: {},
    }))
    const { value } = this.state
    if (value.is === 'waiting') {
      this.state.value = { ...value, isReversing: false, ...(trouble === undefined ? {} : { trouble }) }
    }
    await this.ask()
  }

  /** The payer said yes and the ledger refused it: the payer may answer again, and the till says so. */
  noteRefusedAnswer(payment: string): void {
    const { value } = this.state
    if (value.is !== 'waiting' || value.payment.payment !== payment) return
    this.state.value = { ...value, trouble: { code: 'answer_refused', values: {} } }
  }

  /** Begins another sale; what the payer has in hand is not taken back by this. */
  startAnew(): void {
    this.#rest()
    this.state.value = { is: 'drafting' }
  }

  /** The screen is left. */
  close(): void {
    this.#rest()
  }

  #see(sale: Sale, payment: P): void {
    if (finalStatuses.includes(payment.status)) {
      this.#rest()
      const ended = this.#ended.get(sale.orderNumber) ?? new Set()
      this.#ended.set(sale.orderNumber, ended.add(payment.payment))
      this.state.value = { is: 'final', sale, payment }
      return
    }
    const { value } = this.state
    const before = value.is === 'waiting' ? value : { isReversing: false }
    this.state.value = { ...before, is: 'waiting', sale, payment, isSilent: false }
  }

  #lose(sale: Sale, error: unknown): void {
    this.state.value = isTold(error)
      ? { is: 'drafting', trouble: troubleOf(error, this.#now()) }
      : { is: 'unknown', sale, isSilent: true }
  }

  #hearNothing(sale: Sale): void {
    if (this.#now() - this.#since < mayArriveMilliseconds) {
      this.state.value = { is: 'unknown', sale, isSilent: false }
      return
    }
    this.#rest()
    this.state.value = { is: 'drafting', trouble: { code: 'not_claimed', values: { ...sale } } }
  }

  #isStill(sale: Sale): boolean {
    const { value } = this.state
    return value.is !== 'drafting' && value.sale.orderNumber === sale.orderNumber
  }

  #watch(): void {
    const { is } = this.state.value
    if (is === 'unknown' || is === 'waiting') this.#timer ??= setInterval(() => void this.ask(), askEveryMilliseconds)
  }

  #rest(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
