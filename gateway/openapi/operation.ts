import { z } from 'zod'
import { resultSignatureHeader } from '../../chaincode/wire/result-signature.ts'
import { problem } from './shapes.ts'

/** An answer in the form that OpenAPI gives it. */
export const json = (schema: z.ZodType, description: string, type = 'application/json') => ({
  description,
  content: { [type]: { schema: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) } },
})

/** One thing that can be asked of the gateway. */
export interface Operation {
  summary: string
  answers: { [status: string]: ReturnType<typeof json> }
  body?: z.ZodType
  /** The media type of a body that is no JSON. */
  media?: string
  /** What may follow the question mark. */
  query?: z.ZodObject
  /** Headers that mean something, with their meaning. */
  headers?: { [name: string]: { example: string; description: string } }
  needsSession?: boolean
  /** Whether the bearer is the ticket of a login, and not a session. */
  needsTicket?: boolean
  /** Whether every answer, problems too, is signed by the gateway that gave it. */
  isSigned?: boolean
}

export interface Operations {
  [path: string]: { get?: Operation; head?: Operation; post?: Operation; put?: Operation; delete?: Operation }
}

const anyProblem = json(problem, 'A problem (RFC 9457); `code` says which', 'application/problem+json')

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

const queryParameters = (query: z.ZodObject | undefined) =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    schema: z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }),
  }))

const headerParameters = (headers: Operation['headers'] = {}) =>
  Object.entries(headers).map(([name, { example, description }]) => ({
    name,
    in: 'header',
    schema: { type: 'string', examples: [example] },
    description,
  }))

const signatureHeader = {
  schema: { type: 'string', examples: ['ExampleMSP:…86 letters…'] },
  description: [
    'Who gave this answer, by its MSP, a colon, and its ES256 signature (r and s in base64url, low s) over three lines:',
    'assay-result, the MSP, and the SHA-256 of the body in base64url. /v1/ledger publishes the keys.',
  ].join(' '),
}

const responsesOf = ({ answers, isSigned }: Operation) => {
  const all = { ...answers, default: anyProblem }
  if (isSigned !== true) return all
  const signed = { headers: { [resultSignatureHeader]: signatureHeader } }
  return Object.fromEntries(Object.entries(all).map(([status, answer]) => [status, { ...answer, ...signed }]))
}

/** The operation in the form of OpenAPI. */
export const describe = (path: string, operation: Operation) => {
  const { summary, body, media, query, headers, needsSession, needsTicket } = operation
  return {
    summary,
    parameters: [...pathParameters(path), ...queryParameters(query), ...headerParameters(headers)],
    ...(body === undefined ? {} : { requestBody: { required: true, ...json(body, summary) } }),
    ...(media === undefined ? {} : { requestBody: { required: true, ...json(z.string(), summary, media) } }),
    ...(needsSession === true ? { security: [{ session: [] }] } : {}),
    ...(needsTicket === true ? { security: [{ ticket: [] }] } : {}),
    responses: responsesOf(operation),
  }
}
