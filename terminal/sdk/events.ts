import { z } from 'zod'
import type { Connection } from './connection.ts'
import { GatewayProblem, Outage } from './errors.ts'
import { delayOf } from './retry.ts'

/** Something that stands in a block and concerns the reader, or is published; `id` is its place on the ledger. */
export interface LedgerEvent {
  id: string | undefined
  /** Kind and outcome, such as `trade.buy.accepted`, or `gap` when what was missed cannot be known. */
  event: string
  data: unknown
}

const silenceMilliseconds = 40_000
const position = z.string().regex(/^[0-9]{1,15}\.[0-9]{1,9}\.[0-9]{1,9}$/)

/** Takes a stream apart into its events (the format of HTML's server-sent events); keeps what is not whole yet. */
export class EventReader {
  #rest = ''

  /** The events that this piece completes, with empty ones for ids and comments that came alone. */
  read(piece: string): LedgerEvent[] {
    const blocks = (this.#rest + piece).replaceAll('\r\n', '\n').split('\n\n')
    this.#rest = blocks.pop() ?? ''
    return blocks.map(eventOf)
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const eventOf = (block: string): LedgerEvent => {
  const fields = fieldsOf(block)
  const id = position.safeParse(fields.get('id'))
  return {
    id: id.success ? id.data : undefined,
    event: fields.get('event') ?? '',
    data: parse(fields.get('data') ?? ''),
  }
}

const fieldsOf = (block: string): Map<string, string> => {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const [, name, value] = line.match(/^([a-z]+): ?(.*)$/) ?? []
    if (name !== undefined && value !== undefined)
      fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value)
  }
  return fields
}

export interface Following {
  /** The header that opens the stream; asked for at each connection, since sessions end. */
  authorization: (before: { wasRefused: boolean }) => Promise<string>
  /** The place behind which to begin; without it, with what comes next. */
  after?: string | undefined
  signal: AbortSignal
  /** Hears of each connection and of each loss of one. */
  onState: (state: 'open' | 'lost') => void
  onEvent: (event: LedgerEvent) => void
}

interface State {
  after: string | undefined
  attempt: number
  wasRefused: boolean
}

const open = async (connection: Connection, following: Following, state: State, signal: AbortSignal) => {
  const authorization = await following.authorization(state)
  const { after } = state
  const response = await connection.fetch(`${connection.gateway}/v1/events`, {
    headers: { accept: 'text/event-stream', authorization, ...(after === undefined ? {} : { 'last-event-id': after }) },
    redirect: 'error',
    signal,
  })
  state.wasRefused = response.status === 401
  if (response.ok && response.body !== null) return response.body
  await response.body?.cancel()
  throw new GatewayProblem({ status: response.status, code: 'unexpected_answer', title: 'no stream of events' })
}

/** Reads one connection to its end; a gateway that says nothing at all for a while counts as gone. */
const readStream = async (connection: Connection, following: Following, state: State): Promise<void> => {
  const silence = new AbortController()
  const signal = AbortSignal.any([following.signal, silence.signal])
  let timer = setTimeout(() => silence.abort(), silenceMilliseconds)
  try {
    const reader = (await open(connection, following, state, signal)).getReader()
    following.onState('open')
    state.attempt = 0
    const [events, decoder] = [new EventReader(), new TextDecoder()]
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), silenceMilliseconds)
      for (const event of events.read(decoder.decode(piece.value, { stream: true }))) {
        state.after = event.id ?? state.after
        if (event.event !== '') following.onEvent(event)
      }
    }
  } finally {
    clearTimeout(timer)
  }
  throw new Outage({ gateway: connection.gateway, reached: 'perhaps', reason: 'the stream of events ended' })
}

/**
 * Follows what happens on the ledger until the signal says stop: comes back by itself after a loss, behind the last event
 * that arrived, so that nothing is missed and nothing told twice (decision 0013).
 */
export const followEvents = async (connection: Connection, following: Following): Promise<void> => {
  const state: State = { after: following.after, attempt: 0, wasRefused: false }
  while (!following.signal.aborted) {
    await readStream(connection, following, state).catch(() => undefined)
    if (following.signal.aborted) return
    following.onState('lost')
    await connection.sleep(delayOf({ attempt: Math.min(state.attempt, 6), random: connection.random() }))
    state.attempt += 1
  }
}
