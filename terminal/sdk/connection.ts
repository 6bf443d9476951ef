import { z } from 'zod'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { resultSignatureHeader } from '../../chaincode/wire/result-signature.ts'
import { piecesOf } from './bytes.ts'
import { GatewayProblem, Outage, TerminalFault } from './errors.ts'

/** Something worth telling the user or a log; never holds a key or a token. */
export type TerminalEvent =
  | { event: 'result_dropped'; id: string; reason: 'bad_signature' | 'foreign_id' | 'unreadable' }
  | { event: 'answer_dropped'; path: string; reason: 'bad_signature' | 'foreign_id' | 'unreadable' }
  | { event: 'sending_again'; reason: string; delayMilliseconds: number }

/** A gateway and this terminal's means of talking to it; tests put their own clock and network here. */
export interface Connection {
  readonly gateway: string
  readonly fetch: typeof globalThis.fetch
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly now: () => number
  readonly random: () => number
  readonly log: (event: TerminalEvent) => void
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

const readGateway = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '') {
    throw new TerminalFault('setting_unusable', {
      problem: `the gateway’s address is not an http or https URL: ${text}`,
      next: 'Give an address such as https://gateway.bank.example',
    })
  }
  if (url.protocol === 'http:' && !loopback.has(url.hostname)) {
    throw new TerminalFault('plain_http_refused', {
      problem: `plain HTTP is for this machine only, not for ${url.hostname}`,
      next: `Use the gateway’s https address.`,
    })
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A connection to a gateway. Refuses, with a TerminalFault, what is no URL and plain HTTP to another machine. */
export const connect = (gateway: string, parts: Partial<Omit<Connection, 'gateway'>> = {}): Connection => ({
  // A browser's fetch works under no other `this` than its own.
  fetch: (...request) => globalThis.fetch(...request),
  sleep,
  now: Date.now,
  random: Math.random,
  log: () => {},
  ...parts,
  gateway: readGateway(gateway),
})

export interface Question {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: string | Uint8Array<ArrayBuffer>
  headers?: { [name: string]: string }
  timeoutMilliseconds?: number
}

export interface Answer {
  status: number
  body: unknown
}

/** An answer as it came, before anything of it is believed; `text` is what a signature must cover. */
export interface RawAnswer {
  status: number
  text: string
  resultSignature: string | undefined
  retryAfterSeconds: number | undefined
}

const timeoutMillisecondsDefault = 10_000

// Errors that arise before a connection stands; after any other one the request may have arrived.
const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

const outageOf = (gateway: string, error: unknown): Outage => {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause
  const code = cause?.code ?? ''
  const isTimeout = (error as Error).name === 'TimeoutError'
  const reason = isTimeout ? 'no answer in time' : code || cause?.message || String((error as Error).message)
  return new Outage({ gateway, reached: neverLeft.has(code) ? 'no' : 'perhaps', reason })
}

const problemDocument = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  values: z.record(z.string(), z.custom<Json>()).optional(),
  id: z.string().optional(),
  outcome: z.enum(['none', 'pending', 'refused']).optional(),
  retryAfterSeconds: z.number().min(0).optional(),
})

const retryAfterOf = (response: Response): number | undefined => {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined
}

const unexpected = (status: number): GatewayProblem =>
  new GatewayProblem({ status, code: 'unexpected_answer', title: `an answer that no Assay gateway gives (${status})` })

const problemOf = ({ status, retryAfterSeconds }: RawAnswer, body: unknown): GatewayProblem => {
  const read = problemDocument.safeParse(body)
  if (read.success) return new GatewayProblem({ retryAfterSeconds, ...read.data, status })
  const { code, title } = unexpected(status)
  return new GatewayProblem({ status, code, title, retryAfterSeconds })
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const fetched = (connection: Connection, question: Question): Promise<Response> => {
  const { method, path, body, headers = {}, timeoutMilliseconds = timeoutMillisecondsDefault } = question
  return connection.fetch(`${connection.gateway}${path}`, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : jsonHeaders), ...headers },
    ...(body === undefined ? {} : { body }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMilliseconds),
  })
}

const rawOf = async (response: Response): Promise<RawAnswer> => ({
  status: response.status,
  text: await response.text(),
  resultSignature: response.headers.get(resultSignatureHeader) ?? undefined,
  retryAfterSeconds: retryAfterOf(response),
})

/**
 * Asks once. Throws Outage when no answer came. Follows no redirect, so that neither an envelope nor a token goes where
 * the user did not send it.
 */
export const ask = (connection: Connection, question: Question): Promise<RawAnswer> =>
  fetched(connection, question)
    .then(rawOf)
    .catch((error: unknown) => {
      throw outageOf(connection.gateway, error)
    })

const bytesOf = async (response: Response, maximum: number): Promise<Uint8Array<ArrayBuffer> | GatewayProblem> => {
  if (response.status !== 200) return problemOfText(await rawOf(response))
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of response.body === null ? [] : piecesOf(response.body)) {
    length += piece.length
    // Leaving the loop cancels what is still on its way: no answer is read that is longer than was asked for.
    if (length > maximum) return unexpected(response.status)
    pieces.push(piece)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/** Asks once for bytes, at most so many. Throws Outage when none came, GatewayProblem for any other answer and for more. */
export const askBytes = async (
  connection: Connection,
  question: Question,
  maximum: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = await fetched(connection, question)
    .then((response) => bytesOf(response, maximum))
    .catch((error: unknown) => {
      throw outageOf(connection.gateway, error)
    })
  if (bytes instanceof GatewayProblem) throw bytes
  return bytes
}

const problemOfText = (raw: RawAnswer): GatewayProblem => problemOf(raw, parse(raw.text))

/** What the answer says: its JSON, or the problem for any answer but success. */
export const readAnswer = (raw: RawAnswer): Answer | GatewayProblem => {
  const { status, text } = raw
  const body = parse(text)
  if (status < 200 || status > 299) return problemOf(raw, body)
  return body === undefined ? unexpected(status) : { status, body }
}

/** Asks once and reads the JSON answer. Throws Outage when none came, GatewayProblem for any answer but success. */
export const exchange = async (connection: Connection, question: Question): Promise<Answer> => {
  const answer = readAnswer(await ask(connection, question))
  if (answer instanceof GatewayProblem) throw answer
  return answer
}

const jsonHeaders = { 'content-type': 'application/json' }
