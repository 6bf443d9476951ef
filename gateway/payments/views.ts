import type { Settles } from '../../chaincode/domains/payments/kinds.ts'
import {
  liveCodes,
  type Payment,
  type PaymentStatus,
  paymentOrders,
  payments,
  promptRules,
} from '../../chaincode/domains/payments/tables.ts'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import { covers } from '../../chaincode/rules/day-allowance.ts'
import { isPast } from '../../chaincode/rules/deadline.ts'
import { registrationAt } from '../../chaincode/rules/payments/merchant.ts'
import { settlesSaid } from '../../chaincode/rules/payments/settling.ts'
import { Problem } from '../problem.ts'
import type { SalesSearch } from '../projection/lists.ts'
import { mapPage, type Page, type PageRequest } from '../projection/paging.ts'
import type { Projection } from '../projection/projection.ts'
import type { InstructionDocument } from '../services/document.ts'
import type { Instructions } from '../services/instructions.ts'
import type { Session } from '../services/sessions.ts'
import type { CodeDrawing } from './code-drawing.ts'

/** A code as it is told to the device that asked for it, and to no other. */
export interface ShownCode {
  request: string
  payment: string
  digits: string
  /** UTC milliseconds. */
  expiresAt: string
  device: string
}

/** A payment as its payer's device and its merchant see it; what a claim says is there once somebody has claimed it. */
export interface PaymentDocument {
  payment: string
  status: PaymentStatus
  payer: string
  device: string
  codeExpiresAt: string
  merchant?: string
  merchantName?: string
  orderNumber?: string
  voucher?: string
  unit?: object
  quantity?: string
  fee?: string
  refunded?: string
  answerBy?: string
  /** What it also settles, both or neither (decision 0043). */
  settles?: Settles
}

type Claimed = Required<Omit<PaymentDocument, 'settles'>> & Pick<PaymentDocument, 'settles'>

/** What a payer's device is asked: the response request. */
export type QuestionDocument = Omit<Claimed, 'status' | 'payer' | 'device' | 'codeExpiresAt' | 'fee' | 'refunded'> & {
  /** Whether the payer's own rule would let the device approve without asking (S4-041). */
  withinPromptRule: boolean
}

/** A payer's rule for small amounts, with how often it was used today. */
export interface PromptRuleDocument {
  voucher: string
  maximum: string
  perDay: number
  usedToday: number
}

const questionsMaximum = 200
const promptRulesMaximum = 200
const dayMilliseconds = 86_400_000

/** A payment's row in the form in which the gateway tells it. */
export const paymentDocument = ({ view }: Projection, row: Payment): PaymentDocument => {
  const { payment, status, payer, device, codeExpiresAt, claim, home } = row
  const head = { payment, status, payer, device, codeExpiresAt: codeExpiresAt.toString() }
  if (claim === undefined) return head
  const { merchant, order, voucher, quantity, fee, refunded, answerBy } = claim
  const settles = settlesSaid(claim)
  return {
    ...{
      ...head,
      merchant,
      merchantName: registrationAt(view, merchant, home)?.name ?? merchant,
      orderNumber: order,
      voucher,
    },
    ...{ unit: view.find(vouchers, voucher)?.unit ?? {}, quantity: quantity.toString(), fee: fee.toString() },
    ...{ refunded: refunded.toString(), answerBy: answerBy.toString() },
    ...(settles === undefined ? {} : { settles }),
  }
}

interface Options {
  projection: Projection
  instructions: Pick<Instructions, 'find'>
  /** None where this gateway draws no codes. */
  drawing: CodeDrawing | undefined
}

/**
 * What a merchant took in one voucher in a span of time: the sales of it with what of them was given back since, the bank's fees and what
 * is left; beside them what was given back within the span, also of earlier sales. In base units.
 */
export interface Takings {
  voucher: string
  count: number
  taken: string
  refunded: string
  fees: string
  /** `taken` less `refunded` and `fees`; below zero where more was given back than the fees left. */
  net: string
  refundsMade: { count: number; quantity: string }
  /** The order numbers of the first and the last sale; absent where nothing was sold. */
  first?: string
  last?: string
}

interface Sums {
  count: number
  taken: bigint
  refunded: bigint
  fees: bigint
  refundsMade: { count: number; quantity: bigint }
  first?: string
  last?: string
}

const nothingTaken: Sums = { count: 0, taken: 0n, refunded: 0n, fees: 0n, refundsMade: { count: 0, quantity: 0n } }

const takingsOf = (voucher: string, { first, last, refundsMade, ...sums }: Sums): Takings => ({
  ...{ voucher, count: sums.count, taken: `${sums.taken}`, refunded: `${sums.refunded}`, fees: `${sums.fees}` },
  net: `${sums.taken - sums.refunded - sums.fees}`,
  refundsMade: { count: refundsMade.count, quantity: `${refundsMade.quantity}` },
  ...(first === undefined || last === undefined ? {} : { first, last }),
})

/** What the gateway tells of payments by one-time code: codes to the device that asked, questions to it, payments to both sides. */
export class Payments {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /**
   * The digits of a request, the same each time while they can be claimed (S4-017). Refuses `not_allowed` to every other
   * device, `code_not_ready`, what the ledger refused, and `code_used`, `code_cancelled`, `code_expired` once it is over.
   */
  shownCode(session: Session, request: string): ShownCode {
    const { drawing } = this.#options
    const row = this.#requireLive(this.#requireOwn(session, request))
    const { payment, codeExpiresAt } = row
    const digits = drawing?.digitsOf(request, payment)
    if (digits === undefined) throw new Problem('code_cancelled')
    return { request, payment, digits, expiresAt: codeExpiresAt.toString(), device: session.device }
  }

  /** The payment that this session's own request opened. */
  #requireOwn({ participant, device }: Session, request: string): Payment {
    const { instructions, projection } = this.#options
    const document = instructions.find(request)
    const isOwn = document?.from === participant && document.device === device
    if (!isOwn || document.kind !== 'payment-code.request') throw new Problem('not_allowed')
    requireAccepted(document)
    const row = projection.view.find(payments, String(document.effects?.['payment']))
    if (row === undefined) throw new Problem('code_not_ready', { retryAfterSeconds: 1 })
    return row
  }

  #requireLive(row: Payment): Payment {
    const { view } = this.#options.projection
    if (row.claim !== undefined) throw new Problem('code_used')
    const isLive = view.find(liveCodes, row.payer, row.device)?.payments.includes(row.payment) === true
    if (row.status !== 'issued' || !isLive) throw new Problem('code_cancelled')
    if (isPast(row.codeExpiresAt, { now: BigInt(Date.now()) })) throw new Problem('code_expired')
    return row
  }

  /** What this device is asked now: payments that were claimed with codes of its own and can still be answered (S4-026). */
  questions({ device }: Session): QuestionDocument[] {
    const { projection } = this.#options
    const { items } = projection.lists.listed('payments', device, { limit: questionsMaximum }, true)
    return items.flatMap(({ payment }) => {
      const row = projection.view.find(payments, String(payment))
      return row === undefined ? [] : questionOf(projection, row)
    })
  }

  /** A payment; the guard has judged who asks. Refuses `not_found`. */
  payment(id: string): PaymentDocument {
    const row = this.#options.projection.view.find(payments, id)
    if (row === undefined) throw new Problem('not_found')
    return paymentDocument(this.#options.projection, row)
  }

  /** What a merchant's order numbers stand for, newest first; an open one may be overdue by a moment. */
  sales(merchant: string, search: SalesSearch, page: PageRequest): Page<PaymentDocument> {
    const { lists } = this.#options.projection
    return mapPage(lists.sales(merchant, search, page), ({ payment }) => this.payment(String(payment)))
  }

  /**
   * What a merchant took in a span of time, by voucher in the order of their codes: every payment of it, however many. What paid an order
   * is none of it: it waits for the order, whose completion gives it to the merchant (decision 0043).
   */
  takings(merchant: string, span: { from: string; to: string }): Takings[] {
    const { lists } = this.#options.projection
    const sums = new Map<string, Sums>()
    for (const row of lists.captured(merchant, span)) {
      const { claim } = payments.codec.decode(row)
      if (claim === undefined || claim.merchant !== merchant || claim.settles?.purchase !== undefined) continue
      const before = sums.get(claim.voucher) ?? nothingTaken
      const { count, taken, refunded, fees, first = claim.order } = before
      sums.set(claim.voucher, {
        ...{ ...before, count: count + 1, taken: taken + claim.quantity },
        ...{ refunded: refunded + claim.refunded, fees: fees + claim.fee, first, last: claim.order },
      })
    }
    for (const { voucher, quantity } of lists.refundsMade(merchant, span)) {
      const before = sums.get(voucher) ?? nothingTaken
      const { refundsMade: made } = before
      sums.set(voucher, { ...before, refundsMade: { count: made.count + 1, quantity: made.quantity + quantity } })
    }
    return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map((of) => takingsOf(...of))
  }

  /** A payer's own rules for small amounts, those that are off left out. */
  promptRules(payer: string): PromptRuleDocument[] {
    const rows = this.#options.projection.rows(promptRules.range(payer), promptRulesMaximum)
    return rows.flatMap(({ value }) => {
      const { voucher, maximum, perDay, day, used } = promptRules.codec.decode(JSON.parse(value))
      const isToday = day === BigInt(Math.floor(Date.now() / dayMilliseconds))
      const isOn = maximum > 0n && perDay > 0
      return isOn ? [{ voucher, maximum: maximum.toString(), perDay, usedToday: isToday ? used : 0 }] : []
    })
  }

  /** The payment that a merchant's order number stands for, final or not (S4-039). Refuses `not_found`. */
  byOrder(merchant: string, order: string): PaymentDocument {
    const found = this.#options.projection.view.find(paymentOrders, merchant, order)
    if (found === undefined) throw new Problem('not_found')
    return this.payment(found.payment)
  }
}

const questionOf = (projection: Projection, row: Payment): QuestionDocument[] => {
  const { status, claim, payer } = row
  const facts = { now: BigInt(Date.now()) }
  if (status !== 'claimed' || claim === undefined || isPast(claim.answerBy, facts)) return []
  const rule = projection.view.find(promptRules, payer, claim.voucher)
  const withinPromptRule = covers(rule, claim.quantity, facts)
  const document = paymentDocument(projection, row) as Claimed
  const { payment, merchant, merchantName, orderNumber, voucher, unit, quantity, answerBy, settles } = document
  const asked = { payment, merchant, merchantName, orderNumber, voucher, unit, quantity, answerBy, withinPromptRule }
  return [settles === undefined ? asked : { ...asked, settles }]
}

const requireAccepted = ({ id, status, code, values }: InstructionDocument): void => {
  if (status === 'pending') throw new Problem('code_not_ready', { retryAfterSeconds: 1 })
  if (code === undefined) return
  throw new Problem(code, { id, outcome: status === 'refused' ? 'refused' : 'none', ...(values ? { values } : {}) })
}
