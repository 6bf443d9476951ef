import { z } from 'zod'
import { type Settles, settles } from '../../chaincode/domains/payments/kinds.ts'
import { refusals } from '../../chaincode/vocabulary.ts'
import { commitmentTo, paymentCode } from '../../chaincode/wire/payment-code.ts'
import { understand } from './answers.ts'
import { plainDigits } from './digits.ts'
import { GatewayProblem, TerminalFault } from './errors.ts'
import type { Login } from './login.ts'
import type { Result } from './result.ts'
import type { Patience, Terminal } from './terminal.ts'

/** A one-time code as the payer shows it; good for one purchase, until `expiresAt`. */
export interface ShownCode {
  /** The id of the request, by which the same digits can be asked for again. */
  request: string
  payment: string
  /** Eighteen digits; never to be written down, logged or put into an address. */
  digits: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** How a voucher's quantities are shown: base units, the unit for people, and how many of the one make the other. */
export interface ShownUnit {
  base: string
  shownAs: string
  basePerShown: string
}

export type PaymentStatus = 'issued' | 'claimed' | 'captured' | 'declined' | 'reversed' | 'expired' | 'cancelled'

/** A payment that a merchant has claimed. While its status is `claimed`, the payer is awaited; `captured` is paid. */
export interface PaymentView {
  payment: string
  status: PaymentStatus
  payer: string
  /** The payer's device that showed the code, which alone can answer. */
  device: string
  codeExpiresAt: number
  merchant: string
  merchantName: string
  orderNumber: string
  voucher: string
  /** Absent when the voucher is not known to the gateway. */
  unit?: ShownUnit | undefined
  /** Base units of the voucher, as a decimal string; so are `fee`, which the merchant bears, and `refunded`. */
  quantity: string
  fee: string
  refunded: string
  /** Until when the payer can answer, in milliseconds since 1970. */
  answerBy: number
  /** What the payment also settles, both or neither. */
  settles?: Settles | undefined
}

/** A payment whose code nobody has claimed. */
export type UnclaimedPayment = Pick<PaymentView, 'payment' | 'status' | 'payer' | 'device' | 'codeExpiresAt'>

/** What a merchant asks of the payer's device: the response request. Only over one that came from the gateway can be answered. */
export interface PaymentQuestion {
  payment: string
  merchant: string
  /** As the bank registered it. */
  merchantName: string
  orderNumber: string
  voucher: string
  unit?: ShownUnit | undefined
  quantity: string
  answerBy: number
  /** What the payment also settles: an order with the provider that asks, or a buy of metal from the issuer that asks. */
  settles?: Settles | undefined
  /** Whether the payer's own rule lets the device approve this without asking (`approvePayment` with `prompted: false`). */
  withinPromptRule: boolean
}

/** A payer's rule for small amounts of a voucher: `maximum` in base units each, `perDay` of them a UTC day. */
export interface PromptRule {
  voucher: string
  maximum: string
  perDay: number
}

/** A sale to be paid with a code: `quantity` in base units of the voucher. */
export interface Sale {
  /** The digits as the payer shows them; spaces and dashes between them do not count. */
  code: string
  orderNumber: string
  voucher: string
  quantity: string
  /** The home of the payer's bank, where that may be another than the merchant's: the terminal must be at that bank's own gateway. */
  payerHome?: string | undefined
  /** An order of the payer's with this merchant, or a buy of metal that this merchant issues, which the payment settles. */
  settles?: Settles | undefined
}

const moment = z
  .string()
  .regex(/^[0-9]{1,16}$/)
  .transform(Number)
const quantity = z.string().regex(/^(0|[1-9][0-9]{0,28})$/)
const name = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const unit = z
  .object({ base: z.string(), shownAs: z.string(), basePerShown: z.string().regex(/^[1-9][0-9]{0,11}$/) })
  .optional()
  .catch(undefined)

const shownCodeAnswer = z.object({ request: name, payment: name, digits: paymentCode, expiresAt: moment, device: name })
const asked = {
  payment: name,
  merchant: z.string(),
  merchantName: z.string(),
  orderNumber: z.string(),
  voucher: z.string(),
  unit,
  quantity,
  answerBy: moment,
  settles: settles.optional(),
}
const head = {
  payment: name,
  status: z.enum(['issued', 'claimed', 'captured', 'declined', 'reversed', 'expired', 'cancelled']),
  payer: z.string(),
  device: name,
  codeExpiresAt: moment,
}
const claimedPayment = z.object({ ...head, ...asked, fee: quantity, refunded: quantity })
const paymentAnswer = z.union([claimedPayment, z.object(head)])
const question = z.object({ ...asked, withinPromptRule: z.boolean().default(false) })
const questionsAnswer = z.object({ device: z.string(), items: z.array(question) })
const promptRulesAnswer = z.object({
  items: z.array(z.object({ voucher: z.string(), maximum: quantity, perDay: z.int(), usedToday: z.int() })),
})

/** The effects of an accepted instruction; throws the refusal as a GatewayProblem, or `outcome_unknown` while there is none. */
const requireAccepted = (result: Result): { [name: string]: unknown } => {
  if (result.status === 'accepted') return result.effects
  if (result.status !== 'pending') {
    const { id, code, values } = result
    const { status, meaning: title } = refusals[code]
    const outcome = result.status === 'refused' ? 'refused' : 'none'
    throw new GatewayProblem({ id, status, code, title, values, outcome, isProven: true })
  }
  throw new TerminalFault('outcome_unknown', {
    problem: `the outcome of instruction ${result.id} is not known yet`,
    next: 'Ask for the payment again in a moment; doing the same again is safe.',
  })
}

const requireForThisDevice = (terminal: Terminal, device: string): void => {
  if (device === terminal.signer.device) return
  throw new TerminalFault('answer_dropped', {
    problem: `${terminal.connection.gateway} answered with what is for another device`,
    next: 'Do not use it. Ask again, or use another gateway address.',
  })
}

/** Tells the digits of a request of this device again, the same while they can be claimed. */
export const showCode = async (terminal: Terminal, requestId: string): Promise<ShownCode> => {
  const answer = await terminal.readSigned(`/v1/payment-codes/${encodeURIComponent(requestId)}`)
  const { device, ...code } = understand(shownCodeAnswer, answer)
  requireForThisDevice(terminal, device)
  return code
}

/**
 * Sends the first request and shows the code that the home drew for it (S4-013 to S4-017). Refuses
 * `device_not_authorised` while the login says so, and nothing is sent then (S4-045); throws what the ledger refuses.
 * Sends the first request of an authorised device, for a payment code, with its account. Refuses
 * `device_not_authorised` while the login says that this device is none of the account's; nothing is sent then.
 */
export const sendFirstRequest = async (
  terminal: Terminal,
  login: Login,
  patience: Partial<Patience> = {},
): Promise<Result> => {
  if (!login.authorised) {
    throw new TerminalFault('device_not_authorised', {
      problem: `this device is not an authorised one of ${terminal.participant}`,
      next: 'Have it authorised first, by one of the ways that the login names.',
    })
  }
  return terminal.instruct('payment-code.request', {}, patience)
}

/**
 * Sends the first request and shows the code that the home drew for it (rows S4-013 to S4-017). Refuses
 * `device_not_authorised` while the login says so, and nothing is sent then (row S4-045); throws what the ledger refuses.
 */
export const requestCode = async (
  terminal: Terminal,
  login?: Login,
  patience: Partial<Patience> = {},
): Promise<ShownCode> => {
  const send = () => terminal.instruct('payment-code.request', {}, patience)
  const result = await (login === undefined ? send() : sendFirstRequest(terminal, login, patience))
  requireAccepted(result)
  return showCode(terminal, result.id)
}

/** Withdraws a code that nobody has claimed. */
export const cancelCode = (terminal: Terminal, { payment }: { payment: string }): Promise<Result> =>
  terminal.instruct('payment-code.cancel', { payment })

/** Without the platform's own base64url, so that it works the same in every browser. */
const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** The digits of a code as somebody typed them; refuses `code_mistyped` by the check digit. */
const requireDigits = (text: string): string => {
  const digits = plainDigits(text)
  if (paymentCode.safeParse(digits).success) return digits
  throw new TerminalFault('code_mistyped', {
    problem: 'this is no payment code: a digit is mistyped or missing',
    next: 'Read the eighteen digits again.',
  })
}

/** Refuses `not_the_payers_bank`: the digits are for the gateway that drew them, and for no other that might pass them on. */
const requireAtBank = async (terminal: Terminal, home: string | undefined): Promise<void> => {
  const { mspId } = await terminal.identity()
  if (home === undefined || home === mspId) return
  throw new TerminalFault('not_the_payers_bank', {
    problem: `${terminal.connection.gateway} is the gateway of ${mspId}, and the payer's bank is of ${home}`,
    next: `Claim at the gateway of ${home}; the digits were not sent.`,
  })
}

/**
 * Claims a code for a sale (S4-023 to S4-029), at the gateway of the payer's bank, which registered the merchant; it is the merchant's own
 * where no other is named. The same sale claimed again gives the same payment. Throws `code_mistyped` and `not_the_payers_bank` before
 * anything is sent, and GatewayProblem with `code_unknown`, `claims_locked`,
 * or what the ledger refuses, such as `code_used`, `code_expired`, `order_terms_differ`.
 */
export const claimPayment = async (
  terminal: Terminal,
  sale: Sale,
  patience: Partial<Patience> = {},
): Promise<PaymentView> => {
  const { code: text, orderNumber, voucher, quantity: amount, payerHome, settles: settled } = sale
  const code = requireDigits(text)
  await requireAtBank(terminal, payerHome)
  const salt = base64url(globalThis.crypto.getRandomValues(new Uint8Array(16)))
  const body = {
    ...{ commitment: commitmentTo({ code, salt }), orderNumber, voucher, quantity: amount },
    ...(payerHome === undefined ? {} : { payerHome }),
    ...(settled === undefined ? {} : { settles: settled }),
  }
  const envelope = await terminal.make('payment.claim', body, patience)
  const result = await terminal.send(envelope, patience, { path: '/v1/payment-claims', beside: { code, salt } })
  const { payment } = requireAccepted(result)
  return requireClaimed(await readPayment(terminal, String(payment)))
}

const requireClaimed = (view: PaymentView | UnclaimedPayment): PaymentView =>
  'merchant' in view ? view : understand(claimedPayment as unknown as z.ZodType<PaymentView>, view)

/** A payment, for the device that showed its code and for its merchant; `merchant` is there once it was claimed. */
export const readPayment = async (terminal: Terminal, payment: string): Promise<PaymentView | UnclaimedPayment> =>
  understand(paymentAnswer, await terminal.readSigned(`/v1/payments/${encodeURIComponent(payment)}`))

/** The payment that this merchant's order number stands for, final or not (S4-039). Refused `not_found` when there is none. */
export const paymentByOrder = async (terminal: Terminal, orderNumber: string): Promise<PaymentView> => {
  const path = `/v1/accounts/${encodeURIComponent(terminal.participant)}/payment-orders/${encodeURIComponent(orderNumber)}`
  return understand(claimedPayment, await terminal.readSigned(path))
}

const salesAnswer = z.object({ items: z.array(claimedPayment), next: z.string().optional() })

/** Which of a merchant's payments: of a span of UTC milliseconds, and by the beginning or the end of the order number. */
interface SalesPage {
  state?: 'open' | 'ended' | undefined
  from?: number | undefined
  to?: number | undefined
  order?: string | undefined
  limit?: number | undefined
  after?: string | undefined
}

/** This merchant's payments, newest first, a page at a time: `after` takes the `next` of the page before. */
export const sales = async (
  terminal: Terminal,
  page: SalesPage = {},
): Promise<{ items: PaymentView[]; next?: string | undefined }> => {
  const given = Object.entries(page)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)])
  const query = new URLSearchParams(given).toString()
  const path = `/v1/accounts/${encodeURIComponent(terminal.participant)}/sales${query === '' ? '' : `?${query}`}`
  return understand(salesAnswer, await terminal.readSigned(path))
}

const counted = z.string().regex(/^(0|[1-9][0-9]{0,40})$/)
const takingsAnswer = z.object({
  items: z.array(
    z.object({
      ...{ voucher: z.string(), count: z.int(), taken: counted, refunded: counted, fees: counted },
      net: z.string().regex(/^-?(0|[1-9][0-9]{0,40})$/),
      refundsMade: z.object({ count: z.int(), quantity: counted }),
      ...{ first: z.string().optional(), last: z.string().optional() },
    }),
  ),
})
/**
 * What was captured in one voucher: taken, of it given back, the bank's fees and what is left; what was given back in the span, also of
 * earlier sales; and the first and the last order number. In base units.
 */
export type Takings = z.infer<typeof takingsAnswer>['items'][number]

/**
 * What this merchant took in a span of time, by voucher: summed up by its gateway over every payment, however many there are. `from` and
 * `to` are UTC milliseconds; the payer's time to answer decides, from the one on and before the other.
 */
export const takings = async (terminal: Terminal, { from, to }: { from: number; to: number }): Promise<Takings[]> => {
  const path = `/v1/accounts/${encodeURIComponent(terminal.participant)}/takings?from=${from}&to=${to}`
  return understand(takingsAnswer, await terminal.readSigned(path)).items
}

// What each terminal has been asked: feedback without a question is none (S4-047).
const received = new WeakMap<Terminal, Map<string, PaymentQuestion>>()

/** What this device is asked now. An answer that its gateway did not sign is dropped and thrown as `answer_dropped` (S4-046). */
export const openQuestions = async (terminal: Terminal): Promise<PaymentQuestion[]> => {
  const { device, items } = understand(questionsAnswer, await terminal.readSigned('/v1/payments'))
  requireForThisDevice(terminal, device)
  received.set(terminal, new Map(items.map((question) => [question.payment, question])))
  return items
}

const termsOf = (question: PaymentQuestion) => {
  const { payment, merchant, orderNumber, voucher, quantity: amount, answerBy, settles: settled } = question
  const terms = { payment, merchant, orderNumber, voucher, quantity: amount, answerBy: String(answerBy) }
  return settled === undefined ? terms : { ...terms, settles: settled }
}

/** The terms to answer; refuses `question_missing`, and `question_altered` when they are not as they came (S4-027, S4-047). */
const requireReceived = (terminal: Terminal, question: PaymentQuestion) => {
  const known = received.get(terminal)?.get(question.payment)
  if (known === undefined) {
    throw new TerminalFault('question_missing', {
      problem: 'no merchant has asked this device for such a payment',
      next: 'Ask for the open questions first, and answer one of them.',
    })
  }
  const terms = termsOf(question)
  if (JSON.stringify(terms) === JSON.stringify(termsOf(known))) return terms
  throw new TerminalFault('question_altered', {
    problem: 'the payment to be answered is not the one that the merchant asked for',
    next: 'Ask for the open questions again, and look at the amount.',
  })
}

/**
 * The payer's yes to exactly what was asked; the result is `accepted` once it is paid, or `refused` with the ledger's code.
 * With `prompted: false` the device says that nobody was asked, and the ledger takes it within the payer's rule only.
 */
export const approvePayment = async (
  terminal: Terminal,
  question: PaymentQuestion,
  { prompted = true, ...patience }: { prompted?: boolean } & Partial<Patience> = {},
): Promise<Result> => {
  const terms = requireReceived(terminal, question)
  return terminal.instruct('payment.approve', prompted ? terms : { ...terms, prompted: false }, patience)
}

/** The payer's no: nothing moves. */
export const declinePayment = async (
  terminal: Terminal,
  question: PaymentQuestion,
  patience: Partial<Patience> = {},
): Promise<Result> => terminal.instruct('payment.decline', requireReceived(terminal, question), patience)

/**
 * The payer's own rule for small amounts of a voucher (S4-041): up to `maximum` base units each, and `perDay` of them a UTC
 * day, may be approved without a prompt. A maximum of 0 ends it; there is none unless the payer sets one.
 */
export const setPromptRule = (terminal: Terminal, { voucher, maximum, perDay }: PromptRule): Promise<Result> =>
  terminal.instruct('payment.set-prompt-rule', { voucher, maximum, perDay })

/** One's own rules that are on, with how often each was used today. */
export const promptRules = async (terminal: Terminal): Promise<(PromptRule & { usedToday: number })[]> => {
  const path = `/v1/accounts/${encodeURIComponent(terminal.participant)}/prompt-rules`
  return (await terminal.read(path, promptRulesAnswer)).items
}

/** The merchant takes a claim back before the payer has answered (S4-040). */
export const reversePayment = (terminal: Terminal, { payment }: { payment: string }): Promise<Result> =>
  terminal.instruct('payment.reverse', { payment })

/** Gives back a part or all of what was paid; `quantity` in base units. Refused `exceeds_refundable_quantity`. */
export const refundPayment = (
  terminal: Terminal,
  { payment, quantity: amount, reference }: { payment: string; quantity: string; reference: string },
): Promise<Result> => terminal.instruct('payment.refund', { payment, quantity: amount, reference })
