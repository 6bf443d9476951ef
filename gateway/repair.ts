import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { knownEnvelope } from '../chaincode/envelope.ts'
import { CredentialStore, credentialsFile } from './credentials/credential-store.ts'
import { DocumentStore, documentsFile } from './documents/document-store.ts'
import { FileFault } from './files/file-fault.ts'
import { Inventory } from './files/inventory.ts'
import { openSecret } from './files/keys.ts'
import { Outbox, outboxFile } from './outbox/outbox.ts'
import { Deliveries, deliveriesFile } from './trade-chain/deliveries.ts'
import { IdentityReferences, identityReferencesFile } from './trade-chain/identity-references.ts'
import { firstTexts, proposedTexts, SealedTexts } from './trade-chain/sealed-texts.ts'

interface Repairable {
  /** What is lost where the file begins anew. */
  loss: string
  open(inventory: Inventory): { close(): void } | Uint8Array
  /** The tables whose rows are taken over from what can still be read. */
  tables: string[]
}

const everyRow = (): boolean => true
const isReadable: { [table: string]: (row: { [column: string]: unknown }) => boolean } = {
  pending: ({ envelope }) => {
    try {
      return knownEnvelope(String(envelope)) !== undefined
    } catch {
      return false
    }
  },
}

/** The files that a gateway makes for itself and can begin anew, by name. */
export const repairable: { readonly [name: string]: Repairable } = {
  'session.key': {
    loss: 'Everybody must open a session again.',
    open: (at) => openSecret(at, 'session.key'),
    tables: [],
  },
  'payment-code.key': {
    loss: 'Payment codes that are live now can no longer be claimed, and past ones no longer be told.',
    open: (at) => openSecret(at, 'payment-code.key'),
    tables: [],
  },
  [outboxFile]: {
    loss: 'Instructions that were promised and could not be read are lost; their senders can send them again.',
    open: (at) => new Outbox(at),
    tables: ['pending', 'rejection'],
  },
  [documentsFile]: {
    loss: 'Bodies of certificates, sealed documents and texts of reviews that could not be read are lost; who laid them down can do so again.',
    open: (at) => new DocumentStore(at),
    tables: ['document'],
  },
  [firstTexts.file]: {
    loss: 'Trades that were not sent yet and whose texts could not be read go no further; their clients can withdraw them and hand in new ones.',
    open: (at) => new SealedTexts(at, firstTexts),
    tables: ['owner', 'confidential'],
  },
  [proposedTexts.file]: {
    loss: 'What officers proposed in confidence and could not be read can be approved no more; they can propose it anew.',
    open: (at) => new SealedTexts(at, proposedTexts),
    tables: ['owner', 'confidential'],
  },
  [deliveriesFile]: {
    loss: 'Over which paths trades went is no longer known where it could not be read; what is not answered is delivered again.',
    open: (at) => new Deliveries(at),
    tables: ['attempt', 'acknowledged'],
  },
  [identityReferencesFile]: {
    loss: 'Identities of clients that could not be read are no longer on record; officers have to put them there again.',
    open: (at) => new IdentityReferences(at),
    tables: ['reference'],
  },
  [credentialsFile]: {
    loss: 'Logins that could not be read are lost; the registrar has to set them again.',
    open: (at) => new CredentialStore(at),
    tables: ['credential', 'attempt'],
  },
}

const close = (opened: { close(): void } | Uint8Array): void => {
  if ('close' in opened) opened.close()
}

/** What is wrong with the files that a gateway made for itself, one fault at most for each; changes nothing that is there. */
export const faultsIn = (folder: string): FileFault[] => {
  const inventory = new Inventory(folder)
  return Object.entries(repairable).flatMap(([name, { open }]) => {
    // What was never made is no fault, and is not made here.
    if (inventory.noted(name) === undefined && !existsSync(join(folder, name))) return []
    try {
      close(open(inventory))
      return []
    } catch (error) {
      if (error instanceof FileFault) return [error]
      throw error
    }
  })
}

/** The rows of a table one after the other, up to the first that cannot be read. */
function* rowsOf(database: DatabaseSync, table: string) {
  try {
    for (const row of database.prepare(`SELECT * FROM ${table}`).iterate()) yield row
  } catch {
    // The rest of the table is what is lost.
  }
}

const takeOver = (from: string, to: string, tables: readonly string[]): number => {
  const [old, fresh] = [new DatabaseSync(from, { readOnly: true }), new DatabaseSync(to)]
  let count = 0
  for (const table of tables) {
    for (const row of rowsOf(old, table)) {
      if (!(isReadable[table] ?? everyRow)(row)) continue
      const values = Object.values(row)
      fresh.prepare(`INSERT OR IGNORE INTO ${table} VALUES (${values.map(() => '?').join()})`).run(...values)
      count += 1
    }
  }
  old.close()
  fresh.close()
  return count
}

/**
 * Begins one of a gateway's own files anew: what is there is set aside under a name that says when, never deleted, and rows that can
 * still be read are taken over. The gateway must not run. Answers where the old file is, if there was one, and how many rows came over.
 */
export const beginAnew = (folder: string, name: string): { aside: string | undefined; rows: number } => {
  const repair = repairable[name]
  if (repair === undefined) throw new Error(`${name} is none of ${Object.keys(repairable).join(', ')}`)
  const file = join(folder, name)
  const aside = existsSync(file) ? `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}` : undefined
  for (const suffix of ['', '-wal', '-shm']) {
    if (aside !== undefined && existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
  }
  const inventory = new Inventory(folder)
  inventory.forget(name)
  close(repair.open(inventory))
  if (aside === undefined || repair.tables.length === 0) return { aside, rows: 0 }
  try {
    return { aside, rows: takeOver(aside, file, repair.tables) }
  } catch {
    return { aside, rows: 0 }
  }
}
