import { randomBytes } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { bringBack, FileFault } from '../files/file-fault.ts'
import type { Inventory } from '../files/inventory.ts'
import { inOneTransaction, openKept } from '../files/kept-database.ts'
import { openSecret } from '../files/keys.ts'
import { SealedBodies, sealedBodiesSchema } from '../outbox/sealed-bodies.ts'
import { Problem } from '../problem.ts'

/** The name of its file in a gateway's data folder. */
export const firstTextsFile = 'first-texts.sqlite'
const keyFile = 'first-texts.key'

const schema = `
  CREATE TABLE IF NOT EXISTS client (chain TEXT PRIMARY KEY, client TEXT NOT NULL) STRICT, WITHOUT ROWID;
  ${sealedBodiesSchema}
`

/** How many first texts one client may have here at a time, and all of them together: 32, and 20,000 of up to 4 kB. */
const firstTextsMaximum = { ofClient: 32, ofAll: 20_000 }

/**
 * The first confidential texts of chains, each from when its instruction is taken until the chain is sent or has ended (decision 0049): no
 * peer has them before that. They are sealed as confidential bodies are, and gone as those are.
 */
export class FirstTexts {
  readonly #database: DatabaseSync
  readonly #bodies: SealedBodies
  readonly #statements: { readonly [name in 'insert' | 'delete']: StatementSync }
  /** Whose each is, by its chain. */
  readonly #clients: Map<string, string>
  readonly #maximum: typeof firstTextsMaximum

  /** Opens those of a gateway's folder, or some in memory; refuses by FileFault as `openKept` and `openSecret` do, and what its key does not open. */
  constructor(place: Inventory | ':memory:', maximum = firstTextsMaximum) {
    this.#maximum = maximum
    const key = place === ':memory:' ? randomBytes(32) : openSecret(place, keyFile)
    this.#database = openKept(place, firstTextsFile, schema)
    try {
      this.#bodies = new SealedBodies(this.#database, key)
      this.#requireReadable(place === ':memory:' ? place : place.path(firstTextsFile))
    } catch (error) {
      this.#database.close()
      throw error
    }
    this.#statements = {
      insert: this.#database.prepare('INSERT OR REPLACE INTO client VALUES (?, ?)'),
      delete: this.#database.prepare('DELETE FROM client WHERE chain = ?'),
    }
    const rows = this.#database.prepare('SELECT chain, client FROM client').all()
    this.#clients = new Map(
      (rows as unknown as { chain: string; client: string }[]).map((row) => [row.chain, row.client]),
    )
  }

  #requireReadable(file: string): void {
    try {
      this.#bodies.all()
    } catch {
      throw new FileFault({ file, reason: 'holds a text that its key does not open', next: bringBack })
    }
  }

  /** The chains whose texts are here. */
  get chains(): string[] {
    return [...this.#clients.keys()]
  }

  /**
   * Keeps the text of a chain, on the disk before this returns. Refuses `documents_too_many` to a client that has as many here as it may,
   * and `overloaded` where all together are.
   */
  keep(chain: string, { client, text }: { client: string; text: string }): void {
    if (this.#clients.has(chain)) return
    const own = [...this.#clients.values()].filter((one) => one === client).length
    if (own >= this.#maximum.ofClient) throw new Problem('documents_too_many', { id: chain, outcome: 'none' })
    if (this.#clients.size >= this.#maximum.ofAll) {
      throw new Problem('overloaded', { id: chain, outcome: 'none', retryAfterSeconds: 60 })
    }
    inOneTransaction(this.#database, () => {
      this.#statements.insert.run(chain, client)
      this.#bodies.put(chain, text)
    })
    this.#clients.set(chain, client)
  }

  /** The text of a chain; undefined where it is not here, or not any more. */
  find(chain: string): string | undefined {
    return this.#bodies.find(chain)
  }

  /** Overwrites the texts of chains that need them here no more. */
  forget(chains: readonly string[]): void {
    const known = chains.filter((chain) => this.#clients.has(chain))
    if (known.length === 0) return
    inOneTransaction(this.#database, () => {
      for (const chain of known) {
        this.#statements.delete.run(chain)
        this.#bodies.delete(chain)
      }
    })
    for (const chain of known) this.#clients.delete(chain)
    this.#bodies.forget()
  }

  close(): void {
    this.#database.close()
  }
}
