import { envelopeText, type ReadEnvelope } from '../../chaincode/envelope.ts'
import { readUpTo } from '../../chaincode/wire/bounded-body.ts'
import { resultSignatureHeader } from '../../chaincode/wire/result-signature.ts'
import { Problem } from '../problem.ts'

/** Marks a request that another gateway passed on, so that it is never passed on twice. */
export const relayHeader = 'assay-relayed-by'

export interface RelayedAnswer {
  status: number
  contentType: string
  body: string
  /** That gateway's signature of its answer; undefined when it gave none. */
  signature?: string
}

// An instruction with its outcome takes a fraction of it.
const answerBytesMaximum = 2 ** 20

const readAnswer = async (response: Response): Promise<RelayedAnswer> => {
  const contentType = response.headers.get('content-type') ?? 'application/json'
  const signature = response.headers.get(resultSignatureHeader)
  const { status } = response
  const bytes = await readUpTo(response.body, answerBytesMaximum)
  if (bytes === undefined) throw new Error('another gateway answers with more than an instruction and its outcome')
  return { status, contentType, body: Buffer.from(bytes).toString(), ...(signature === null ? {} : { signature }) }
}

/**
 * Passes an envelope unchanged to the gateway of its home organisation and gives back that gateway's own answer. Refuses
 * `home_gateway_unavailable` when it does not answer: nothing is kept here, and sending again is safe.
 */
export const relayEnvelope = async (request: {
  url: string
  own: string
  envelope: ReadEnvelope
  waitSeconds: number
}): Promise<RelayedAnswer> => {
  try {
    const response = await fetch(new URL('/v1/instructions', request.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [relayHeader]: request.own,
        ...(request.waitSeconds > 0 ? { prefer: `wait=${request.waitSeconds}` } : {}),
      },
      body: envelopeText(request.envelope),
      signal: AbortSignal.timeout((request.waitSeconds + 5) * 1000),
      redirect: 'error',
    })
    return await readAnswer(response)
  } catch {
    // Whether the home took it before the line broke is unknown here; the same envelope again settles it.
    throw new Problem('home_gateway_unavailable', { id: request.envelope.id, retryAfterSeconds: 2 })
  }
}

/** Asks the other gateways for an instruction that is unknown here; undefined when none of them knows it. */
export const askOthers = async (
  urls: readonly string[],
  own: string,
  id: string,
): Promise<RelayedAnswer | undefined> => {
  const ask = async (url: string): Promise<RelayedAnswer> => {
    const response = await fetch(new URL(`/v1/instructions/${id}`, url), {
      headers: { [relayHeader]: own },
      signal: AbortSignal.timeout(2_000),
      redirect: 'error',
    })
    if (!response.ok) throw new Error('unknown there')
    return readAnswer(response)
  }
  return Promise.any(urls.map(ask)).catch(() => undefined)
}
