import { randomBytes } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { bringBack, FileFault } from '../files/file-fault.ts'
import type { Inventory } from '../files/inventory.ts'
import { inOneTransaction, openKept } from '../files/kept-database.ts'
import { openSecret } from '../files/keys.ts'
import { SealedBodies, sealedBodiesSchema } from '../outbox/sealed-bodies.ts'
import { Problem } from '../problem.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS owner (name TEXT PRIMARY KEY, owner TEXT NOT NULL) STRICT, WITHOUT ROWID;
  ${sealedBodiesSchema}
`

/** Where a gateway keeps confidential texts that are on no ledger yet, and how many. */
export interface TextPlace {
  /** The names of its files in a gateway's data folder. */
  file: string
  keyFile: string
  /** How many one participant may have here at a time, and all of them together. */
  maximum: { ofOwner: number; ofAll: number }
}

/** The first texts of chains, each from when its instruction is taken until the chain is sent or has ended (decision 0049); of up to 4 kB. */
export const firstTexts: TextPlace = {
  ...{ file: 'first-texts.sqlite', keyFile: 'first-texts.key' },
  maximum: { ofOwner: 32, ofAll: 20_000 },
}

/** What officers propose in confidence, each from its proposal until that has ended (decision 0050). */
export const proposedTexts: TextPlace = {
  ...{ file: 'proposed-texts.sqlite', keyFile: 'proposed-texts.key' },
  maximum: { ofOwner: 256, ofAll: 4_096 },
}

/**
 * Confidential texts that no peer has yet, by name, each of a participant. They are sealed as confidential bodies are, and gone as those are.
 */
export class SealedTexts {
  readonly #database: DatabaseSync
  readonly #bodies: SealedBodies
  readonly #statements: { readonly [name in 'insert' | 'delete']: StatementSync }
  /** Whose each is, by its name. */
  readonly #owners: Map<string, string>
  readonly #maximum: TextPlace['maximum']

  /** Opens those of a gateway's folder, or some in memory; refuses by FileFault as `openKept` and `openSecret` do, and what its key does not open. */
  constructor(place: Inventory | ':memory:', { file, keyFile, maximum }: TextPlace) {
    this.#maximum = maximum
    const key = place === ':memory:' ? randomBytes(32) : openSecret(place, keyFile)
    this.#database = openKept(place, file, schema)
    try {
      this.#bodies = new SealedBodies(this.#database, key)
      this.#requireReadable(place === ':memory:' ? place : place.path(file))
    } catch (error) {
      this.#database.close()
      throw error
    }
    this.#statements = {
      insert: this.#database.prepare('INSERT OR REPLACE INTO owner VALUES (?, ?)'),
      delete: this.#database.prepare('DELETE FROM owner WHERE name = ?'),
    }
    const rows = this.#database.prepare('SELECT name, owner FROM owner').all()
    this.#owners = new Map((rows as unknown as { name: string; owner: string }[]).map((row) => [row.name, row.owner]))
  }

  #requireReadable(file: string): void {
    try {
      this.#bodies.all()
    } catch {
      throw new FileFault({ file, reason: 'holds a text that its key does not open', next: bringBack })
    }
  }

  /** The names of the texts that are here. */
  get names(): string[] {
    return [...this.#owners.keys()]
  }

  /**
   * Keeps a text, on the disk before this returns. Refuses `documents_too_many` to an owner that has as many here as it may, and
   * `overloaded` where all together are.
   */
  keep(name: string, { owner, text }: { owner: string; text: string }): void {
    if (this.#owners.has(name)) return
    const own = [...this.#owners.values()].filter((one) => one === owner).length
    if (own >= this.#maximum.ofOwner) throw new Problem('documents_too_many', { id: name, outcome: 'none' })
    if (this.#owners.size >= this.#maximum.ofAll) {
      throw new Problem('overloaded', { id: name, outcome: 'none', retryAfterSeconds: 60 })
    }
    inOneTransaction(this.#database, () => {
      this.#statements.insert.run(name, owner)
      this.#bodies.put(name, text)
    })
    this.#owners.set(name, owner)
  }

  /** A text; undefined where it is not here, or not any more. */
  find(name: string): string | undefined {
    return this.#bodies.find(name)
  }

  /** Overwrites texts that nobody needs here any more. */
  forget(names: readonly string[]): void {
    const known = names.filter((name) => this.#owners.has(name))
    if (known.length === 0) return
    inOneTransaction(this.#database, () => {
      for (const name of known) {
        this.#statements.delete.run(name)
        this.#bodies.delete(name)
      }
    })
    for (const name of known) this.#owners.delete(name)
    this.#bodies.forget()
  }

  close(): void {
    this.#database.close()
  }
}
