import type { DatabaseSync } from 'node:sqlite'
import { envelopeText, type ReadEnvelope, readEnvelope } from '../chaincode/envelope.ts'
import { inOneTransaction } from '../terminal/sdk/node/in-one-transaction.ts'

/** An answer as it is sent, the same bytes each time. */
export interface KeptAnswer {
  chain: string
  verdict: 'executed' | 'refused'
  envelope: ReadEnvelope
  confidential: string
}

/** How a chain ends here: acknowledged by the ledger, or why nothing more is sent of it. */
export type AnswerEnd = 'acknowledged' | 'voided' | 'answered-otherwise' | 'stuck'

/** One delivery of a chain, over one path. */
export interface Receipt {
  chain: string
  send: string
  path: string
  /** In UTC milliseconds. */
  at: number
}

const receiptsMaximum = 32

/** What an institution was sent, and its answers from before they are first sent until they are acknowledged. */
export interface AnswerJournal {
  /** Notes chains that were sent, each once, and up to where was looked. */
  note(chains: readonly string[], position: string | undefined): void
  /** Notes a chain that a bank delivered, once, and each time that it came, the last 32 of them. */
  receive(receipt: Receipt): void
  /** When and over which paths a chain came, oldest first. */
  receipts(chain: string): Pick<Receipt, 'path' | 'at'>[]
  /** Up to where was looked, as the gateway orders instructions; undefined before the first look. */
  lookedUpTo(): string | undefined
  /** The chains that wait for an answer to be made. */
  waiting(): string[]
  /** Sets aside a chain that was refused before anything of it was believed, until the program starts again. */
  setAside(chain: string, code: string): void
  /** Has every chain that was set aside, or is stuck, looked at again. */
  takeUpAgain(): void
  keep(answer: KeptAnswer): void
  /** The answers that are not acknowledged. */
  unacknowledged(): KeptAnswer[]
  /** Ends a chain, and forgets what its answer said. */
  end(chain: string, status: AnswerEnd, code?: string): void
  /** Has an answer made anew, of what was never taken. */
  makeAnew(chain: string): void
}

interface Row {
  chain: string
  verdict: KeptAnswer['verdict']
  envelope: string
  confidential: string
}

const statementsOn = (database: DatabaseSync) => ({
  add: database.prepare("INSERT INTO received (chain, status) VALUES (?, 'waiting') ON CONFLICT (chain) DO NOTHING"),
  receipt: database.prepare(
    'INSERT INTO receipt SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM receipt WHERE chain = ?1',
  ),
  trim: database.prepare(
    'DELETE FROM receipt WHERE chain = ?1 AND number <= (SELECT max(number) FROM receipt WHERE chain = ?1) - ?2',
  ),
  receipts: database.prepare('SELECT path, at FROM receipt WHERE chain = ? ORDER BY number'),
  look: database.prepare(
    'INSERT INTO looked VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET position = excluded.position',
  ),
  looked: database.prepare('SELECT position FROM looked'),
  waiting: database.prepare("SELECT chain FROM received WHERE status = 'waiting' ORDER BY rowid"),
  setAside: database.prepare("UPDATE received SET status = 'faulty', code = ? WHERE chain = ?"),
  takeUpFaulty: database.prepare("UPDATE received SET status = 'waiting', code = NULL WHERE status = 'faulty'"),
  takeUpStuck: database.prepare("UPDATE received SET status = 'answering', code = NULL WHERE status = 'stuck'"),
  keep: database.prepare(
    "UPDATE received SET status = 'answering', verdict = ?, envelope = ?, confidential = ? WHERE chain = ?",
  ),
  kept: database.prepare(
    "SELECT chain, verdict, envelope, confidential FROM received WHERE status = 'answering' ORDER BY rowid",
  ),
  end: database.prepare(
    'UPDATE received SET status = ?, code = ?, envelope = NULL, confidential = NULL WHERE chain = ?',
  ),
  // What is stuck keeps its answer, to be sent again once somebody mended what was in its way.
  stick: database.prepare("UPDATE received SET status = 'stuck', code = ? WHERE chain = ?"),
  anew: database.prepare(
    "UPDATE received SET status = 'waiting', verdict = NULL, envelope = NULL, confidential = NULL WHERE chain = ?",
  ),
})

/** The journal in the institution's database. */
export const journalOn = (database: DatabaseSync): AnswerJournal => {
  const statements = statementsOn(database)
  return {
    note: (chains, position) =>
      inOneTransaction(database, () => {
        for (const chain of chains) statements.add.run(chain)
        if (position !== undefined) statements.look.run(position)
      }),
    receive: ({ chain, send, path, at }) =>
      inOneTransaction(database, () => {
        statements.add.run(chain)
        statements.receipt.run(chain, send, path, at)
        statements.trim.run(chain, receiptsMaximum)
      }),
    receipts: (chain) => statements.receipts.all(chain) as unknown as Receipt[],
    lookedUpTo: () => statements.looked.get()?.['position'] as string | undefined,
    waiting: () => statements.waiting.all().map(({ chain }) => chain as string),
    setAside: (chain, code) => {
      statements.setAside.run(code, chain)
    },
    takeUpAgain: () =>
      inOneTransaction(database, () => {
        statements.takeUpFaulty.run()
        statements.takeUpStuck.run()
      }),
    keep: ({ chain, verdict, envelope, confidential }) => {
      statements.keep.run(verdict, envelopeText(envelope), confidential, chain)
    },
    unacknowledged: () =>
      (statements.kept.all() as unknown as Row[]).map((row) => ({ ...row, envelope: readEnvelope(row.envelope) })),
    end: (chain, status, code) => {
      if (status === 'stuck') statements.stick.run(code ?? null, chain)
      else statements.end.run(status, code ?? null, chain)
    },
    makeAnew: (chain) => {
      statements.anew.run(chain)
    },
  }
}
