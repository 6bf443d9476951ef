import { Tally } from '../../market/audit.ts'
import { Day } from '../../market/day.ts'
import { consortium } from '../../support/members.ts'
import { channelOf } from './channel/market-channel.ts'
import { definingBlocks } from './channel/recorded-channel.ts'

let known: Promise<Uint8Array[]> | undefined

/** A day of the market as a whole channel, signed by all who have a part in it; the same for all who ask. */
export const marketBlocks = (): Promise<Uint8Array[]> => {
  known ??= (async () => {
    const day = await Day.open(consortium, 5, new Tally(), { blocksBefore: definingBlocks, hasPairs: false })
    await day.play()
    return await channelOf(day.ledger)
  })()
  return known
}
