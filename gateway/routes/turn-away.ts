import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Counter } from 'prom-client'
import type { Room } from '../lanes/room.ts'
import { Problem } from '../problem.ts'

const path = '/v1/instructions'
// What is left of a body this small is read and dropped, and the connection stays; a longer one is not waited for.
const droppedBytesMaximum = 32_768

const isInstruction = ({ method, url }: IncomingMessage): boolean => method === 'POST' && url === path

const isShort = ({ headers }: IncomingMessage): boolean => Number(headers['content-length']) <= droppedBytesMaximum

const bodies = new Map<number, string>()

/** The problem document. Nobody has read which instruction it is, so nothing is said of its outcome: it may be known already. */
const bodyFor = (retryAfterSeconds: number): string => {
  const body = bodies.get(retryAfterSeconds) ?? JSON.stringify(new Problem('overloaded', { retryAfterSeconds }))
  // As many as there are whole seconds that anybody is told to wait.
  bodies.set(retryAfterSeconds, body)
  return body
}

const refuse = (request: IncomingMessage, response: ServerResponse, retryAfterSeconds: number): void => {
  const body = bodyFor(retryAfterSeconds)
  response.writeHead(429, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Retry-After': retryAfterSeconds,
    'X-Content-Type-Options': 'nosniff',
    ...(isShort(request) ? {} : { Connection: 'close' }),
  })
  // As text it leaves together with the head, in one write.
  response.end(body)
}

/**
 * Puts the gate before the whole program: while there is no room, an instruction is answered with 429 and the problem
 * `overloaded` before its body is read and before anything else runs, since saying no must cost next to nothing when
 * three times as many come as can be served (decision 0012). Every other request passes.
 */
export const turnAway =
  (
    listener: RequestListener,
    { room, count }: { room: Pick<Room, 'retryAfterSeconds'>; count: Pick<Counter, 'inc'> },
  ): RequestListener =>
  (request, response) => {
    const retryAfterSeconds = isInstruction(request) ? room.retryAfterSeconds() : undefined
    if (retryAfterSeconds === undefined) return listener(request, response)
    count.inc()
    refuse(request, response, retryAfterSeconds)
  }
