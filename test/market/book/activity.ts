import { activities, type Chain, type Hop } from '../../../chaincode/domains/trade-chain/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { Book } from './book.ts'

// Who is sent first (decision 0051), as the document has it.

const day = 86_400_000n
const step = 600_000n
/** On how many days, and for how many whole units of cash, a client must have traded for each class, highest first. */
const classes = [
  ['prime', 20n, 2_000_000n],
  ['active', 8n, 200_000n],
  ['regular', 1n, 10_000n],
] as const

/** What counted up to now: every thirty days what there was is worth half. */
const countedOf = (book: Book, { bank, institution, client }: Chain, now: bigint) => {
  const row = book.find(activities, bank, institution, client)
  if (row === undefined) return { day: now / day, dayVolume: 0n, days: 0n, volume: 0n }
  const today = now / day
  if (row.day >= today) return row
  const halvings = today / 30n - row.day / 30n
  return { day: today, dayVolume: 0n, days: row.days / 2n ** halvings, volume: row.volume / 2n ** halvings }
}

/** The class and the waiting that a bank must name of a chain. */
export const placeOf = (book: Book, chain: Chain, now: bigint): { class: string; waited: bigint } => {
  const { days, volume } = countedOf(book, chain, now)
  const found = classes.find(([, leastDays, leastVolume]) => days >= leastDays && volume >= leastVolume)
  return { class: found?.[0] ?? 'basic', waited: now < chain.openedAt ? 0n : (now - chain.openedAt) / step }
}

/** Whether what a bank names of a chain is so: the class of now, and the waiting of now or of a step before. */
export const isPlacedSo = (
  book: Book,
  chain: Chain,
  { queue, now }: { queue: { [name: string]: string }; now: bigint },
): boolean => {
  const { class: found, waited } = placeOf(book, chain, now)
  const named = BigInt(queue['waited'] as string)
  return queue['class'] === found && (named === waited || named === waited - 1n)
}

/** Counts a trade that was settled: of at least 100 whole units, up to 500,000 of a day, unless one of its own sides says so. */
export const countTrade = (
  book: Book,
  { chain, hop, settledBy, now }: { chain: Chain; hop: Hop; settledBy: string; now: bigint },
): void => {
  const { bank, institution, client, cash } = chain
  const whole = (hop.amount ?? 0n) / BigInt(book.find(vouchers, cash)?.unit.basePerShown ?? '1')
  if (whole < 100n || client === settledBy || client === hop.executor) return
  const { day: today, dayVolume, days, volume } = countedOf(book, chain, now)
  const more = dayVolume + whole > 500_000n ? 500_000n - dayVolume : whole
  book.put(activities, {
    ...{ bank, institution, client, day: today, dayVolume: dayVolume + more },
    ...{ days: dayVolume === 0n ? days + 1n : days, volume: volume + more },
  })
}
