import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Kind, Kinds } from '../kind.ts'

const shared = { family: 'projection, export and evidence', by: 'a gateway' } as const

/** A kind that is forged in the file of a gateway, by SQL that changes exactly one row; `?` is a number below the count of a table's rows. */
const onFile = (finds: Kind['finds'], { of, sql }: { of?: string; sql: string }): Kind => ({
  ...{ ...shared, finds },
  forge: ({ market, random }) => ({
    base: market,
    change: (file) => {
      const database = new DatabaseSync(file)
      const { count } = database.prepare(`SELECT count(*) AS count FROM ${of ?? 'checkpoint'}`).get() as {
        count: number
      }
      const { changes } = database.prepare(sql).run(...(of === undefined ? [] : [random.below(count)]))
      database.close()
      if (changes !== 1) throw new Error(`changed ${changes} rows in place of one`)
    },
  }),
})

const nth = (table: string, column: string): string =>
  `${column} = (SELECT ${column} FROM ${table} ORDER BY ${column} LIMIT 1 OFFSET ?)`

const nthHolding =
  '(participant, voucher) = (SELECT participant, voucher FROM holding ORDER BY participant, voucher LIMIT 1 OFFSET ?)'

/** What a gateway tells its people, out of its own file. */
export const projectionKinds: Kinds = {
  'the outcome of an instruction that a gateway tells': onFile('PROJECTION_OUTCOME_DIFFERS', {
    of: 'instruction',
    sql: `UPDATE instruction SET outcome = json_set(outcome, '$.status', 'pending') WHERE ${nth('instruction', 'id')}`,
  }),
  'the place of an instruction that a gateway tells': onFile('PROJECTION_OUTCOME_DIFFERS', {
    of: 'instruction',
    sql: `UPDATE instruction SET place = place + 100 WHERE ${nth('instruction', 'id')}`,
  }),
  'an instruction that a gateway keeps to itself': onFile('PROJECTION_INSTRUCTION_MISSING', {
    of: 'instruction',
    sql: `DELETE FROM instruction WHERE ${nth('instruction', 'id')}`,
  }),
  'an instruction that a gateway made up': onFile('PROJECTION_INSTRUCTION_UNFOUNDED', {
    of: 'instruction',
    sql: `INSERT INTO instruction SELECT 'made-up', sender, device, number, block, position, place + 100, ledger_transaction, envelope, outcome
      FROM instruction WHERE ${nth('instruction', 'id')}`,
  }),
  'a row that a gateway tells': onFile('PROJECTION_ROW_DIFFERS', {
    of: 'row',
    sql: `UPDATE row SET value = value || ' ' WHERE ${nth('row', 'key')}`,
  }),
  'a row that a gateway keeps to itself': onFile('PROJECTION_ROW_DIFFERS', {
    of: 'row',
    sql: `DELETE FROM row WHERE ${nth('row', 'key')}`,
  }),
  'a row that a gateway made up': onFile('PROJECTION_ROW_DIFFERS', {
    sql: `INSERT INTO row VALUES ('supply~MADE-UP', '{}')`,
  }),
  'what somebody holds, as a gateway tells': onFile('PROJECTION_HOLDING_DIFFERS', {
    of: 'holding',
    sql: `UPDATE holding SET available = '1' || available WHERE ${nthHolding}`,
  }),
  'what somebody holds, which a gateway keeps to itself': onFile('PROJECTION_HOLDING_DIFFERS', {
    of: 'holding',
    sql: `DELETE FROM holding WHERE ${nthHolding}`,
  }),
  'blocks that a gateway has not read': onFile('PROJECTION_HEIGHT_DIFFERS', {
    sql: 'UPDATE checkpoint SET block = block + 1',
  }),
  'a file that is no gateway’s': {
    ...{ ...shared, finds: 'PROJECTION_UNREADABLE' },
    forge: ({ market }) => ({ base: market, change: (file) => writeFileSync(file, 'nothing of the kind'.repeat(100)) }),
  },
}
