import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import fc from 'fast-check'
import { openApi } from '../../gateway/openapi/openapi.ts'
import type { Device } from '../support/devices.ts'
import { TillGateway } from './support/till-gateway.ts'

interface Schema {
  pattern?: string
  enum?: string[]
}
interface Parameter {
  name: string
  in: string
  schema: Schema
}
interface Described {
  parameters: Parameter[]
  requestBody?: object
  responses: { [status: string]: { content: { [type: string]: { schema: object } } } }
}
interface Ask {
  path: string
  method: string
  described: Described
  url: string
  query: { [name: string]: string }
  body: string | undefined
  type: string
  reader: number
}

const requestsMinimum = 2_000
const oddTexts = [
  '..',
  '%',
  '%00',
  '\u0000',
  '~',
  "' OR 1=1 --",
  '-1',
  '0',
  '1e9',
  'NaN',
  '𠮷',
  '\u202e',
  'x'.repeat(700),
]

const operations: { path: string; method: string; described: Described }[] = Object.entries(openApi().paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      path,
      method,
      described: described as unknown as Described,
    })),
)

const oddText = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
)

/** What the document says a parameter may be, and anything else. */
const parameterValue = ({ pattern, enum: choices }: Schema): fc.Arbitrary<string> => {
  if (choices !== undefined) return fc.oneof(fc.constantFrom(...choices), oddText)
  return pattern === undefined ? oddText : fc.oneof(fc.stringMatching(new RegExp(pattern)), oddText)
}

// Half of a surrogate pair cannot be sent at all.
const sendable = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\ufffd')

// One or two dots alone never reach a gateway as they are: whoever sends an address takes them out before.
const pathPart = (text: string): string => encodeURIComponent(/^\.{1,2}$/.test(text) ? `${text}...` : sendable(text))

const mutated = (good: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...good), fc.nat(400), fc.string({ maxLength: 3 })).map(([text, place, put]) => {
    const at = place % (text.length + 1)
    return text.slice(0, at) + put + text.slice(at + 1)
  })

const bodyOf = ({ requestBody }: Described, good: readonly string[]): fc.Arbitrary<string | undefined> =>
  requestBody === undefined
    ? fc.constant(undefined)
    : fc.oneof(
        fc.json(),
        fc.string({ maxLength: 80 }),
        fc.constantFrom(...good),
        mutated(good),
        fc.constant('{'.repeat(900)),
      )

describe('requests of anybody', () => {
  let gateway: TillGateway
  let readers: (Device | undefined)[]
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const checks = new Map<object, ReturnType<typeof ajv.compile>>()
  const isOfShape = (schema: object, value: unknown): boolean => {
    const check = checks.get(schema) ?? ajv.compile(schema)
    checks.set(schema, check)
    return check(value) === true
  }

  before(async () => {
    gateway = await TillGateway.open()
    const { till } = gateway
    readers = [undefined, till.alice, till.shop, till.bank, till.scene.registrars.BankMSP]
  })
  after(() => gateway.close())

  const asked = (known: readonly string[], good: readonly string[]): fc.Arbitrary<Ask> =>
    fc.constantFrom(...operations).chain(({ path, method, described }) => {
      const inPath = described.parameters.filter((parameter) => parameter.in === 'path')
      const inQuery = described.parameters.filter((parameter) => parameter.in === 'query')
      return fc
        .record({
          parts: fc.tuple(...inPath.map(() => fc.oneof(fc.constantFrom(...known), oddText))),
          query: fc.record(Object.fromEntries(inQuery.map(({ name, schema }) => [name, parameterValue(schema)])), {
            requiredKeys: [],
          }),
          body: bodyOf(described, good),
          type: fc.constantFrom('application/json', 'application/json', 'application/json', 'text/plain'),
          reader: fc.nat(4),
        })
        .map(({ parts, query, body, type, reader }) => {
          const rest = [...(parts as string[])]
          const filled = path.replaceAll(/\{\w+\}/g, () => pathPart(rest.shift() ?? ''))
          const wellFormed = Object.entries(query).map(([name, value]) => [name, sendable(String(value))])
          return { path, method, described, url: filled, query: Object.fromEntries(wellFormed), body, type, reader }
        })
    })

  const send = async ({ method, url, query, body, type, reader }: Ask) => {
    const address = `${gateway.server.url}${url}?${new URLSearchParams(query)}`
    const headers = { ...(await gateway.server.headersOf(readers[reader])), 'content-type': type }
    const response = await fetch(address, {
      method: method.toUpperCase(),
      headers,
      ...(body === undefined ? {} : { body }),
    })
    const kind = response.headers.get('content-type')?.split(';')[0] ?? ''
    if (kind === 'text/event-stream') await response.body?.cancel()
    return { status: response.status, kind, text: kind === 'text/event-stream' ? '' : await response.text() }
  }

  const keepsPatterns = ({ described, query }: Ask): boolean =>
    described.parameters.every(({ name, schema }) => {
      const value = query[name]
      if (value === undefined) return true
      if (schema.enum !== undefined) return schema.enum.includes(value)
      return schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value)
    })

  const documentedAs = ({ described }: Ask, status: number, kind: string): { schema: object } | undefined =>
    (described.responses[String(status)] ?? described.responses['default'])?.content[kind]

  /** The answer to a HEAD tells of a body that it has not. */
  const isAsSaid = ({ method }: Ask, schema: object, { kind, text }: { kind: string; text: string }): boolean =>
    method === 'head' ? text === '' : !kind.endsWith('json') || isOfShape(schema, JSON.parse(text))

  /** What of an answer the document does not say. */
  const differenceOf = (ask: Ask, { status, kind, text }: Awaited<ReturnType<typeof send>>): string | undefined => {
    const isFault = status >= 500 && status !== 503
    const content = documentedAs(ask, status, kind)
    if (isFault || content === undefined) return `answered ${status} with ${kind}`
    if (status === 200 && !keepsPatterns(ask)) return 'took a parameter that the document forbids'
    return isAsSaid(ask, content.schema, { kind, text })
      ? undefined
      : `answered ${status} in another shape: ${text.slice(0, 300)}`
  }

  it(`get what the document says, and never a fault of the gateway, over ${requestsMinimum} of them`, async function () {
    this.timeout(300_000)
    const { till } = gateway
    const known = ['alice', 'noodle-bar', 'CNY', 'AU-9999', till.alice.id, 'account~alice', 'ORDER-1', 'A'.repeat(43)]
    const proof = { challenge: 'c', signature: 'A'.repeat(86) }
    const good = [
      till.instruct(till.alice, 'participant.accept', { accepts: 'all' }),
      JSON.stringify({ account: 'alice', password: 'quite another one', publicKey: till.alice.publicKey, ...proof }),
      JSON.stringify({ participant: 'alice', device: till.alice.id }),
    ]
    const statuses = new Set<number>()
    await fc.assert(
      fc.asyncProperty(asked(known, good), async (ask) => {
        const answer = await send(ask)
        statuses.add(answer.status)
        const { method, url, query, body } = ask
        const what = `${method} ${url} ${JSON.stringify(query)} ${body?.slice(0, 200)}`
        expect(differenceOf(ask, answer), what).to.equal(undefined)
      }),
      { numRuns: requestsMinimum },
    )
    expect([...statuses]).to.include.members([200, 400, 401, 403, 404])
  })
})
