import { z } from 'zod'
import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { understand } from './answers.ts'
import { type Connection, exchange } from './connection.ts'
import { proofOf } from './device-signer.ts'
import { answerChallenge, type Reader, readToken } from './session.ts'
import type { Token } from './stores.ts'

/** An account and the key of this device, which need not be authorised yet. */
export type Client = Omit<Reader, 'tokens'>

const wayName = z.enum(['message', 'password'])
/** How a person shows the home that it is them who want a device authorised. */
export type AuthorisationWay = z.infer<typeof wayName>

// It goes back into a header, so it is kept to letters that cannot end one.
const ticketText = z.string().regex(/^[A-Za-z0-9._-]{1,2000}$/)
const moment = z.string().regex(/^[0-9]{1,16}$/)

const ticketAnswer = z.object({
  authorised: z.literal(false),
  ticket: ticketText,
  expiresAt: moment,
  ways: z.array(wayName),
  demandsAll: z.boolean(),
})
const loginAnswer = z.discriminatedUnion('authorised', [
  z.object({ authorised: z.literal(true), session: z.unknown() }),
  ticketAnswer,
])
const begunAnswer = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), outstanding: z.array(wayName) })
const progressAnswer = z.discriminatedUnion('authorised', [
  z.object({ authorised: z.literal(true), session: z.unknown() }),
  z.object({ authorised: z.literal(false), outstanding: z.array(wayName) }),
])

/** What a registrar gives somebody to log in with, and what a device may do that is authorised so. */
export interface SetCredentials {
  password: string
  messageAddress?: string
  roles?: DeviceRole[]
}

/** What a ticket is good for: asking that this very key becomes a device of the account, by one of the ways or by all. */
export interface LoginTicket {
  authorised: false
  ticket: string
  /** Milliseconds since 1970. */
  expiresAt: number
  ways: AuthorisationWay[]
  demandsAll: boolean
}

/** Whether this device is an authorised one of the account (S4-044); with a session when it is. */
export type Login = { authorised: true; token: Token } | LoginTicket

/** What is still wanted of the person after a step; nothing outstanding and not authorised: log in again in a moment. */
export type Progress = { authorised: true; token: Token } | { authorised: false; outstanding: AuthorisationWay[] }

/**
 * Logs in at the account's home gateway and finds out whether this device is authorised. Sent once, so that a try is never
 * counted twice. Throws GatewayProblem `wrong_credentials`, `account_locked`, or `revoked_device`, after which this device
 * needs another key.
 */
export const logIn = async (connection: Connection, client: Client, password: string): Promise<Login> => {
  const { participant: account, signer } = client
  const proof = await answerChallenge(connection, client, 'login')
  const body = JSON.stringify({ account, password, publicKey: signer.publicKey, ...proof })
  const answer = await exchange(connection, { method: 'POST', path: '/v1/logins', body })
  const login = understand(loginAnswer, answer.body)
  if (login.authorised) return { authorised: true, token: readToken(login.session) }
  return { ...login, expiresAt: Number(login.expiresAt) }
}

const step = async (
  connection: Connection,
  client: Client,
  { path, ticket, body }: { path: string; ticket: string; body: object },
): Promise<unknown> => {
  const proof = await answerChallenge(connection, client, 'authorisation')
  const headers = { authorization: `Bearer ${ticket}` }
  const text = JSON.stringify({ ...body, ...proof })
  // Longer than the gateway waits for the ledger.
  return (await exchange(connection, { method: 'POST', path, headers, body: text, timeoutMilliseconds: 40_000 })).body
}

/**
 * Begins to have this device authorised, with the person's consent; for a message the code is now on its way. Throws
 * GatewayProblem `way_disabled`, `too_many_messages`, `message_not_sent`, `ticket_expired`.
 */
export const beginAuthorisation = async (
  connection: Connection,
  client: Client,
  { ticket, ...wanted }: { ticket: string; way: AuthorisationWay; name: string },
): Promise<{ id: string; outstanding: AuthorisationWay[] }> => {
  const body = { ...wanted, proof: await proofOf(client.participant, client.signer) }
  return understand(begunAnswer, await step(connection, client, { path: '/v1/device-authorisations', ticket, body }))
}

/**
 * Gives one answer: the digits of the message, or the password once more. Throws GatewayProblem `wrong_code`,
 * `message_code_expired`, `message_code_used`, `wrong_credentials`, `account_locked`, `ticket_expired`, or the ledger's refusal.
 */
export const confirmAuthorisation = async (
  connection: Connection,
  client: Client,
  { ticket, id, answer }: { ticket: string; id: string; answer: { code: string } | { password: string } },
): Promise<Progress> => {
  const path = `/v1/device-authorisations/${encodeURIComponent(id)}/confirmations`
  const progress = understand(progressAnswer, await step(connection, client, { path, ticket, body: answer }))
  return progress.authorised ? { authorised: true, token: readToken(progress.session) } : progress
}

/** Does without: the gateway burns the ticket. */
export const declineAuthorisation = async (
  connection: Connection,
  { ticket, id }: { ticket: string; id: string },
): Promise<void> => {
  const path = `/v1/device-authorisations/${encodeURIComponent(id)}`
  await exchange(connection, { method: 'DELETE', path, headers: { authorization: `Bearer ${ticket}` } })
}
