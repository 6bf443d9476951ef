import { Tally } from '../../market/audit.ts'
import { Day } from '../../market/day.ts'
import { consortium } from '../../support/members.ts'
import { channelOf } from './channel/market-channel.ts'
import { definingBlocks } from './channel/recorded-channel.ts'

/** What tests look for in the day, with blocks enough behind it. */
const wanted = ['voucher.transfer', 'trade.buy'] as const
const early = 120
const seedsMaximum = 50

/** The first day on which all that is wanted was honoured early: what a seed draws is another day's once kinds are added. */
const dayOfAll = async (seed = 5): Promise<Day> => {
  if (seed > seedsMaximum) throw new Error(`no day of ${seedsMaximum} has ${wanted.join(' and ')}`)
  const met = new Tally()
  const day = await Day.open(consortium, seed, met, { blocksBefore: definingBlocks, hasPairs: false })
  await day.playPart(early)
  if (wanted.some((kind) => !met.counts.has(kind))) return dayOfAll(seed + 1)
  await day.play()
  return day
}

let known: Promise<Uint8Array[]> | undefined

/** A day of the market as a whole channel, signed by all who have a part in it; the same for all who ask. */
export const marketBlocks = (): Promise<Uint8Array[]> => {
  known ??= dayOfAll().then((day) => channelOf(day.ledger))
  return known
}
