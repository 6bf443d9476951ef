import { createHash } from 'node:crypto'
import { isResultSignedBy, readResultSignature } from '../../chaincode/wire/result-signature.ts'
import { Problem } from '../problem.ts'
import { relayHeader } from './relay.ts'
import type { ResultKeys } from './result-keys.ts'
import type { ResultSigner } from './result-signer.ts'

/** The header in which a gateway signs that it asks for a document on behalf of a party. */
export const askerHeader = 'assay-asked-by'

const patienceMilliseconds = 5_000
const clockMilliseconds = 30_000

/** The SHA-256 of bytes in base64url. */
export const digestOfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url')

// It begins as no answer of a gateway does, since answers are JSON.
const askedText = (path: string, at: string): string => `GET ${path}\n${at}`

/** The value of `askerHeader` for a path, signed with the gateway's key for results. */
const askerOf = (signer: ResultSigner, path: string, now: number): string => {
  const at = String(now)
  return `${at};${signer.sign(askedText(path, at))}`
}

/** The member whose gateway asks for this path, by its signature of the last half minute; undefined for anything else. */
export const readAsker = async (
  header: string | undefined,
  { path, resultKeys, now }: { path: string; resultKeys: Pick<ResultKeys, 'learn' | 'published'>; now: number },
): Promise<string | undefined> => {
  const [at = '', text = ''] = header?.split(';') ?? []
  const signature = readResultSignature(text)
  if (signature === undefined || !(Math.abs(now - Number(at)) <= clockMilliseconds)) return undefined
  // The first time, its key may not be known yet.
  await resultKeys.learn()
  const key = resultKeys.published()[signature.mspId]
  const isSigned = key !== undefined && isResultSignedBy(key, askedText(path, at), signature)
  return isSigned ? signature.mspId : undefined
}

/** No more than this many bytes of an answer, whatever its length says; undefined for a longer one. */
const readUpTo = async (response: Response, bytesMaximum: number): Promise<Uint8Array | undefined> => {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > bytesMaximum) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}

interface Fetching {
  path: string
  digest: string
  bytesMaximum: number
  signer: ResultSigner
}

/** The bytes; `none` where the gateway has none or gives others, and `away` where it does not answer in 5 s or fails. */
const ask = async (
  url: string,
  { path, digest, bytesMaximum, signer }: Fetching,
): Promise<Uint8Array | 'none' | 'away'> => {
  try {
    const response = await fetch(new URL(path, url), {
      headers: { [relayHeader]: signer.mspId, [askerHeader]: askerOf(signer, path, Date.now()) },
      signal: AbortSignal.timeout(patienceMilliseconds),
      redirect: 'error',
    })
    if (response.status >= 500) return 'away'
    const bytes = response.ok ? await readUpTo(response, bytesMaximum) : undefined
    return bytes !== undefined && digestOfBytes(bytes) === digest ? bytes : 'none'
  } catch {
    return 'away'
  }
}

/**
 * A document from another member's gateway, which is believed only as far as its bytes have the digest; undefined where it has none, gives
 * others, or does not answer in 5 s: for whoever asks here, the document is not to be had now. The request is marked as one of a gateway, so
 * that it is passed on no further, and signed.
 */
export const fetchDocument = async (url: string, fetching: Fetching): Promise<Uint8Array | undefined> => {
  const answer = await ask(url, fetching)
  return typeof answer === 'string' ? undefined : answer
}

/** The same where it matters whether asking again can help; refuses `home_gateway_unavailable` where the gateway does not answer. */
export const fetchOrFault = async (url: string, fetching: Fetching): Promise<Uint8Array | undefined> => {
  const answer = await ask(url, fetching)
  if (answer === 'away') throw new Problem('home_gateway_unavailable', { retryAfterSeconds: 2 })
  return answer === 'none' ? undefined : answer
}
