import type { z } from 'zod'
import { code, eitherOf } from './markdown.ts'

/** A shape as JSON Schema has it. */
export type Schema = z.core.JSONSchema.BaseSchema

/** A member of an object, under its whole name, such as `listen.tls`. */
export interface Member {
  name: string
  schema: Schema
  isRequired: boolean
}

const formats: { readonly [format: string]: string } = {
  uri: 'URL',
  email: 'mail address',
  ipv4: 'IPv4 address',
  ipv6: 'IPv6 address',
  cidrv4: 'IPv4 network',
  cidrv6: 'IPv6 network',
}

const types: { readonly [type: string]: (schema: Schema) => string } = {
  string: ({ format }) => formats[format ?? ''] ?? 'text',
  integer: () => 'whole number',
  number: () => 'number',
  boolean: () => '`true` or `false`',
  array: ({ items }) => `list of: ${typeOf(items as Schema)}`,
  object: ({ additionalProperties }) =>
    typeof additionalProperties === 'object' ? `object of names, each with: ${typeOf(additionalProperties)}` : 'object',
}

/** What a value of this shape is, in words; a shape with a title is called by it. */
export const typeOf = (schema: Schema): string => {
  if (schema.title !== undefined) return schema.title
  if (schema.enum !== undefined) return eitherOf(schema.enum.map(String))
  if (schema.const !== undefined) return code(String(schema.const))
  if (schema.oneOf !== undefined) return 'object'
  if (schema.anyOf !== undefined) return (schema.anyOf as Schema[]).map(typeOf).join(' or ')
  const words = types[String(schema.type)]
  if (words === undefined) throw new Error(`the page has no words for ${JSON.stringify(schema)}`)
  return words(schema)
}

const spanOf = (least: number | undefined, most: number | undefined): string => {
  if (most === undefined || most >= Number.MAX_SAFE_INTEGER) return least === undefined ? '' : `at least ${least}`
  return least === undefined ? `at most ${most}` : `${least} to ${most}`
}

const lengthOf = ({ minLength, maxLength }: Schema): string => {
  if (maxLength === undefined) return minLength === undefined ? '' : 'not empty'
  return `${spanOf(minLength, maxLength)} characters`
}

/** The bounds of a value of this shape, in words; empty where it has none. */
export const boundsOf = (schema: Schema): string => {
  const { minItems, maxItems, minimum, maximum, pattern, format } = schema
  const itself = [
    lengthOf(schema),
    spanOf(minItems, maxItems),
    minimum === undefined ? '' : spanOf(minimum, maximum),
    // A format says in words what its pattern says.
    pattern === undefined || format !== undefined ? '' : code(pattern),
  ]
  return itself.filter((words) => words !== '').join(', ')
}

/** The members of an object of this shape. `path` is the object's own name, and leads theirs. */
export const membersOf = (path: string, { properties = {}, required = [] }: Schema): Member[] =>
  Object.entries(properties).map(([member, schema]) => ({
    name: path === '' ? member : `${path}.${member}`,
    schema: schema as Schema,
    isRequired: required.includes(member),
  }))
