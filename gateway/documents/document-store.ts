import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Inventory } from '../files/inventory.ts'
import { openKept } from '../files/kept-database.ts'

/** The name of its file in a gateway's data folder. */
export const documentsFile = 'documents.sqlite'

// What is removed is overwritten, and no copy of it stays in the log of the database (`remove`).
const schema = `
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS document (
    kind TEXT NOT NULL, digest TEXT NOT NULL, owner TEXT NOT NULL, bytes BLOB, kept_at INTEGER NOT NULL,
    UNIQUE (kind, digest, owner)) STRICT;
  CREATE INDEX IF NOT EXISTS document_owner ON document (owner);
`

/** What is kept for the ledger's digests: encrypted bodies of certificates, sealed documents, and texts of reviews. */
export const documentKinds = ['certificate-body', 'sealed-document', 'review-text'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** A document under its digest, laid down by a participant. */
export interface Laid {
  kind: DocumentKind
  /** SHA-256 of the bytes in base64url; whoever calls this has seen to that. */
  digest: string
  owner: string
  bytes: Uint8Array
}

/** What is there under a digest: the bytes and those who laid them down, or that all of them were removed. */
export type Found = { bytes: Uint8Array; owners: string[] } | 'removed' | undefined

// What a row costs besides its bytes, so that many small ones are bounded too, removed ones among them.
const rowBytes = 256

/** Documents by their digest, on disk; the file is its owner's alone. */
export class DocumentStore {
  readonly #database: DatabaseSync
  readonly #find: StatementSync
  readonly #used: StatementSync
  readonly #keep: StatementSync
  readonly #remove: StatementSync

  /** Opens the store of a gateway's folder, or one in memory; refuses by FileFault as `openKept` does. */
  constructor(place: Inventory | ':memory:') {
    this.#database = openKept(place, documentsFile, schema)
    const prepare = (sql: string) => this.#database.prepare(sql)
    this.#find = prepare('SELECT owner, bytes FROM document WHERE kind = ? AND digest = ?')
    this.#used = prepare(
      `SELECT coalesce(sum(coalesce(length(bytes), 0) + ${rowBytes}), 0) AS used FROM document WHERE owner = ?`,
    )
    this.#keep = prepare('INSERT INTO document VALUES (?, ?, ?, ?, ?)')
    this.#remove = prepare(
      'UPDATE document SET bytes = NULL WHERE kind = ?1 AND digest = ?2 AND owner = coalesce(?3, owner) AND bytes IS NOT NULL',
    )
  }

  /**
   * Keeps a document, unless it is there already, was removed, or its owner would have more than `bytesMaximum` bytes here, what each row
   * costs included.
   */
  keep({ kind, digest, owner, bytes }: Laid, bytesMaximum: number): 'kept' | 'known' | 'removed' | 'full' {
    const own = this.#rows(kind, digest).find((row) => row.owner === owner)
    if (own !== undefined) return own.bytes === null ? 'removed' : 'known'
    const { used } = this.#used.get(owner) as { used: number }
    if (used + bytes.length + rowBytes > bytesMaximum) return 'full'
    this.#keep.run(kind, digest, owner, bytes, Date.now())
    return 'kept'
  }

  /** What is there under a digest, of one owner or of any. */
  find(kind: DocumentKind, digest: string, of?: string): Found {
    const rows = this.#rows(kind, digest).filter(({ owner }) => of === undefined || owner === of)
    const kept = rows.filter(({ bytes }) => bytes !== null)
    const bytes = kept[0]?.bytes
    if (bytes === undefined || bytes === null) return rows.length === 0 ? undefined : 'removed'
    return { bytes, owners: kept.map(({ owner }) => owner) }
  }

  /** Removes the bytes for good, of one owner or of all; that they were there stays known. False where there were none. */
  remove(kind: DocumentKind, digest: string, owner?: string): boolean {
    const { changes } = this.#remove.run(kind, digest, owner ?? null)
    if (Number(changes) === 0) return false
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return true
  }

  close(): void {
    this.#database.close()
  }

  #rows(kind: DocumentKind, digest: string) {
    return this.#find.all(kind, digest) as unknown as { owner: string; bytes: Uint8Array | null }[]
  }
}
