import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Lifecycle } from '../../chaincode/rules/lifecycle.ts'
import { type Kind, kindNames, kinds, refusals, tables } from '../../chaincode/vocabulary.ts'
import type { KindParts } from '../../chaincode/wire/kind.ts'
import type { RefusalEntry } from '../../chaincode/wire/refusal.ts'
import type { Table } from '../../chaincode/wire/table.ts'

/** What a domain adds to the ledger, in the order in which its files say it. */
export interface Domain {
  name: string
  kinds: readonly [name: Kind, parts: KindParts][]
  refusals: readonly [code: string, entry: RefusalEntry][]
  tables: readonly Table[]
  lifecycles: readonly [name: string, steps: Lifecycle<string, string>][]
}

// What a domain says, and what it decides (decision 0035).
const said = join(import.meta.dirname, '../../chaincode/domains')
const decided = join(import.meta.dirname, '../../chaincode/rules')

/** What the files of a domain export, by name. */
const exportsOf = async (name: string): Promise<[string, unknown][]> => {
  const files = [said, decided].flatMap((folder) =>
    readdirSync(join(folder, name))
      .sort()
      .map((file) => join(folder, name, file)),
  )
  const modules = await Promise.all(files.map((file) => import(file) as Promise<object>))
  return modules.flatMap((module) => Object.entries(module))
}

/** The members of all exported objects whose values are among those that the whole vocabulary knows. */
const knownIn = <Known>(exported: readonly [string, unknown][], known: object): [string, Known][] => {
  const values = new Set<unknown>(Object.values(known))
  const objects = exported.map(([, value]) => value).filter((value) => typeof value === 'object' && value !== null)
  return objects.flatMap(Object.entries).filter(([, value]) => values.has(value)) as [string, Known][]
}

const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null && 'keyOf' in value

/** The exported tables, those first that the vocabulary leaves out, then in its order. */
const tablesIn = (exported: readonly [string, unknown][]): Table[] => {
  const placeOf = (table: Table) => (tables as readonly Table[]).indexOf(table)
  return exported
    .map(([, value]) => value)
    .filter(isTable)
    .sort((one, other) => placeOf(one) - placeOf(other))
}

const domainOf = async (name: string): Promise<Domain> => {
  const exported = await exportsOf(name)
  return {
    name,
    kinds: knownIn<KindParts>(exported, kinds) as [Kind, KindParts][],
    refusals: knownIn<RefusalEntry>(exported, refusals),
    tables: tablesIn(exported),
    lifecycles: exported
      .filter(([member]) => member.endsWith('Lifecycle'))
      .map(([member, steps]) => [member.slice(0, -'Lifecycle'.length), steps as Lifecycle<string, string>]),
  }
}

const placeOf = ({ kinds: [first] }: Domain): number => (first === undefined ? -1 : kindNames.indexOf(first[0]))

/** Every domain that has a folder, in the order of the vocabulary. */
export const domains: readonly Domain[] = (await Promise.all(readdirSync(said).map(domainOf))).sort(
  (one, other) => placeOf(one) - placeOf(other),
)
