import { everybody } from './concerns.ts'
import type { Database } from './database.ts'
import { beginning, fromRow, type InstructionRow, type LedgerPlace, type Recorded } from './recorded.ts'

const byPosition = '(block, position, place)'

/** The recorded instructions as a sequence that can be read from any position on. */
export class LedgerEvents {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Where the last instruction stands. */
  last(): LedgerPlace {
    const sql = 'SELECT block, position, place FROM instruction ORDER BY block DESC, position DESC, place DESC LIMIT 1'
    return this.#database.one<LedgerPlace>(sql) ?? beginning
  }

  /** True when an instruction stands there, or when it is the beginning, before all of them. */
  isKnown({ block, position, place }: LedgerPlace): boolean {
    if (block === 0 && position === 0 && place === 0) return true
    const sql = `SELECT 1 FROM instruction WHERE ${byPosition} = (?, ?, ?)`
    return this.#database.one(sql, block, position, place) !== undefined
  }

  /** All instructions after a position, at most `limit`, in the ledger's order. */
  all({ block, position, place }: LedgerPlace, limit: number): Recorded[] {
    const sql = `SELECT * FROM instruction WHERE ${byPosition} > (?, ?, ?) ORDER BY block, position, place LIMIT ?`
    return this.#database.all<InstructionRow>(sql, block, position, place, limit).map(fromRow)
  }

  /** The instructions after a position that concern the participant or the device, or are published, in the ledger's order. */
  concerning(
    { participant, device = participant }: { participant: string; device?: string },
    { block, position, place }: LedgerPlace,
    limit: number,
  ): Recorded[] {
    const one = `SELECT block, position, place FROM concern WHERE participant = ? AND ${byPosition} > (?, ?, ?)`
    const sql = `SELECT i.* FROM (${one} UNION ${one} UNION ${one} ORDER BY block, position, place LIMIT ?) c
      JOIN instruction i ON i.block = c.block AND i.position = c.position AND i.place = c.place
      ORDER BY i.block, i.position, i.place`
    const after = [block, position, place]
    const rows = this.#database.all<InstructionRow>(
      sql,
      participant,
      ...after,
      device,
      ...after,
      everybody,
      ...after,
      limit,
    )
    return rows.map(fromRow)
  }
}
