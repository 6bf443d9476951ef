import type { Table } from '../../chaincode/wire/table.ts'
import { type Domain, domains } from './domains.ts'
import { code, link, listed, markdownTable } from './markdown.ts'
import { memberTable } from './member-table.ts'

/** A record of whose members nothing is known but where they stand, so that a function of a record tells what it reads. */
const traced = () => {
  const paths = new WeakMap<object, string>()
  const at = (path: string): object => {
    const record = new Proxy(
      {},
      { get: (_record, member) => at(path === '' ? String(member) : `${path}.${String(member)}`) },
    )
    paths.set(record, path)
    return record
  }
  return {
    record: at('') as never,
    pathsOf: (read: readonly unknown[]) => read.map((one) => paths.get(one as object) ?? ''),
  }
}

const readBy = (function_: (record: never) => unknown[]): string[] => {
  const { record, pathsOf } = traced()
  return pathsOf(function_(record))
}

/** The members of a table's records that name the parties whom a step of a record concerns. */
export const partiesNamedIn = (table: Table): string[] => readBy(table.partiesOf)

const homesOf = (table: Table): string => {
  const homes = readBy(table.homesOf)
  return homes.length === 0 ? 'as its chaincode says' : listed(homes)
}

const readersOf = ({ readers }: Table): string => {
  if (readers === undefined) return 'nobody'
  if (readers === 'everybody') return readers
  if (typeof readers === 'function') return 'as each row decides'
  return 'parties' in readers
    ? listed(readers.parties)
    : `${code(readers.owner)} and registrars and tellers of its home`
}

const listOf = ({ listed: list }: Table): string => {
  if (list === undefined) return ''
  const open = list.open.length === 0 ? '' : `; open: ${listed(list.open)}`
  return `${code(list.as)} under ${listed(list.under)}${open}`
}

const rowOf = (table: Table): string[] => [
  code(table.name),
  code([table.name, ...table.members.map((member) => `{${member}}`)].join('~')),
  table.place,
  homesOf(table),
  readersOf(table),
  listed(partiesNamedIn(table)),
  listOf(table),
]

const sectionOf = ({ name, tables }: Domain): string[] => [
  `## ${name}`,
  markdownTable(['Table', 'Key', 'Place', 'Endorsed by', 'Readers', 'Concerns', 'List'], tables.map(rowOf)),
  'What the records hold:',
  memberTable(
    'Table',
    tables.map(({ name, shape }) => [code(name), shape]),
  ),
]

const introduction = `# Tables of the ledger

This page is made by \`npm run pages\` from the domains in \`chaincode/domains\`: change those, not this.

- A row stands with the ledger's own rows ("ledger"), or in the chaincode of the home of the participant that leads its key ("home", decision 0022).
- A change of a row is "endorsed by" the organisations that these members name, and by others up to the quorum (decisions 0009 and 0034).
- Auditors read every row, and others those of which they are "readers" (decision 0018).
- A step of a record "concerns" those whom these members name.
- A row is found in its "list" under each of the members named, and is open in the states named.

[The page of kinds](kinds.md#shapes) says what the shapes with a name are.`

const indexOf = ({ name, tables }: Domain): string => `- ${link(name)}: ${listed(tables.map((table) => table.name))}`

/** The page of every table of the ledger. */
export const tablesPage = (): string =>
  `${[introduction, domains.map(indexOf).join('\n'), ...domains.flatMap(sectionOf)].join('\n\n')}\n`
