import type { Json } from '../../chaincode/wire/canonical.ts'

type Values = { [name: string]: Json }

interface ProblemParts {
  status: number
  code: string
  title: string
  detail?: string | undefined
  values?: Values | undefined
  id?: string | undefined
  outcome?: 'none' | 'pending' | 'refused' | undefined
  retryAfterSeconds?: number | undefined
  isProven?: boolean | undefined
}

/** The gateway answered with something else than what was asked (RFC 9457): its code, status, values and outcome. */
export class GatewayProblem extends Error {
  readonly status: number
  /** A refusal code of the ledger, a code of the gateway's own, or `unexpected_answer` for what is no problem document. */
  readonly code: string
  readonly title: string
  readonly detail: string | undefined
  readonly values: Values
  readonly id: string | undefined
  /** What became of the instruction: not taken, kept for later, refused on the ledger; undefined when not said. */
  readonly outcome: 'none' | 'pending' | 'refused' | undefined
  readonly retryAfterSeconds: number | undefined
  /** True when a known gateway signed it and it is about the very instruction that was sent or asked for. */
  readonly isProven: boolean

  constructor(parts: ProblemParts) {
    super(`${parts.code}: ${parts.title}`)
    this.name = 'GatewayProblem'
    this.status = parts.status
    this.code = parts.code
    this.title = parts.title
    this.detail = parts.detail
    this.values = parts.values ?? {}
    this.id = parts.id
    this.outcome = parts.outcome
    this.retryAfterSeconds = parts.retryAfterSeconds
    this.isProven = parts.isProven ?? false
  }
}

/** No answer came. `reached` says whether the request may have arrived: only `no` is a promise that it did not. */
export class Outage extends Error {
  readonly gateway: string
  readonly reached: 'no' | 'perhaps'
  readonly reason: string

  constructor(parts: { gateway: string; reached: 'no' | 'perhaps'; reason: string }) {
    super(`${parts.gateway} does not answer: ${parts.reason}`)
    this.name = 'Outage'
    this.gateway = parts.gateway
    this.reached = parts.reached
    this.reason = parts.reason
  }
}

export type TerminalFaultCode =
  | 'act_differs'
  | 'altered_certificate'
  | 'ambiguous_local_time'
  | 'answer_dropped'
  | 'broken_link'
  | 'code_mistyped'
  | 'content_unfit'
  | 'contents_not_as_declared'
  | 'counter_missing'
  | 'delivery_not_accepted'
  | 'demand_key_missing'
  | 'device_not_authorised'
  | 'expired_certificate'
  | 'file_exists'
  | 'file_unreadable'
  | 'foreign_link'
  | 'forged_voucher'
  | 'gateway_missing'
  | 'incomplete_voucher'
  | 'key_file_open'
  | 'key_unreadable'
  | 'ledger_changed'
  | 'local_time_missing'
  | 'malformed_certificate'
  | 'no_key_handed_over'
  | 'no_seal_key'
  | 'not_in_outbox'
  | 'not_the_payers_bank'
  | 'outbox_damaged'
  | 'opening_not_for_this_data'
  | 'order_unknown'
  | 'outcome_unknown'
  | 'package_key_missing'
  | 'package_keys_wrong'
  | 'package_too_large'
  | 'package_unreadable'
  | 'plain_http_refused'
  | 'profile_exists'
  | 'profile_missing'
  | 'program_input_unfit'
  | 'program_unreadable'
  | 'promotion_code_differs'
  | 'promotion_over'
  | 'publisher_is_home'
  | 'question_altered'
  | 'question_missing'
  | 'result_key_changed'
  | 'revoked_certificate'
  | 'sandbox_failed'
  | 'sandbox_memory'
  | 'sandbox_output'
  | 'sandbox_time_out'
  | 'seal_too_large'
  | 'sealed_for_others'
  | 'sealed_unreadable'
  | 'setting_unusable'
  | 'shared_unfit'
  | 'unknown_zone'
  | 'wrong_certificate_key'

/**
 * Something on this terminal is not as it must be; nothing was sent, but for `result_key_changed` and `outcome_unknown`, after
 * which the outcome of what was sent is not known, and `answer_dropped`, after which nothing is known of what was asked. `next` says what to do about it.
 */
export class TerminalFault extends Error {
  readonly code: TerminalFaultCode
  readonly next: string

  constructor(code: TerminalFaultCode, parts: { problem: string; next: string }) {
    super(parts.problem)
    this.name = 'TerminalFault'
    this.code = code
    this.next = parts.next
  }
}

/** True for the fault after which the outcome of what was sent is not known: nobody is left whose word counts. */
export const isKeyChanged = (error: unknown): boolean =>
  error instanceof TerminalFault && error.code === 'result_key_changed'
