import { z } from 'zod'
import {
  type Answer,
  askBytes,
  ask as askOnce,
  type Connection,
  exchange,
  type RawAnswer,
  readAnswer,
} from './connection.ts'
import type { DeviceSigner } from './device-signer.ts'
import { GatewayProblem, TerminalFault } from './errors.ts'
import { persist } from './retry.ts'
import type { LedgerIdentity, Token, TokenStore } from './stores.ts'

/** Who reads, and through which gateway of which ledger. */
export interface Reader {
  participant: string
  signer: DeviceSigner
  identity: () => Promise<LedgerIdentity>
  tokens: TokenStore
}

const marginMilliseconds = 10_000
const readingMilliseconds = 5_000

// The challenge is made by another party, so it is kept to letters that cannot change what the signed text means.
const challengeAnswer = z.object({ challenge: z.string().regex(/^[A-Za-z0-9_-]{16,128}$/) })
const tokenAnswer = z.object({
  token: z.string().regex(/^[A-Za-z0-9._-]{1,2000}$/),
  expiresAt: z.string().regex(/^[0-9]{1,16}$/),
})

const unreadable = (): GatewayProblem =>
  new GatewayProblem({ status: 200, code: 'unexpected_answer', title: 'a session answer that no Assay gateway gives' })

const ask = (connection: Connection, path: string, body: object): Promise<Answer> =>
  persist(connection, {
    deadline: connection.now() + readingMilliseconds,
    attempt: () => exchange(connection, { method: 'POST', path, body: JSON.stringify(body) }),
  })

/** A session's token as a gateway answers it; refuses anything else as `unexpected_answer`. */
export const readToken = (answer: unknown): Token => {
  const opened = tokenAnswer.safeParse(answer)
  if (!opened.success) throw unreadable()
  return { token: opened.data.token, expiresAt: Number(opened.data.expiresAt) }
}

/**
 * Asks the gateway for a challenge and signs it for one purpose, together with the ledger and the organisation that this
 * terminal means to talk to, so that the answer opens nothing elsewhere.
 */
export const answerChallenge = async (
  connection: Connection,
  reader: Omit<Reader, 'tokens'>,
  purpose: 'session' | 'login' | 'authorisation',
): Promise<{ challenge: string; signature: string }> => {
  const { ledger, mspId } = await reader.identity()
  const claim = { participant: reader.participant, device: reader.signer.device }
  const asked = challengeAnswer.safeParse((await ask(connection, '/v1/sessions/challenge', claim)).body)
  if (!asked.success) throw unreadable()
  const { challenge } = asked.data
  return { challenge, signature: await reader.signer.sign(`assay-${purpose}\n${ledger}\n${mspId}\n${challenge}`) }
}

/** Opens a session. Throws GatewayProblem `bad_signature` when the gateway does not know the device. */
const openSession = async (connection: Connection, reader: Omit<Reader, 'tokens'>): Promise<Token> => {
  const proof = await answerChallenge(connection, reader, 'session')
  // A challenge is good once, so this is not sent again after a failure.
  const body = JSON.stringify({ participant: reader.participant, device: reader.signer.device, ...proof })
  return readToken((await exchange(connection, { method: 'POST', path: '/v1/sessions', body })).body)
}

const openAndKeep = async (connection: Connection, reader: Reader): Promise<string> => {
  const fresh = await openSession(connection, reader)
  await reader.tokens.write(connection.gateway, fresh)
  return fresh.token
}

// Who reads many things at once opens one session for all of them.
const opening = new WeakMap<Reader, Promise<string>>()

const tokenOf = async (connection: Connection, reader: Reader): Promise<string> => {
  const known = await reader.tokens.read(connection.gateway)
  if (known !== undefined && known.expiresAt - marginMilliseconds > connection.now()) return known.token
  const begun = opening.get(reader) ?? openAndKeep(connection, reader)
  opening.set(reader, begun)
  return begun.finally(() => opening.delete(reader))
}

/** The header that opens what only a session may see, with another token than before when that one was refused. */
export const authorizationOf = async (
  connection: Connection,
  reader: Reader,
  { wasRefused }: { wasRefused: boolean },
): Promise<string> => {
  if (wasRefused) await reader.tokens.write(connection.gateway, undefined)
  return `Bearer ${await tokenOf(connection, reader)}`
}

/** Reads what is published; tries again for some seconds while the gateway does not answer. */
export const readOpenly = async (connection: Connection, path: string): Promise<unknown> => {
  const deadline = connection.now() + readingMilliseconds
  const answer = await persist(connection, { deadline, attempt: () => exchange(connection, { method: 'GET', path }) })
  return answer.body
}

/** Asks with a session; opens another one, once, when the gateway no longer takes the one at hand. */
const withSession = async <T>(
  connection: Connection,
  reader: Reader,
  askWith: (headers: { authorization: string }) => Promise<T>,
): Promise<T> => {
  const token = await tokenOf(connection, reader)
  try {
    return await askWith({ authorization: `Bearer ${token}` })
  } catch (error) {
    const isOver = error instanceof GatewayProblem && ['session_expired', 'session_required'].includes(error.code)
    if (!isOver) throw error
    // Another reading may have opened the next session meanwhile.
    const isStillKept = (await reader.tokens.read(connection.gateway))?.token === token
    if (isStillKept) await reader.tokens.write(connection.gateway, undefined)
    return await askWith({ authorization: `Bearer ${await tokenOf(connection, reader)}` })
  }
}

/** Reads what needs a session; tries again for some seconds while the gateway does not answer. */
export const readAsDevice = (connection: Connection, reader: Reader, path: string): Promise<unknown> =>
  withSession(connection, reader, async (headers) => {
    const deadline = connection.now() + readingMilliseconds
    const attempt = () => exchange(connection, { method: 'GET', path, headers })
    return (await persist(connection, { deadline, attempt })).body
  })

/**
 * Reads what needs a session and must be the word of the gateway's own organisation: what its key did not sign is dropped
 * and thrown as `answer_dropped`, whoever stands in between (S4-046).
 */
export const readSignedAsDevice = (
  connection: Connection,
  reader: Reader,
  { path, isGenuine }: { path: string; isGenuine: (raw: RawAnswer) => Promise<boolean> },
): Promise<unknown> =>
  withSession(connection, reader, async (headers) => {
    const attempt = async () => {
      const raw = await askOnce(connection, { method: 'GET', path, headers })
      const answer = readAnswer(raw)
      if (answer instanceof GatewayProblem) throw answer
      if (await isGenuine(raw)) return answer.body
      connection.log({ event: 'answer_dropped', path, reason: 'bad_signature' })
      throw new TerminalFault('answer_dropped', {
        problem: `${connection.gateway} gave an answer that its organisation did not sign; it was dropped`,
        next: 'Ask again. If it comes again, do not use this address, and tell your bank.',
      })
    }
    return persist(connection, { deadline: connection.now() + readingMilliseconds, attempt })
  })

/** Tries for some seconds while the gateway does not answer, what changes nothing when it is done again. */
const insistently = <T>(connection: Connection, attempt: () => Promise<T>): Promise<T> =>
  persist(connection, { deadline: connection.now() + readingMilliseconds, attempt })

/** Reads bytes that need a session, at most so many; tries again for some seconds while the gateway does not answer. */
export const readBytesAsDevice = (
  connection: Connection,
  reader: Reader,
  { path, maximum }: { path: string; maximum: number },
): Promise<Uint8Array<ArrayBuffer>> =>
  withSession(connection, reader, (headers) =>
    insistently(connection, () => askBytes(connection, { method: 'GET', path, headers }, maximum)),
  )

/** Whether one has laid down what lies under a path, without reading it. */
export const hasBytesAsDevice = (connection: Connection, reader: Reader, path: string): Promise<boolean> =>
  withSession(connection, reader, async (headers) => {
    const { status } = await insistently(connection, () => askOnce(connection, { method: 'HEAD', path, headers }))
    return status === 200
  })

/** Lays bytes down at this gateway, under a name that they have from their own digest; sending them again changes nothing, and is tried for some seconds. */
export const putBytesAsDevice = (
  connection: Connection,
  reader: Reader,
  { path, bytes, type }: { path: string; bytes: Uint8Array<ArrayBuffer>; type: string },
): Promise<unknown> =>
  withSession(connection, reader, async (session) => {
    const headers = { ...session, 'content-type': type }
    return (await insistently(connection, () => exchange(connection, { method: 'PUT', path, headers, body: bytes })))
      .body
  })

const uploadMilliseconds = 60_000

/** Hands bytes in at this gateway, which keeps them under a name of its own making; sent once. */
export const postBytesAsDevice = (
  connection: Connection,
  reader: Reader,
  { path, bytes }: { path: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<unknown> =>
  withSession(connection, reader, async (session) => {
    const headers = { ...session, 'content-type': 'application/octet-stream' }
    const question = { method: 'POST', path, headers, body: bytes, timeoutMilliseconds: uploadMilliseconds } as const
    return (await exchange(connection, question)).body
  })

/** Changes what needs a session, at this gateway and not on the ledger; sent once. */
export const putAsDevice = (
  connection: Connection,
  reader: Reader,
  { path, body }: { path: string; body: object },
): Promise<unknown> =>
  withSession(
    connection,
    reader,
    async (headers) => (await exchange(connection, { method: 'PUT', path, headers, body: JSON.stringify(body) })).body,
  )
