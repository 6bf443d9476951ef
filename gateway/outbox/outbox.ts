import { randomBytes } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { knownEnvelope } from '../../chaincode/envelope.ts'
import type { Rejected } from '../../chaincode/outcome.ts'
import { bringBack, FileFault } from '../files/file-fault.ts'
import type { Inventory } from '../files/inventory.ts'
import { inOneTransaction, openKept } from '../files/kept-database.ts'
import { openSecret } from '../files/keys.ts'
import { SealedBodies, sealedBodiesSchema } from './sealed-bodies.ts'

/** The name of its file in a gateway's data folder. */
export const outboxFile = 'outbox.sqlite'

/** The name of the key under which confidential bodies wait there. */
export const outboxKeyFile = 'outbox.key'

const schema = `
  CREATE TABLE IF NOT EXISTS pending (
    id TEXT PRIMARY KEY, sender TEXT NOT NULL, device TEXT NOT NULL, number TEXT NOT NULL, envelope TEXT NOT NULL, received_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rejection (id TEXT PRIMARY KEY, outcome TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS probe (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL) STRICT;
  ${sealedBodiesSchema}
`

const settledMilliseconds = 1_000
// Long enough for what was asked of the network to have left: writing to the disk holds up the whole process.
const gatherMilliseconds = 4
const probeMilliseconds = 1_000

/** An instruction that this gateway promised to bring to an outcome. `receivedAt` is UTC milliseconds. */
export interface Pending {
  id: string
  /** The participant whose account the instruction is sent from. */
  sender: string
  device: string
  number: string
  envelope: string
  receivedAt: bigint
  /** The text of its confidential body, for the kinds that have one (decision 0011). */
  confidential?: string | undefined
}

/** What becomes of an instruction that is handed over: `stored` resolves once it is on the disk, and rejects when that failed. */
export interface Storing {
  isNew: boolean
  stored: Promise<void>
}

interface Group {
  members: Map<string, Pending>
  stored: Promise<void>
}

type PendingRow = Omit<Pending, 'receivedAt' | 'confidential'> & { received_at: string }

// No part can hold the space.
const claimOf = ({ sender, device, number }: Pick<Pending, 'sender' | 'device' | 'number'>): string =>
  `${sender} ${device} ${number}`

/** Throws where the text that was stored cannot have been written so: no damage to the file need show otherwise. */
const requireReadable = ({ id, envelope }: PendingRow, file: string): void => {
  try {
    knownEnvelope(envelope)
  } catch {
    throw new FileFault({ file, reason: `holds a promise that cannot be read (${id})`, next: bringBack })
  }
}

const fromRow = ({ received_at, ...row }: PendingRow, bodies: ReadonlyMap<string, string>): Pending => ({
  ...{ ...row, receivedAt: BigInt(received_at) },
  ...(bodies.has(row.id) && { confidential: bodies.get(row.id) }),
})

/**
 * The instructions that were promised and have no outcome yet, on disk before the promise is given. A restart brings all
 * of them to the ledger again; each device's number makes that safe (decision 0004, 0012).
 */
export class Outbox {
  readonly #database: DatabaseSync
  readonly #insert: StatementSync
  readonly #delete: StatementSync
  readonly #reject: StatementSync
  readonly #rejection: StatementSync
  readonly #unreject: StatementSync
  readonly #probe: StatementSync
  readonly #bodies: SealedBodies
  readonly #pending = new Map<string, Pending>()
  readonly #byNumber = new Map<string, Pending>()
  /** At most so many rejections are kept: none means that there is nothing to look for. */
  #rejectionsAtMost: number
  /** What has its outcome and is still on disk. A crash brings it up again, and then the blocks tell that it is done. */
  #settled: string[] = []
  #settledTimer: NodeJS.Timeout | undefined
  /** What goes to the disk with the next write. */
  #group: Group | undefined
  /** Rejections that the disk did not take yet; they go with the next write, and a restart finds them out again. */
  readonly #unwritten = new Map<string, Rejected>()
  /** Why the last write failed. */
  #failure: string | undefined
  #probedAt = Number.NEGATIVE_INFINITY
  readonly #log: Pick<Logger, 'error' | 'info'> | undefined

  /** Opens the outbox of a gateway's folder, or one in memory; refuses by FileFault as `openKept` does, and one that cannot be read. */
  constructor(place: Inventory | ':memory:', log?: Pick<Logger, 'error' | 'info'>) {
    this.#log = log
    this.#database = openKept(place, outboxFile, schema)
    try {
      const key = place === ':memory:' ? randomBytes(32) : openSecret(place, outboxKeyFile)
      this.#bodies = new SealedBodies(this.#database, key)
      this.#load(place === ':memory:' ? place : place.path(outboxFile))
    } catch (error) {
      this.#database.close()
      throw error
    }
    this.#insert = this.#database.prepare('INSERT OR IGNORE INTO pending VALUES (?, ?, ?, ?, ?, ?)')
    this.#delete = this.#database.prepare('DELETE FROM pending WHERE id = ?')
    this.#reject = this.#database.prepare('INSERT OR REPLACE INTO rejection VALUES (?, ?)')
    this.#probe = this.#database.prepare('INSERT OR REPLACE INTO probe VALUES (1, ?)')
    this.#unreject = this.#database.prepare('DELETE FROM rejection WHERE id = ?')
    this.#rejection = this.#database.prepare('SELECT outcome FROM rejection WHERE id = ?')
    const { count } = this.#database.prepare('SELECT count(*) AS count FROM rejection').get() as { count: number }
    this.#rejectionsAtMost = count
  }

  #load(file: string): void {
    const rows = this.#database.prepare('SELECT * FROM pending ORDER BY received_at').all()
    const bodies = this.#readBodies(file)
    for (const row of rows as unknown as PendingRow[]) {
      requireReadable(row, file)
      this.#remember(fromRow(row, bodies))
    }
  }

  #readBodies(file: string): Map<string, string> {
    try {
      return this.#bodies.all()
    } catch {
      throw new FileFault({ file, reason: 'holds a confidential body that its key does not open', next: bringBack })
    }
  }

  get size(): number {
    return this.#pending.size
  }

  /** Why nothing can be promised now: in words, what the disk said; undefined while it takes what it is given. Tries once a second. */
  get failure(): string | undefined {
    if (performance.now() - this.#probedAt >= probeMilliseconds) {
      this.#probedAt = performance.now()
      this.#tryTo(() => this.#write([]))
    }
    return this.#failure
  }

  all(): Pending[] {
    return [...this.#pending.values()]
  }

  find(id: string): Pending | undefined {
    return this.#pending.get(id)
  }

  /** The pending instruction that claims this number of this sender's device. */
  findByNumber(claim: Pick<Pending, 'sender' | 'device' | 'number'>): Pending | undefined {
    return this.#byNumber.get(claimOf(claim))
  }

  #remember(pending: Pending): void {
    this.#pending.set(pending.id, pending)
    this.#byNumber.set(claimOf(pending), pending)
  }

  #forget(id: string): void {
    const pending = this.#pending.get(id)
    if (pending === undefined) return
    this.#pending.delete(id)
    const claim = claimOf(pending)
    if (this.#byNumber.get(claim) === pending) this.#byNumber.delete(claim)
  }

  /**
   * Takes an instruction in; those that arrive together share one write to the disk. Clears an earlier rejection of the
   * same instruction. One that is here already is not taken a second time.
   */
  store(pending: Pending): Storing {
    if (this.#pending.has(pending.id)) return { isNew: false, stored: Promise.resolve() }
    this.#group ??= this.#gather()
    const { members, stored } = this.#group
    const isNew = !members.has(pending.id)
    if (isNew) members.set(pending.id, pending)
    return { isNew, stored }
  }

  #gather(): Group {
    const members = new Map<string, Pending>()
    const write = () => {
      this.#group = undefined
      this.#write([...members.values()])
    }
    return { members, stored: sleep(gatherMilliseconds).then(write) }
  }

  /** Writes a group, and takes off the disk what has its outcome. */
  #write(group: readonly Pending[]): void {
    clearTimeout(this.#settledTimer)
    this.#settledTimer = undefined
    this.#inOneTransaction(() => {
      // Only a change reaches the disk.
      if (group.length + this.#settled.length === 0) this.#probe.run(Date.now())
      for (const id of this.#settled) this.#end(id)
      this.#writeRejections()
      for (const pending of group) this.#begin(pending)
    })
    this.#bodies.forget()
    this.#settled = []
    this.#unwritten.clear()
    for (const pending of group) this.#remember(pending)
  }

  #writeRejections(): void {
    for (const [id, outcome] of this.#unwritten) {
      this.#reject.run(id, JSON.stringify(outcome))
      this.#end(id)
    }
  }

  /** Puts a promise on the disk, with what it says to few sealed. */
  #begin({ id, sender, device, number, envelope, receivedAt, confidential }: Pending): void {
    if (this.#rejectionsAtMost > 0) this.#rejectionsAtMost -= Number(this.#unreject.run(id).changes)
    this.#insert.run(id, sender, device, number, envelope, receivedAt.toString())
    if (confidential !== undefined) this.#bodies.put(id, confidential)
  }

  /** Takes a promise off the disk, and what it says to few. */
  #end(id: string): void {
    this.#delete.run(id)
    this.#bodies.delete(id)
  }

  /** Tries what may as well happen with the next write. */
  #tryTo(write: () => void): void {
    try {
      write()
    } catch {
      // It is noted; a restart that finds the old state asks the blocks.
    }
  }

  #dropSettled(): void {
    if (this.#settled.length > 0) this.#tryTo(() => this.#write([]))
  }

  /** Ends a promise that the ledger took no notice of, and keeps the reason for whoever asks by id. */
  reject(outcome: Rejected): void {
    this.#unwritten.set(outcome.id, outcome)
    this.#rejectionsAtMost += 1
    this.#forget(outcome.id)
    this.#tryTo(() => this.#write([]))
  }

  /** Why the ledger took no notice of an instruction when it was last sent. */
  rejection(id: string): Rejected | undefined {
    if (this.#rejectionsAtMost === 0) return undefined
    const unwritten = this.#unwritten.get(id)
    if (unwritten !== undefined) return unwritten
    const row = this.#rejection.get(id) as { outcome: string } | undefined
    return row === undefined ? undefined : (JSON.parse(row.outcome) as Rejected)
  }

  /**
   * Forgets instructions whose outcome stands in a block. They leave the disk with the next write, or within a second: to
   * keep them longer does no harm, and nobody has to wait for it.
   */
  settle(ids: readonly string[]): void {
    const known = ids.filter((id) => this.#pending.has(id))
    if (known.length === 0) return
    for (const id of known) this.#forget(id)
    this.#settled.push(...known)
    this.#settledTimer ??= setTimeout(() => this.#dropSettled(), settledMilliseconds)
    this.#settledTimer.unref()
  }

  #inOneTransaction(work: () => void): void {
    try {
      inOneTransaction(this.#database, work)
    } catch (error) {
      this.#note(error)
      throw error
    }
    this.#note(undefined)
  }

  /** Keeps why writing fails, and says once that it does, and once that it works again. */
  #note(error: unknown): void {
    const before = this.#failure
    this.#failure = error === undefined ? undefined : (error as Error).message
    if (before === undefined && error !== undefined) this.#log?.error({ err: error }, 'the outbox cannot be written')
    if (before !== undefined && error === undefined) this.#log?.info('the outbox can be written again')
  }

  /** Closes the file. What still gathers for a write is not stored, and was promised to nobody. */
  close(): void {
    this.#dropSettled()
    this.#database.close()
  }
}
