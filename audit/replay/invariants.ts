import { type Account, accounts, type Credit, credits, type Holding } from '../../chaincode/domains/registry/tables.ts'
import { type Supply, supplies } from '../../chaincode/domains/vouchers/tables.ts'
import { parseKey } from '../../chaincode/vocabulary.ts'
import { type Difference, shown } from '../findings.ts'
import type { RowWrite } from '../ledger/transaction.ts'
import type { RowStore, Sums } from './row-store.ts'

const buckets = ['available', 'reserved', 'pledged', 'frozen'] as const

/** One quantity in a row. */
interface Quantity {
  voucher: string
  what: string
  quantity: bigint
  /** To which sum it counts; a cost to none. */
  of: keyof Sums | undefined
}

const quantitiesOf = ([voucher, holding]: [string, Holding]): Quantity[] => [
  ...buckets.map((what): Quantity => ({ voucher, what, quantity: holding[what], of: 'held' })),
  ...(['cost', 'costed'] as const).map((what) => ({ voucher, what, quantity: holding[what], of: undefined })),
]

const quantitiesIn = (key: string, value: Uint8Array): Quantity[] => {
  const table = parseKey(key)?.table
  if (table === undefined) throw new Error('the key names no table')
  const record: unknown = table.codec.decode(JSON.parse(Buffer.from(value).toString()))
  if (table === accounts) return Object.entries((record as Account).holdings).flatMap(quantitiesOf)
  if (table === credits) {
    const { voucher, quantity } = record as Credit
    return [{ voucher, what: 'quantity', quantity, of: 'held' }]
  }
  if (table === supplies) {
    const { voucher, supply } = record as Supply
    return [{ voucher, what: 'supply', quantity: supply, of: 'supply' }]
  }
  return []
}

/** The quantities in a row; undefined for a row that is no record of its table, in which none count. */
const readQuantities = (key: string, value: Uint8Array): Quantity[] | undefined => {
  try {
    const quantities = quantitiesIn(key, value)
    const isWhole = quantities.every(
      ({ voucher, quantity }) => typeof voucher === 'string' && typeof quantity === 'bigint',
    )
    return isWhole ? quantities : undefined
  } catch {
    // A row that stands in a block is anybody's bytes; the caller names it.
    return undefined
  }
}

const negativesIn = (key: string, quantities: readonly Quantity[]): Difference[] =>
  quantities
    .filter(({ quantity }) => quantity < 0n)
    .map(({ voucher, what, quantity }) => ({
      ...{ code: 'BUCKET_NEGATIVE', key: shown(key), expected: 'at least 0' },
      found: shown(`${what} of ${voucher} ${quantity}`),
    }))

/**
 * What must hold after each block, whatever the rules said of it: the supply of a voucher is what all accounts and credits hold, no
 * quantity is below zero, a device's number and an instruction's outcome are recorded once (invariants 1, 2, 3 and 5). Kept up
 * from the blocks' own writes, so that each block costs what it changes.
 */
export class Invariants {
  readonly #store: RowStore
  /** The sums that this block changed. */
  readonly #changed = new Map<string, Sums>()

  constructor(store: RowStore) {
    this.#store = store
  }

  #count(quantities: readonly Quantity[], sign: 1n | -1n): void {
    for (const { voucher, quantity, of } of quantities) {
      if (of === undefined) continue
      const sums = this.#changed.get(voucher) ?? this.#store.sumsOf(voucher)
      this.#changed.set(voucher, { ...sums, [of]: sums[of] + sign * quantity })
    }
  }

  /** Takes in a write of a valid transaction, and puts it into the store. Names a row that cannot be read, and quantities below zero. */
  write({ chaincode, key, value }: RowWrite): Difference[] {
    const before = this.#store.get(chaincode, key)
    this.#count((before && readQuantities(key, before)) ?? [], -1n)
    this.#store.set(chaincode, key, value)
    if (value === undefined) return []
    const quantities = readQuantities(key, value)
    if (quantities === undefined)
      return [{ code: 'ROW_UNREADABLE', key: shown(key), found: shown(Buffer.from(value).toString()) }]
    this.#count(quantities, 1n)
    return negativesIn(key, quantities)
  }

  /** Takes in that a valid transaction records an instruction; `number` names sender, device and number where the envelope can be read. */
  record({ id, number, place }: { id: string; number: string | undefined; place: string }): Difference[] {
    const earlier = this.#store.see('outcome', id, place)
    const same = number === undefined ? undefined : this.#store.see('number', number, place)
    return [
      ...(earlier === undefined
        ? []
        : [{ code: 'OUTCOME_RECORDED_TWICE' as const, instruction: id, expected: earlier, found: place }]),
      ...(same === undefined
        ? []
        : [
            {
              code: 'NUMBER_RECORDED_TWICE' as const,
              instruction: id,
              key: number ?? '',
              expected: same,
              found: place,
            },
          ]),
    ]
  }

  /** Ends a block: names the vouchers whose supply it made differ from what is held, or differ by another amount than before. */
  endBlock(): Difference[] {
    const differences = [...this.#changed].flatMap(([voucher, sums]): Difference[] => {
      const before = this.#store.sumsOf(voucher)
      this.#store.putSums(voucher, sums)
      const { held, supply } = sums
      if (held - supply === 0n || held - supply === before.held - before.supply) return []
      return [{ code: 'SUPPLY_DIFFERS', key: shown(voucher), expected: `held ${held}`, found: `supply ${supply}` }]
    })
    this.#changed.clear()
    return differences
  }
}
