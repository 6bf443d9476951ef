import { z } from 'zod'
import { configurationSchema } from '../../gateway/configuration.ts'
import { environmentVariables } from '../../gateway/environment.ts'
import { code, eitherOf, markdownTable } from './markdown.ts'
import { boundsOf, type Member, membersOf, type Schema, typeOf } from './shapes.ts'

const isGroup = ({ properties, oneOf }: Schema): boolean => properties !== undefined || oneOf !== undefined

const defaultOf = ({ schema, isRequired }: Member): string => {
  if (isRequired) return 'must be given'
  if (schema.default === undefined) return 'none'
  return isGroup(schema) ? 'see its members' : code(JSON.stringify(schema.default))
}

const rowOf = (setting: Member): string[] => {
  const { name, schema } = setting
  if (schema.description === undefined) throw new Error(`gateway/configuration.ts does not describe ${name}`)
  return [code(name), typeOf(schema), defaultOf(setting), boundsOf(schema), schema.description]
}

const tableOf = (settings: readonly Member[]): string =>
  markdownTable(['Setting', 'Type', 'Default', 'Bounds', 'Meaning'], settings.map(rowOf))

/** The section of a group of settings, and those of the groups in it. */
const sectionsOf = (heading: string, path: string, schema: Schema): string[] => {
  const settings = membersOf(path, schema)
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
