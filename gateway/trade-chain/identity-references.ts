import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { canonical } from '../../chaincode/wire/canonical.ts'
import type { Inventory } from '../files/inventory.ts'
import { openKept } from '../files/kept-database.ts'
import { openSecret } from '../files/keys.ts'
import type { Identity, IdentityForm } from './identity-forms.ts'

/** The name of its file in a gateway's data folder. */
export const identityReferencesFile = 'identity-references.sqlite'
const keyFile = 'identity-references.key'

const schema = `
  CREATE TABLE IF NOT EXISTS reference (
    participant TEXT NOT NULL, type TEXT NOT NULL, mark BLOB NOT NULL, PRIMARY KEY (participant, type)) STRICT, WITHOUT ROWID;
`

/** What is known of who somebody is, in the order in which it is looked for. */
export type ReferenceResult = 'same' | 'another' | 'none'

/**
 * By what each client of this bank is known, one identity of each type (S2-005). Kept is HMAC-SHA256 under a key of this gateway's own over
 * participant, type and value, and nothing that it could be read from; so nobody's reference says anything of another's.
 */
export class IdentityReferences {
  readonly #database: DatabaseSync
  readonly #key: Uint8Array
  readonly #statements: { readonly [name in 'put' | 'find' | 'types']: StatementSync }

  /** Opens the references of a gateway's folder, or some in memory; refuses by FileFault as `openKept` and `openSecret` do. */
  constructor(place: Inventory | ':memory:') {
    this.#key = place === ':memory:' ? randomBytes(32) : openSecret(place, keyFile)
    this.#database = openKept(place, identityReferencesFile, schema)
    const prepare = (sql: string) => this.#database.prepare(sql)
    this.#statements = {
      put: prepare('INSERT OR REPLACE INTO reference VALUES (?, ?, ?)'),
      find: prepare('SELECT mark FROM reference WHERE participant = ? AND type = ?'),
      types: prepare('SELECT type FROM reference WHERE participant = ? ORDER BY type'),
    }
  }

  #mark(participant: string, { type, value }: Identity): Buffer {
    return createHmac('sha256', this.#key)
      .update(canonical([participant, type, value]))
      .digest()
  }

  /** Keeps by what a participant is known, in place of what it was of that type before. */
  put(participant: string, identity: Identity): void {
    this.#statements.put.run(participant, identity.type, this.#mark(participant, identity))
  }

  /** The types of what a participant is known by. */
  typesOf(participant: string): IdentityForm[] {
    const rows = this.#statements.types.all(participant) as unknown as { type: IdentityForm }[]
    return rows.map(({ type }) => type)
  }

  /**
   * Whether a participant is known by this: looked up among its own references alone, and compared in a time that tells nothing of either
   * (S2-006).
   */
  compare(participant: string, identity: Identity): ReferenceResult {
    const row = this.#statements.find.get(participant, identity.type) as { mark: Uint8Array } | undefined
    if (row === undefined) return 'none'
    const mark = this.#mark(participant, identity)
    return mark.length === row.mark.length && timingSafeEqual(mark, row.mark) ? 'same' : 'another'
  }

  close(): void {
    this.#database.close()
  }
}
