import { setTimeout as sleep } from 'node:timers/promises'
import type { Community } from './community.ts'
import { openSender, type Sender } from './sender.ts'
import { Transfers } from './transfers.ts'

/** What became of the transfers offered in an overload. */
export type Overload = {
  offeredPerSecond: number
  /** Accepted in a block while the overload lasted, as a gateway reads the blocks that has nothing else to do. */
  perSecond: number
  /** Turned away with 429, with nothing promised. */
  turnedAway: number
}

const tickMilliseconds = 10
// What a gateway lets wait at such a peak, and those that are about to be turned away.
const connections = 8_000
// Empty lanes begin together with small batches, and none of the first full ones comes through before they all do: what is
// counted begins after that, as a round's window opens when as many have ended as are under way.
const leadSeconds = 6

/** How many instructions a gateway has seen accepted in blocks. */
const readAccepted = async (gateway: string): Promise<number> => {
  const answer = await fetch(`${gateway}/metrics`)
  const found = /^assay_instructions_recorded_total\{status="accepted"\} ([0-9]+)$/m.exec(await answer.text())
  if (found === null) throw new Error(`${gateway}/metrics does not say how many instructions were accepted`)
  return Number(found[1])
}

/**
 * Offers transfers at a steady rate, whether or not they are answered, and counts those accepted after the first seconds. The
 * client is as crowded as the gateway that it crowds, so another gateway tells when they stood in a block. Every
 * transfer that the gateway took is followed to its outcome before this resolves; throws when one is lost.
 */
export const measureOverload = async (
  { gateway, witness, community }: { gateway: string; witness: string; community: Community },
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Overload> => {
  const total = Math.ceil(perSecond * (seconds + leadSeconds))
  const sender: Sender = openSender(gateway)
  const transfers = new Transfers(community, { toMerchant: false, ahead: total })
  await sender.connect(Math.min(total, connections))
  const begun = performance.now()
  const since = () => (performance.now() - begun) / 1000
  let turnedAway = 0
  const offer = async () => {
    if ((await transfers.offer(sender)) === 'turned-away') turnedAway += 1
  }
  const offered: Promise<void>[] = []
  const atStart = sleep(leadSeconds * 1000).then(async () => ({ at: since(), accepted: await readAccepted(witness) }))
  while (since() < leadSeconds + seconds) {
    const due = Math.min(total, Math.floor(since() * perSecond))
    while (offered.length < due) offered.push(offer())
    await sleep(tickMilliseconds)
  }
  const end = { at: since(), accepted: await readAccepted(witness) }
  const start = await atStart
  await Promise.all(offered)
  sender.close()
  return {
    offeredPerSecond: offered.length / (leadSeconds + seconds),
    perSecond: (end.accepted - start.accepted) / (end.at - start.at),
    turnedAway,
  }
}
