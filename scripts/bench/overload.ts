import { setTimeout as sleep } from 'node:timers/promises'
import type { Community } from './community.ts'
import { openSender, type Sender } from './sender.ts'
import { Transfers } from './transfers.ts'

/** What became of the transfers offered in an overload. */
export type Overload = {
  offeredPerSecond: number
  /** Accepted in a block while the overload lasted. */
  perSecond: number
  /** Turned away with 429, with nothing promised. */
  turnedAway: number
}

const tickMilliseconds = 10
const leadSeconds = 2

/**
 * Offers transfers at a steady rate, whether or not they are answered, and counts those accepted after the first seconds.
 * Every transfer that the gateway took is followed to its outcome before this resolves; throws when one is lost.
 */
export const measureOverload = async (
  { gateway, community }: { gateway: string; community: Community },
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Overload> => {
  const total = Math.ceil(perSecond * (seconds + leadSeconds))
  const sender: Sender = openSender(gateway)
  const transfers = new Transfers(community, { toMerchant: false, ahead: total })
  const begun = performance.now()
  const since = () => (performance.now() - begun) / 1000
  let counted = 0
  let turnedAway = 0
  const offer = async () => {
    if ((await transfers.offer(sender)) === 'turned-away') turnedAway += 1
    else if (since() >= leadSeconds && since() < leadSeconds + seconds) counted += 1
  }
  const offered: Promise<void>[] = []
  while (since() < leadSeconds + seconds) {
    const due = Math.min(total, Math.floor(since() * perSecond))
    while (offered.length < due) offered.push(offer())
    await sleep(tickMilliseconds)
  }
  await Promise.all(offered)
  sender.close()
  return { offeredPerSecond: offered.length / (leadSeconds + seconds), perSecond: counted / seconds, turnedAway }
}
