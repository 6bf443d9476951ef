import { isAbsolute, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as decide from '../../chaincode/batch/decide.ts'
import * as enrol from '../../chaincode/batch/enrol.ts'
import * as fold from '../../chaincode/batch/fold.ts'
import * as tables from '../../chaincode/domains/registry/tables.ts'
import * as caller from '../../chaincode/state/caller.ts'
import * as work from '../../chaincode/state/unit-of-work.ts'
import * as vocabulary from '../../chaincode/vocabulary.ts'
import * as canonicalForm from '../../chaincode/wire/canonical.ts'
import { replayedWorkOn } from './replayed-work.ts'

/** What a replay takes of a chaincode, file by file; all of it from one folder, since its parts know each other's classes. */
const parts = {
  'batch/decide.ts': ['batchMaximum', 'decideBatch', 'readItem', 'eventOf'],
  'batch/fold.ts': ['foldCredits'],
  'batch/enrol.ts': ['enrolDevice'],
  'domains/registry/tables.ts': ['accounts', 'credits'],
  'state/caller.ts': ['requireAdministrator', 'requireRole'],
  'state/unit-of-work.ts': ['UnitOfWork'],
  'vocabulary.ts': ['ownerOf'],
  'wire/canonical.ts': ['canonical'],
} as const

/** What it takes besides of those that have it: what was brought later, and what those before it never ask for. */
const laterParts = { 'batch/fold.ts': ['foldMarks'], 'domains/registry/tables.ts': ['marks'] } as const

type Parts = Pick<typeof decide, 'batchMaximum' | 'decideBatch' | 'readItem' | 'eventOf'> &
  Pick<typeof fold, 'foldCredits'> &
  Pick<typeof enrol, 'enrolDevice'> &
  Pick<typeof tables, 'accounts' | 'credits'> &
  Pick<typeof caller, 'requireAdministrator' | 'requireRole'> &
  Pick<typeof work, 'UnitOfWork'> &
  Pick<typeof vocabulary, 'ownerOf'> &
  Pick<typeof canonicalForm, 'canonical'> &
  Partial<Pick<typeof fold, 'foldMarks'> & Pick<typeof tables, 'marks'>>

/** The rules of one time: what a chaincode decides with, and the work that notes what it decides. */
export type Rules = Parts & { ReplayedWork: ReturnType<typeof replayedWorkOn> }

/** The rules by the version of the ledger's definition under which they hold. */
export type RulesByVersion = ReadonlyMap<string, Rules>

const rulesFrom = (all: Parts): Rules => ({ ...all, ReplayedWork: replayedWorkOn(all) })

/** The rules that this program comes with. */
export const ownRules: Rules = rulesFrom({
  ...{ ...decide, ...fold, ...enrol, ...tables, ...caller, ...work, ...vocabulary, ...canonicalForm },
})

const importPart = async (folder: string, file: string): Promise<{ [name: string]: unknown }> => {
  const path = join(isAbsolute(folder) ? folder : resolve(folder), file)
  try {
    return (await import(pathToFileURL(path).href)) as { [name: string]: unknown }
  } catch (error) {
    throw new Error(`${path} cannot be loaded: ${error instanceof Error ? error.message : error}`)
  }
}

/** What a file exports under these names; refuses where one that is needed is missing. */
const takeNames = async (
  folder: string,
  file: string,
  { needed = [], wanted = [] }: { needed?: readonly string[]; wanted?: readonly string[] },
): Promise<{ [name: string]: unknown }> => {
  const module = await importPart(folder, file)
  const missing = needed.find((name) => module[name] === undefined)
  if (missing !== undefined) throw new Error(`${join(folder, file)} exports no ${missing}`)
  return Object.fromEntries([...needed, ...wanted].map((name) => [name, module[name]]))
}

/**
 * The rules of another time, from the `chaincode` folder of a checkout in which its packages are installed. They are run as part of this
 * program, so they must come from where the auditor trusts. Refuses a folder that lacks what a replay takes of a chaincode.
 */
export const loadRules = async (folder: string): Promise<Rules> => {
  const needed = Object.entries(parts).map(([file, names]) => takeNames(folder, file, { needed: names }))
  const later = Object.entries(laterParts).map(([file, names]) => takeNames(folder, file, { wanted: names }))
  const found = Object.assign({}, ...(await Promise.all([...needed, ...later])))
  // Of another time it has the same parts, and whether they decide as the chain says is what the replay finds out.
  return rulesFrom(found as Parts)
}
