import type { DatabaseSync } from 'node:sqlite'
import { type RewardLeg, rewardLegs } from '../chaincode/domains/promotions/terms.ts'
import { envelopeText, type ReadEnvelope, readEnvelope } from '../chaincode/envelope.ts'
import { inOneTransaction } from '../terminal/sdk/node/in-one-transaction.ts'
import type { Marked } from './mark.ts'

/** Something to be done about what a trade earned: to be judged, or one of the two to be paid. */
export interface RewardTask extends Marked {
  chain: string
  part: 'judge' | RewardLeg
  /** What was signed for it and has no outcome here yet; the same bytes are sent again. */
  envelope: ReadEnvelope | undefined
}

/** What trades that came by promotions earned, from before they are answered until nothing is left to do about it. */
export interface RewardJournal {
  /** Notes by which promotion a trade came, once. */
  note(chain: string, marked: Marked): void
  /** What is to be done by this moment, in UTC milliseconds, of trades that were executed and whose answer is acknowledged; oldest first. */
  due(now: number): RewardTask[]
  /** Keeps what was signed, before it is sent. */
  keep(task: RewardTask, envelope: ReadEnvelope): void
  /** Looks at it again from a moment on, and forgets what was signed. */
  wait(task: RewardTask, until: number): void
  /** The trade is judged: both of its legs are to be looked at. */
  judged(task: RewardTask): void
  end(task: RewardTask): void
  /** Sets it aside until the program starts again, and forgets what was signed. */
  setAside(task: RewardTask, code: string): void
  /** Has all that was set aside looked at again. */
  takeUpAgain(): void
}

interface Row {
  chain: string
  part: RewardTask['part']
  promotion: string
  terms: string
  trader: Marked['trader']
  envelope: string | null
}

/** The table of what trades earned; a chain's answer stands beside it. */
export const rewardSchema = `
  CREATE TABLE IF NOT EXISTS reward (
    chain TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('judge', 'trader', 'promoter')),
    promotion TEXT NOT NULL,
    terms TEXT NOT NULL,
    trader TEXT NOT NULL CHECK (trader IN ('same', 'other')),
    status TEXT NOT NULL CHECK (status IN ('open', 'done', 'stuck')),
    code TEXT,
    -- Not before this moment, in UTC milliseconds.
    due_at INTEGER NOT NULL,
    -- The instruction, from before it is first sent until it has an outcome.
    envelope TEXT,
    PRIMARY KEY (chain, part)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS reward_by_time ON reward (status, due_at);
`

const statementsOn = (database: DatabaseSync) => ({
  add: database.prepare(
    "INSERT INTO reward VALUES (?, ?, ?, ?, ?, 'open', NULL, 0, NULL) ON CONFLICT (chain, part) DO NOTHING",
  ),
  due: database.prepare(
    `SELECT w.chain, w.part, w.promotion, w.terms, w.trader, w.envelope FROM reward w JOIN received r ON r.chain = w.chain
      WHERE w.status = 'open' AND w.due_at <= ? AND r.status = 'acknowledged' AND r.verdict = 'executed'
      ORDER BY w.due_at, w.rowid LIMIT 200`,
  ),
  keep: database.prepare('UPDATE reward SET envelope = ? WHERE chain = ? AND part = ?'),
  wait: database.prepare('UPDATE reward SET due_at = ?, envelope = NULL WHERE chain = ? AND part = ?'),
  end: database.prepare("UPDATE reward SET status = 'done', envelope = NULL WHERE chain = ? AND part = ?"),
  // What was refused for good is signed anew, once somebody mended what was in its way.
  stick: database.prepare("UPDATE reward SET status = 'stuck', code = ?, envelope = NULL WHERE chain = ? AND part = ?"),
  takeUp: database.prepare("UPDATE reward SET status = 'open', code = NULL WHERE status = 'stuck'"),
})

/** The journal of rewards in the institution's database. */
export const rewardJournalOn = (database: DatabaseSync): RewardJournal => {
  const statements = statementsOn(database)
  const add = (chain: string, part: RewardTask['part'], { promotion, terms, trader }: Marked) =>
    statements.add.run(chain, part, promotion, terms, trader)
  return {
    note: (chain, marked) => {
      add(chain, 'judge', marked)
    },
    due: (now) =>
      (statements.due.all(now) as unknown as Row[]).map(({ envelope, ...row }) => ({
        ...row,
        envelope: envelope === null ? undefined : readEnvelope(envelope),
      })),
    keep: ({ chain, part }, envelope) => {
      statements.keep.run(envelopeText(envelope), chain, part)
    },
    wait: ({ chain, part }, until) => {
      statements.wait.run(until, chain, part)
    },
    judged: (task) =>
      inOneTransaction(database, () => {
        for (const leg of rewardLegs) add(task.chain, leg, task)
        statements.end.run(task.chain, task.part)
      }),
    end: ({ chain, part }) => {
      statements.end.run(chain, part)
    },
    setAside: ({ chain, part }, code) => {
      statements.stick.run(code, chain, part)
    },
    takeUpAgain: () => {
      statements.takeUp.run()
    },
  }
}
