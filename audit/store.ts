import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { openDatabase } from './database.ts'
import { type Finding, type FindingCode, hexOf } from './findings.ts'
import { RowStore } from './replay/row-store.ts'
import { emptySummary, type Summary } from './summary.ts'
import { State } from './verify/state.ts'
import type { VerificationPosition } from './verify/verification.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS finding (place INTEGER PRIMARY KEY, content TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS counted (code TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS audit (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
`

/** As many findings are kept one by one; of all others only their number is, since whoever forged a chain chose it. */
export const findingsKept = 10_000

/** As many blocks are written down at once: each alone would cost more than to look at it. What an ending cuts off is looked at again. */
const blocksTogether = 64

/** What an audit has behind it: how far it came, and what it counted. */
export interface Progress {
  position: VerificationPosition
  summary: Summary
}

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

/** All but the configuration, which is large and seldom changes. */
const textOf = ({ position: { chain, commitHash, lastConfiguration }, summary }: Progress): string =>
  JSON.stringify({
    ...{ next: chain.next.toString(), previousHash: hexOf(chain.previousHash), commitHash: hexOf(commitHash) },
    ...{ lastConfiguration: lastConfiguration.toString(), summary },
  })

const progressIn = (text: string, configuration: string): Progress => {
  const { summary, ...stored } = JSON.parse(text)
  return {
    position: {
      chain: { next: BigInt(stored.next), previousHash: bytesOf(stored.previousHash) },
      ...{ commitHash: bytesOf(stored.commitHash), configuration: bytesOf(configuration) },
      lastConfiguration: BigInt(stored.lastConfiguration),
    },
    summary,
  }
}

/**
 * All that an audit keeps, in one database: the rows that verifying and replaying need, what was found, and how far it came. Each
 * block is taken in whole or not at all, so that an audit over a file goes on where it was ended, with what it had found.
 */
export class AuditStore {
  readonly state: State
  readonly rows: RowStore
  readonly #database: DatabaseSync
  readonly #findings: StatementSync
  readonly #keepFinding: StatementSync
  readonly #count: StatementSync
  readonly #counts: StatementSync
  readonly #read: StatementSync
  readonly #write: StatementSync
  /** The configuration that was kept last. */
  #configuration: Uint8Array | undefined
  /** How many blocks were taken in. */
  #taken = 0

  /** In a file, or in memory where none is named. */
  constructor(file?: string) {
    this.#database = openDatabase(file)
    this.state = new State(this.#database)
    this.rows = new RowStore(this.#database)
    this.#database.exec(schema)
    this.#findings = this.#database.prepare('SELECT content FROM finding ORDER BY place')
    this.#keepFinding = this.#database.prepare(
      'INSERT INTO finding (content) SELECT ? WHERE (SELECT count(*) FROM finding) < ?',
    )
    this.#count = this.#database.prepare(
      'INSERT INTO counted VALUES (?, 1) ON CONFLICT (code) DO UPDATE SET count = count + 1',
    )
    this.#counts = this.#database.prepare('SELECT code, count FROM counted ORDER BY code')
    this.#read = this.#database.prepare('SELECT content FROM audit WHERE name = ?')
    this.#write = this.#database.prepare('INSERT OR REPLACE INTO audit VALUES (?, ?)')
  }

  #textOf(name: string): string | undefined {
    return (this.#read.get(name) as { content: string } | undefined)?.content
  }

  /** What is audited: set by the first audit over this store, and the same for all that go on with it. */
  get subject(): string | undefined {
    return this.#textOf('subject')
  }

  set subject(subject: string) {
    this.#write.run('subject', subject)
  }

  /** Whether something was found behind which nothing can be looked at. */
  get hasEnded(): boolean {
    return this.#textOf('ended') !== undefined
  }

  /** Keeps that it was. */
  end(): void {
    this.#write.run('ended', '')
  }

  /** The hash of the channel's first block, by which two channels of the same members differ; null before it. */
  get firstBlock(): string | null {
    return this.#textOf('first') ?? null
  }

  /** How far an audit came; undefined before the first block. */
  get progress(): Progress | undefined {
    const text = this.#textOf('progress')
    return text === undefined ? undefined : progressIn(text, this.#textOf('configuration') ?? '')
  }

  get summary(): Summary {
    return this.progress?.summary ?? emptySummary()
  }

  /** Does all that a block brings, and keeps what was found and how far the audit is then; where that throws, nothing was done. */
  async takeIn(work: () => Promise<{ findings: readonly Finding[]; progress: Progress | undefined }>): Promise<void> {
    if (!this.#database.isTransaction) this.#database.exec('BEGIN')
    this.#database.exec('SAVEPOINT block')
    try {
      const { findings, progress } = await work()
      for (const finding of findings) {
        this.#keepFinding.run(JSON.stringify(finding), findingsKept)
        this.#count.run(finding.code)
      }
      if (progress !== undefined) this.#keep(progress)
      this.#database.exec('RELEASE block')
    } catch (error) {
      this.#database.exec('ROLLBACK TO block; RELEASE block')
      this.#configuration = undefined
      this.state.forget()
      throw error
    } finally {
      this.#taken += 1
      if (this.#taken % blocksTogether === 0) this.#writeDown()
    }
  }

  #keep(progress: Progress): void {
    const { configuration } = progress.position
    // Held by the same verification, it is the same bytes until a block brings another one.
    if (configuration !== this.#configuration) this.#write.run('configuration', hexOf(configuration))
    this.#configuration = configuration
    const { next, previousHash } = progress.position.chain
    if (next === 1n) this.#write.run('first', hexOf(previousHash))
    this.#write.run('progress', textOf(progress))
  }

  #writeDown(): void {
    if (this.#database.isTransaction) this.#database.exec('COMMIT')
  }

  /** What was found so far, in its order; the first ones where there are very many. */
  get findings(): Finding[] {
    return this.#findings.all().map(({ content }) => JSON.parse(String(content)) as Finding)
  }

  /** How often each code was found. */
  get counts(): Map<FindingCode, number> {
    return new Map(this.#counts.all().map(({ code, count }) => [code as FindingCode, Number(count)]))
  }

  close(): void {
    this.#writeDown()
    this.#database.close()
  }
}
