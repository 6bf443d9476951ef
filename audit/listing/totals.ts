import { supplies } from '../../chaincode/domains/vouchers/tables.ts'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import type { RowStore } from '../replay/row-store.ts'
import type { Entry } from './entry.ts'

/** What a list comes to, so that nobody takes a part of it for the whole. */
export interface Totals {
  lines: number
  /** How many transactions peers found valid and invalid. */
  valid: number
  invalid: number
  /** How many instructions have each outcome, by its name. */
  outcomes: { [outcome: string]: number }
  /** Of each voucher what its supply says and what all accounts and credits hold behind the last block, in base units. */
  supplies: { [voucher: string]: { supply: string; held: string } }
}

/** Counts entries as they come. */
export class Tally {
  readonly #outcomes = new Map<string, number>()
  #lines = 0
  #valid = 0
  #invalid = 0

  take({ place, validation, outcome }: Entry): void {
    this.#lines += 1
    if (place === null || place === 0) {
      if (validation === 'VALID') this.#valid += 1
      else this.#invalid += 1
    }
    if (outcome !== '') this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1)
  }

  /** The totals with the supplies of the rows that the blocks leave. */
  totals(rows: RowStore): Totals {
    return {
      ...{ lines: this.#lines, valid: this.#valid, invalid: this.#invalid },
      outcomes: Object.fromEntries([...this.#outcomes].toSorted(([one], [other]) => (one < other ? -1 : 1))),
      supplies: Object.fromEntries(
        [...vouchersIn(rows)].map((voucher) => {
          const { supply, held } = rows.sumsOf(voucher)
          return [voucher, { supply: supply.toString(), held: held.toString() }]
        }),
      ),
    }
  }
}

const pageRows = 1_000

/** The vouchers that have a supply, in the order of their codes. */
function* vouchersIn(rows: RowStore): Generator<string> {
  const range = supplies.range()
  let { start } = range
  for (;;) {
    const page = rows.range({ chaincode: ledgerChaincode, start, end: range.end }, pageRows)
    for (const { key } of page) yield key.slice(range.start.length)
    const last = page.at(-1)
    if (last === undefined || page.length < pageRows) return
    start = `${last.key}\0`
  }
}
