import { type PriorityClass, priorityClasses } from '../../chaincode/domains/trade-chain/priority.ts'
import { type Chain, chains } from '../../chaincode/domains/trade-chain/tables.ts'
import { classIn } from '../../chaincode/rules/trade-chain/activity.ts'
import { inOrderOfSending, standingOf, stepsWaited, type Waiting } from '../../chaincode/rules/trade-chain/queue.ts'
import type { Metrics } from '../metrics.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session } from '../services/sessions.ts'
import { type ChainLedger, foldedView } from './folded-view.ts'

/** A chain that waits to be sent, in its class. */
export interface Queued extends Waiting {
  chain: Chain
}

/** What waits for one institution, in the order in which it is sent, and how many chains that were sent there have no answer yet. */
export interface QueueAt {
  institution: string
  unanswered: number
  waiting: Queued[]
}

type QueueLedger = ChainLedger & Pick<Projection, 'lists'>

interface Options {
  mspId: string
  projection: QueueLedger
}

/** Every chain of this bank that passed its checks, was not sent, and whose time is not over. */
const waitingAt = ({ mspId, projection }: Options, now: bigint): Queued[] => {
  const classes = new Map<string, PriorityClass>()
  const classOfClient = (chain: Chain): PriorityClass => {
    const name = `${chain.institution} ${chain.client}`
    const known = classes.get(name) ?? classIn(foldedView(projection, chain), chain, now)
    classes.set(name, known)
    return known
  }
  return projection.lists.chainsToSend(mspId, Number(now)).flatMap(({ name, place }) => {
    const chain = projection.view.find(chains, name)
    // What dishonest endorsers wrote under another name is no chain of this bank's.
    if (chain?.chain !== name || chain.bank !== mspId) return []
    return [{ chain, class: classOfClient(chain), openedAt: chain.openedAt, place }]
  })
}

/**
 * The queues of a bank at a moment in UTC milliseconds, by institution: of each one for which something waits, or that has not answered
 * something (decision 0051). What waits for one never depends on what waits for another (S2-029).
 */
export const queuesOf = (options: Options, now: bigint): QueueAt[] => {
  const unanswered = options.projection.lists.chainsUnanswered(options.mspId)
  const waiting = waitingAt(options, now)
  const institutions = [...new Set([...unanswered.keys(), ...waiting.map(({ chain }) => chain.institution)])].sort()
  return institutions.map((institution) => ({
    institution,
    unanswered: unanswered.get(institution) ?? 0,
    waiting: inOrderOfSending(
      waiting.filter(({ chain }) => chain.institution === institution),
      now,
    ),
  }))
}

/** Counts what waits, by institution and class: figures alone, which name nobody. */
export const countWaiting = (gauge: Metrics['chainsWaiting'], queues: readonly QueueAt[]): void => {
  gauge.reset()
  for (const { institution, waiting } of queues) {
    for (const one of priorityClasses) {
      gauge.set({ institution, class: one }, waiting.filter((chain) => chain.class === one).length)
    }
  }
}

/** How many of what waits for an institution are told one by one. */
const toldMaximum = 200

const toldOf = ({ institution, unanswered, waiting }: QueueAt, now: bigint) => ({
  ...{ institution, unanswered, waiting: waiting.length },
  chains: waiting.slice(0, toldMaximum).map(({ chain: { chain, client, openedAt }, class: of }) => {
    const waited = stepsWaited(openedAt, now)
    return { chain, client, class: of, waited: `${waited}`, standing: priorityClasses[standingOf(of, waited)] }
  }),
})

/**
 * The queues of a bank as its dispatchers and officers for credit see them: how many chains may be unanswered at an institution, how many are,
 * and what waits, first what is sent first, at most 200 of each. Refuses `not_allowed` to everybody else, auditors too, since classes are the
 * pair's own; and `not_found` at a gateway that sends no chains.
 */
export const queuesFor = (
  { home, roles }: Session,
  { unansweredMaximum, ...options }: Options & { unansweredMaximum: number | undefined },
  now: bigint,
) => {
  const isOfBank = home === options.mspId && (roles.includes('dispatcher') || roles.includes('credit'))
  if (!isOfBank) throw new Problem('not_allowed')
  if (unansweredMaximum === undefined) throw new Problem('not_found')
  return { unansweredMaximum, items: queuesOf(options, now).map((queue) => toldOf(queue, now)) }
}
