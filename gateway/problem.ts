import { type RefusalCode, type RefusalValues, refusals } from '../chaincode/vocabulary.ts'

/** Reasons of the gateway's own for not answering with what was asked, beside the ledger's refusal codes. */
export const gatewayProblems = {
  malformed_json: { status: 400, meaning: 'The body is not JSON.' },
  malformed_request: { status: 400, meaning: 'The request lacks something, or holds something in another form.' },
  session_required: { status: 401, meaning: 'Open a session with your device first.' },
  wrong_credentials: { status: 401, meaning: 'Account or password is wrong.' },
  account_locked: { status: 423, meaning: 'Too many wrong tries; the account takes none for a while.' },
  password_refused: { status: 422, meaning: 'This is no good password; `rule` says why.' },
  ticket_required: { status: 401, meaning: 'Log in first; this takes the ticket of a login.' },
  ticket_expired: { status: 401, meaning: 'The ticket has ended; log in again.' },
  way_disabled: { status: 403, meaning: 'Devices are not authorised in this way here.' },
  code_mistyped: { status: 422, meaning: 'A digit of the code is mistyped; read it again.' },
  code_unknown: { status: 404, meaning: 'No payer of this bank shows such a code.' },
  code_not_ready: { status: 503, meaning: 'Nothing is known of the code yet; ask again.' },
  commitment_differs: { status: 422, meaning: 'The claim was not signed over this code and salt.' },
  claims_locked: { status: 423, meaning: 'Too many unknown codes; the merchant can claim none for a while.' },
  wrong_code: { status: 403, meaning: 'That is not the code that was sent.' },
  message_code_expired: { status: 403, meaning: 'The code has ended; ask for another one.' },
  message_code_used: { status: 403, meaning: 'The code was used, or tried too often; ask for another one.' },
  too_many_tries: { status: 429, meaning: 'Too many wrong tries; come back later.' },
  too_many_messages: { status: 429, meaning: 'Enough messages were sent to this account; come back later.' },
  message_not_sent: { status: 503, meaning: 'The message could not be sent; ask again.' },
  session_expired: { status: 401, meaning: 'The session has ended; open another one.' },
  not_allowed: { status: 403, meaning: 'Your device may not see this.' },
  not_found: { status: 404, meaning: 'There is nothing under this address.' },
  method_not_allowed: { status: 405, meaning: 'That cannot be done here; the header Allow says what can.' },
  request_too_large: { status: 413, meaning: 'The body is larger than an instruction may be.' },
  unsupported_media_type: {
    status: 415,
    meaning: 'Send the media type that is taken here, which is application/json where nothing else is said.',
  },
  digest_differs: { status: 422, meaning: 'These bytes have another digest than the address says.' },
  text_removed: { status: 410, meaning: 'The text was removed, by its author or by the operator.' },
  documents_too_many: { status: 403, meaning: 'You have laid down as much here as a participant may.' },
  too_many_requests: { status: 429, meaning: 'Too many requests from this address; wait and send again.' },
  too_many_streams: { status: 429, meaning: 'As many streams of events are open as may be; come back later.' },
  overloaded: { status: 429, meaning: 'The gateway has promised all it can; wait and send again.' },
  internal_fault: { status: 500, meaning: 'The gateway failed; its log says why. Sending again is safe.' },
  home_gateway_unavailable: {
    status: 503,
    meaning: 'The gateway of the home organisation does not answer; send again.',
  },
  clock_off: {
    status: 503,
    meaning: 'The clock of the gateway is off, which its operators have to mend; nothing was taken. Send again later.',
  },
  storage_unavailable: {
    status: 503,
    meaning: 'The gateway cannot write to its disk; nothing was taken. Send again later.',
  },
  mailbox_unavailable: {
    status: 503,
    meaning: 'The store of sealed packages does not answer; nothing was taken or given. Ask again later.',
  },
  identity_type_unknown: { status: 422, meaning: 'This is of no form by which this bank knows its clients.' },
  identity_not_registered: { status: 403, meaning: 'The bank has nothing of this type on record of the client.' },
  authentication_unfit: {
    status: 422,
    meaning: 'These bytes are not of the type that they are said to be, or are too long or too short for it.',
  },
  authentication_differs: {
    status: 422,
    meaning: 'These are other bytes than those by which the promotion was authenticated.',
  },
  private_rows_missing: {
    status: 503,
    meaning: 'This member has not all yet that it shares with the other one; ask again later.',
  },
  purged: { status: 410, meaning: 'The bank had what was said in confidence of this trade taken away for good.' },
  organisation_unavailable: { status: 503, meaning: 'A needed organisation does not answer; the instruction is kept.' },
} as const

export type ProblemCode = keyof typeof gatewayProblems | RefusalCode

interface ProblemDetails {
  values?: RefusalValues
  id?: string
  /** What became of the instruction: not taken, kept for later, or refused on the ledger. */
  outcome?: 'none' | 'pending' | 'refused'
  /** When it was taken in, in UTC milliseconds, where it is kept for later. */
  receivedAt?: string
  detail?: string
  retryAfterSeconds?: number
}

const describe = (code: ProblemCode): { status: number; meaning: string } =>
  code in gatewayProblems ? gatewayProblems[code as keyof typeof gatewayProblems] : refusals[code as RefusalCode]

/** An answer other than what was asked, in the form of RFC 9457. The code decides the status; the title is for people. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly details: ProblemDetails

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.details = details
  }

  get status(): number {
    return describe(this.code).status
  }

  toJSON() {
    return {
      type: `urn:assay:problem:${this.code}`,
      title: describe(this.code).meaning,
      status: this.status,
      code: this.code,
      ...this.details,
    }
  }
}
