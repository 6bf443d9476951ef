import {
  type ClassRequirement,
  classTable,
  countedVolumeLeast,
  dayVolumeMaximum,
  halvingDays,
  type PriorityClass,
} from '../../domains/trade-chain/priority.ts'
import { type Activity, activities, type Chain, type Hop } from '../../domains/trade-chain/tables.ts'
import { type Voucher, vouchers } from '../../domains/vouchers/tables.ts'
import type { Request, View, Write } from '../rule.ts'
import { write } from '../rule.ts'

const dayMilliseconds = 86_400_000n

/** What counts of a client's past trades. */
type Counted = Pick<Activity, 'day' | 'dayVolume' | 'days' | 'volume'>

const nothing: Counted = { day: 0n, dayVolume: 0n, days: 0n, volume: 0n }

/** As it stands on a day: halved for each period that began since its last trade; a day that lies before that is the same as that. */
const standingOn = (counted: Counted, today: bigint): Counted => {
  if (today <= counted.day) return counted
  const periods = today / halvingDays - counted.day / halvingDays
  return { day: today, dayVolume: 0n, days: counted.days >> periods, volume: counted.volume >> periods }
}

/**
 * The activity with one more trade, of a volume in whole units of its cash, at a moment in UTC milliseconds. A day counts once, and no day for
 * more than its most, so that one trade in many parts never counts for more than whole (S2-023).
 */
export const withTrade = (before: Counted | undefined, volume: bigint, now: bigint): Counted => {
  const counted = standingOn(before ?? nothing, now / dayMilliseconds)
  const room = dayVolumeMaximum - counted.dayVolume
  const more = volume < room ? volume : room
  return {
    day: counted.day,
    dayVolume: counted.dayVolume + more,
    days: counted.days + (counted.dayVolume === 0n ? 1n : 0n),
    volume: counted.volume + more,
  }
}

/** The class of a client by its activity at a moment in UTC milliseconds, by the published table; the lowest for who has none (S2-019, S2-020). */
export const classOf = (activity: Counted | undefined, now: bigint): PriorityClass => {
  const { days, volume } = standingOn(activity ?? nothing, now / dayMilliseconds)
  const isReached = ({ leastDays, leastVolume }: ClassRequirement) => days >= leastDays && volume >= leastVolume
  // The lowest asks for nothing.
  return (classTable.findLast(isReached) as ClassRequirement).class
}

type OfClient = Pick<Chain, 'bank' | 'institution' | 'client'>

/** The class of a chain's client with its institution. The view must have the pair's rows. */
export const classIn = (view: View, { bank, institution, client }: OfClient, now: bigint): PriorityClass =>
  classOf(view.find(activities, bank, institution, client), now)

type Settled = Pick<Request<'chain.settle'>, 'view' | 'sender' | 'facts'>

/**
 * What a settled trade counts for, in whole units of its cash; undefined for one that counts nothing: too small, or of somebody who trades
 * with itself, as who answers for the institution or takes chains on for the bank (S2-023). All of it is public.
 */
export const countedVolume = (
  { view, sender }: Omit<Settled, 'facts'>,
  { before: { client, cash }, hop: { executor, amount } }: { before: Chain; hop: Hop },
): bigint | undefined => {
  if (client === executor || client === sender.participant) return undefined
  const { unit } = view.find(vouchers, cash) as Voucher
  const volume = (amount as bigint) / BigInt(unit.basePerShown)
  return volume < countedVolumeLeast ? undefined : volume
}

/** The write of a client's activity behind a settled trade; none where that counts nothing. */
export const countedTrade = (settled: Settled, traded: { before: Chain; hop: Hop }): Write[] => {
  const volume = countedVolume(settled, traded)
  if (volume === undefined) return []
  const { view, facts } = settled
  const { bank, institution, client } = traded.before
  const counted = withTrade(view.find(activities, bank, institution, client), volume, facts.now)
  return [write(activities, { bank, institution, client, ...counted })]
}
