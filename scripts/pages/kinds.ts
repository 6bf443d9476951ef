import { participantsNamedBy, tableNamedBy } from '../../chaincode/vocabulary.ts'
import type { KindParts } from '../../chaincode/wire/kind.ts'
import { commonRefusals, type RefusalEntry } from '../../chaincode/wire/refusal.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import { unitOfValue } from '../../chaincode/wire/values.ts'
import { type Domain, domains } from './domains.ts'
import { code, link, listed, markdownTable } from './markdown.ts'
import { memberTable } from './member-table.ts'
import { limitsOfNamed, membersIn, namedShapes } from './named-shapes.ts'
import { partiesNamedIn } from './tables.ts'

type NamedKind = Domain['kinds'][number]

const rolesOf = ({ roles }: KindParts): string => (roles.length === 0 ? 'any' : roles.map(code).join(' or '))

/** The effects of a kind, those that count in the same together. */
const effectsOf = ({ effects }: KindParts): string => {
  const units = [...new Set(effects.map(unitOfValue))]
  return units.map((unit) => `${unit}: ${listed(effects.filter((name) => unitOfValue(name) === unit))}`).join('; ')
}

/** The records whose parties a step concerns, since its body names them. */
const recordsNamedBy = ({ body }: KindParts): string[] =>
  Object.keys(body.shape).filter((member) => {
    const table = tableNamedBy(member) as Table | undefined
    return table !== undefined && partiesNamedIn(table).length > 0
  })

const concernsOf = ([name, parts]: NamedKind): string => {
  const { asks, awaited, alarms } = parts
  const all = [
    ...participantsNamedBy(name).map(code),
    ...recordsNamedBy(parts).map((member) => `the parties of ${code(member)}`),
    ...(awaited === undefined ? [] : [`when refused, the parties of ${code(awaited)} too`]),
    ...(alarms === undefined ? [] : [`when refused as ${listed(alarms.codes)}, the parties of ${code(alarms.of)} too`]),
    ...(asks === undefined ? [] : [`those under whom its ${code(asks)} is listed`]),
  ]
  return all.join('; ')
}

const marksOf = ({ published, opens, stamp, judgedByReceipt }: KindParts): string => {
  const marks = [
    published ? 'published' : '',
    opens ? 'opens a record' : '',
    stamp === undefined ? '' : 'stamped',
    judgedByReceipt ? 'judged by its receipt' : '',
  ]
  return marks.filter((mark) => mark !== '').join(', ')
}

const kindTable = (kinds: readonly NamedKind[]): string =>
  markdownTable(
    ['Kind', 'Device', 'Marks', 'Concerns, besides its sender', 'Effects, by what they count in'],
    kinds.map((kind) => [code(kind[0]), rolesOf(kind[1]), marksOf(kind[1]), concernsOf(kind), effectsOf(kind[1])]),
  )

const refusalTable = (refusals: readonly (readonly [string, RefusalEntry])[]): string =>
  markdownTable(
    ['Code', 'Status', 'Recorded', 'Meaning'],
    refusals.map(([name, { status, recorded, shortage, meaning }]) => [
      ...[code(name), String(status), recorded ? 'yes' : 'no'],
      shortage ? `${meaning} Credits are folded first.` : meaning,
    ]),
  )

const stampSection = (kinds: readonly NamedKind[]): string[] => {
  const stamped = kinds.flatMap(([name, { stamp }]) => (stamp === undefined ? [] : [[code(name), stamp] as const]))
  return stamped.length === 0 ? [] : ['What the home’s stamp says:', memberTable('Kind', stamped)]
}

const sectionOf = ({ name, kinds, refusals }: Domain): string[] => [
  `## ${name}`,
  kindTable(kinds),
  'What the bodies say:',
  memberTable(
    'Kind',
    kinds.map(([kind, { body }]) => [code(kind), body]),
  ),
  ...stampSection(kinds),
  'What is refused:',
  refusalTable(refusals),
]

const indexOf = ({ name, kinds }: Domain): string => `- ${link(name)}: ${listed(kinds.map(([kind]) => kind))}`

const introduction = `# Kinds of instructions

This page is made by \`npm run pages\` from the domains in \`chaincode/domains\`: change those, not this.

- A device needs one of the roles that stand under "Device"; "any" device of the sender will do where none is named.
- "Published" is what an issuer says to all. What "opens a record" gives it the instruction's id for a name. What is "stamped" is not
  honoured without its home's stamp (decision 0016). What is "judged by its receipt" counts as of when its home received it, which can be
  proven for 30 seconds (decision 0041).
- Whom an instruction "concerns" is told of it once it is accepted, and so is its sender. A refusal is its sender's own affair, unless others wait for it.
- \`chaincode/wire/values.ts\` says what the effects count in. "own" and "key" are shown nowhere.
- A refusal that is recorded stands in the block and uses up the instruction's number; one that is not writes nothing (decision 0005).`

const shapeSection = (): string[] => {
  const objects = namedShapes.filter(({ shape }) => membersIn(shape).length > 0)
  return [
    '## Shapes',
    markdownTable(
      ['Shape', 'Bounds', 'Meaning'],
      namedShapes.map((named) => [named.name, limitsOfNamed(named), named.meaning]),
    ),
    'What the members of those are that are objects:',
    memberTable(
      'Shape',
      objects.map(({ name, shape }) => [name, shape]),
    ),
  ]
}

/** The page of every kind of instruction and every refusal. */
export const kindsPage = (): string => {
  const index = [...domains.map(indexOf), `- ${link('Refusals of all domains')}`, `- ${link('Shapes')}`].join('\n')
  const common = ['## Refusals of all domains', refusalTable(Object.entries(commonRefusals))]
  return `${[introduction, index, ...domains.flatMap(sectionOf), ...common, ...shapeSection()].join('\n\n')}\n`
}
