import { z } from 'zod'
import { configurationSchema } from '../../gateway/configuration.ts'
import { environmentVariables } from '../../gateway/environment.ts'
import { code, eitherOf, markdownTable } from './markdown.ts'

type Schema = z.core.JSONSchema.BaseSchema

/** A member of an object in the configuration file, under its whole name, such as `listen.tls`. */
interface Setting {
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

const stringType = ({ title, format }: Schema): string => title ?? formats[format ?? ''] ?? 'text'

const types: { readonly [type: string]: (schema: Schema) => string } = {
  string: stringType,
  integer: () => 'whole number',
  boolean: () => '`true` or `false`',
  array: ({ items }) => `list of: ${typeOf(items as Schema)}`,
  object: ({ additionalProperties }) =>
    typeof additionalProperties === 'object' ? `object of names, each with: ${typeOf(additionalProperties)}` : 'object',
}

/** What a setting holds, in words. */
const typeOf = (schema: Schema): string => {
  if (schema.enum !== undefined) return eitherOf(schema.enum.map(String))
  if (schema.const !== undefined) return code(String(schema.const))
  if (schema.oneOf !== undefined) return 'object'
  if (schema.anyOf !== undefined) return (schema.anyOf as Schema[]).map(typeOf).join(' or ')
  const words = types[String(schema.type)]
  if (words === undefined) throw new Error(`the page has no words for ${JSON.stringify(schema)}`)
  return words(schema)
}

/** The bounds of a setting, in words; empty where it has none. */
const boundsOf = ({ minimum, maximum, minLength, minItems }: Schema): string => {
  if (minLength !== undefined) return 'not empty'
  if (minItems !== undefined) return `at least ${minItems}`
  if (minimum === undefined) return ''
  return maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER
    ? `at least ${minimum}`
    : `${minimum} to ${maximum}`
}

const isGroup = ({ properties, oneOf }: Schema): boolean => properties !== undefined || oneOf !== undefined

const defaultOf = ({ schema, isRequired }: Setting): string => {
  if (isRequired) return 'must be given'
  if (schema.default === undefined) return 'none'
  return isGroup(schema) ? 'see its members' : code(JSON.stringify(schema.default))
}

const settingsOf = (path: string, { properties = {}, required = [] }: Schema): Setting[] =>
  Object.entries(properties).map(([member, schema]) => ({
    name: path === '' ? member : `${path}.${member}`,
    schema: schema as Schema,
    isRequired: required.includes(member),
  }))

const rowOf = (setting: Setting): string[] => {
  const { name, schema } = setting
  if (schema.description === undefined) throw new Error(`gateway/configuration.ts does not describe ${name}`)
  return [code(name), typeOf(schema), defaultOf(setting), boundsOf(schema), schema.description]
}

const tableOf = (settings: readonly Setting[]): string =>
  markdownTable(['Setting', 'Type', 'Default', 'Bounds', 'Meaning'], settings.map(rowOf))

/** The section of a group of settings, and those of the groups in it. */
const sectionsOf = (heading: string, path: string, schema: Schema): string[] => {
  const settings = settingsOf(path, schema)
  const inner = settings
    .filter((setting) => isGroup(setting.schema))
    .flatMap(({ name, schema }) => groupsOf(name, schema))
  return [`## ${heading}`, tableOf(settings), ...inner]
}

/** The sections of a setting that is a group: one where it has one shape, else one for each of its types. */
const groupsOf = (name: string, schema: Schema): string[] => {
  if (schema.oneOf === undefined) return sectionsOf(code(name), name, schema)
  return (schema.oneOf as Schema[]).flatMap((shape) => {
    const { type } = (shape.properties ?? {}) as { [member: string]: Schema }
    return sectionsOf(`${code(name)} of type ${code(String(type?.const))}`, name, shape)
  })
}

const introduction = `# The configuration of a gateway

This page is made by \`npm run pages\` from \`gateway/configuration.ts\` and \`gateway/environment.ts\`: change those, not this.

A gateway reads its configuration once, when it starts: \`gateway/main.ts --config FILE\`, where the file is JSON. \`npm start\` writes
one for each organisation into \`gateways\` of the network's folder. A setting that is not listed here is refused, and so is a value of
another type or out of bounds; the message names the setting. A relative path begins in the
folder in which the gateway was started.`

const environmentSection = (): string[] => [
  '## Environment variables',
  markdownTable(
    ['Variable', 'Values', 'Default', 'Meaning'],
    Object.entries(environmentVariables).map(([name, variable]) => [
      code(name),
      eitherOf(variable.values),
      variable.default === undefined ? 'none' : code(variable.default),
      variable.meaning,
    ]),
  ),
]

/** The page of every setting of a gateway; throws where one has no description. */
export const gatewayConfigurationPage = (): string => {
  const schema = z.toJSONSchema(configurationSchema, { io: 'input' })
  return `${[introduction, ...sectionsOf('Settings', '', schema), ...environmentSection()].join('\n\n')}\n`
}
