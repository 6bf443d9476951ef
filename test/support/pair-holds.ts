import {
  type Chain,
  chains,
  type Hop,
  hops,
  type Positions,
  positions,
  segments,
} from '../../chaincode/domains/trade-chain/tables.ts'
import { readFirst } from '../../chaincode/domains/trade-chain/terms.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import type { RecordIn, Table } from '../../chaincode/wire/table.ts'
import type { InMemoryLedger } from './ledger.ts'
import { recordsOf } from './ledger-rows.ts'

/** The private rows of one table that a pair has. */
const privateRecords = <T extends Table>(ledger: InMemoryLedger, collection: string, table: T): RecordIn<T>[] => {
  const rows = ledger.state.table(collection)
  return rows
    .keys(`${table.name}~`, `${table.name}~\u007f`)
    .map(
      (key) =>
        table.codec.decode(JSON.parse(rows.get(key)?.value.toString() ?? '{}') as { [name: string]: Json }) as never,
    )
}

// Behind these nothing waits on the pair’s side any more.
const over: readonly Hop['status'][] = ['settled', 'freed', 'released']

/** What a sale waits for of a family that is no voucher, by whose position of which product; nothing of any other chain. */
const heldBy = (chain: Chain, second: string): readonly [name: string, quantity: bigint][] => {
  if (chain.side !== 'sell' || chain.metal !== undefined) return []
  const read = readFirst((JSON.parse(second) as { first: string }).first)
  if (!('first' in read)) return []
  const { product, quantity } = read.first.trade
  return [[`${chain.client} ${chain.family}:${product}`, BigInt(quantity)]]
}

const positionFaults = ({ client, products }: Positions, waiting: ReadonlyMap<string, bigint>): string[] =>
  Object.entries(products).flatMap(([name, { quantity, reserved }]) => {
    const expected = waiting.get(`${client} ${name}`) ?? 0n
    return [
      ...(reserved === expected
        ? []
        : [`${name} of ${client}: ${expected} wait by what is open, ${reserved} in the row`]),
      ...(reserved >= 0n && reserved <= quantity ? [] : [`${name} of ${client}: ${reserved} of ${quantity} wait`]),
    ]
  })

/**
 * What a pair keeps of positions in families that are no vouchers: what waits there is what sales that were sent hold, to the unit, and never
 * more than there is. Answers every breach.
 */
export const pairHoldFaults = (ledger: InMemoryLedger): string[] =>
  ledger.consortium.pairs.flatMap(({ bank, institution }) => {
    const collection = ledger.consortium.collectionOf(bank, institution) ?? ''
    const rows = ledger.rows()
    const known = new Map(recordsOf(rows, chains).map((chain) => [chain.chain, chain]))
    const open = new Set(recordsOf(rows, hops).flatMap(({ chain, status }) => (over.includes(status) ? [] : [chain])))
    const waiting = new Map<string, bigint>()
    for (const { chain, second } of privateRecords(ledger, collection, segments)) {
      const held = open.has(chain) ? heldBy(known.get(chain) as Chain, second) : []
      for (const [name, quantity] of held) waiting.set(name, (waiting.get(name) ?? 0n) + quantity)
    }
    return privateRecords(ledger, collection, positions).flatMap((row) => positionFaults(row, waiting))
  })
