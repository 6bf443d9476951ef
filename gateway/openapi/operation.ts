import { z } from 'zod'
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
  /** What may follow the question mark. */
  query?: z.ZodObject
  /** Headers that mean something, with their meaning. */
  headers?: { [name: string]: { example: string; description: string } }
  needsSession?: boolean
}

export interface Operations {
  [path: string]: { get?: Operation; post?: Operation }
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

/** The operation in the form of OpenAPI. */
export const describe = (path: string, { summary, answers, body, query, headers, needsSession }: Operation) => ({
  summary,
  parameters: [...pathParameters(path), ...queryParameters(query), ...headerParameters(headers)],
  ...(body === undefined ? {} : { requestBody: { required: true, ...json(body, summary) } }),
  ...(needsSession === true ? { security: [{ session: [] }] } : {}),
  responses: { ...answers, default: anyProblem },
})
