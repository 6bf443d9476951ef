import { voidAfterMilliseconds } from '../../../chaincode/domains/trade-chain/periods.ts'
import {
  ageingMilliseconds,
  classTable,
  type PriorityClass,
  priorityClasses,
} from '../../../chaincode/domains/trade-chain/priority.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import type { readDeliveries, readPaths } from '../../sdk/trade-chain/paths.ts'
import type { Queues } from '../../sdk/trade-chain/queue.ts'
import type { ListedChain } from '../../sdk/trade-chain/records.ts'

/** Behind so many minutes a trade that waits stands one class higher. */
export const stepMinutes = Number(ageingMilliseconds / 60_000n)

/** A class as everybody may know it: what it asks of a client, and behind how many minutes nothing that is opened later goes before its trades. */
export interface PublishedClass {
  class: PriorityClass
  leastDays: string
  leastVolume: string
  minutesToTop: number
}

/** The published table with its bounds, lowest class first (S2-020, S2-022). */
export const publishedClasses = (): PublishedClass[] =>
  classTable.map(({ class: of, leastDays, leastVolume }, place) => ({
    ...{ class: of, leastDays: `${leastDays}`, leastVolume: `${leastVolume}` },
    minutesToTop: (priorityClasses.length - 1 - place) * stepMinutes,
  }))

type QueueAt = Queues['items'][number]
type Queued = QueueAt['chains'][number]

/** A trade in its queue: its place from one on, and for how many whole minutes it waited at least. */
export type WaitingTrade = Omit<Queued, 'waited'> & { place: number; minutes: number }

/** What waits for one institution, first what is sent first. */
export interface WaitingAt {
  institution: string
  unanswered: number
  unansweredMaximum: number
  /** Nothing more is sent there until something is answered or voided. */
  isFull: boolean
  waiting: number
  /** How many of those that wait stand in no line. */
  untold: number
  /** How many of those told are of each class, lowest first. */
  counts: readonly (readonly [PriorityClass, number])[]
  trades: WaitingTrade[]
}

const waitingAt = (unansweredMaximum: number, { institution, unanswered, waiting, chains }: QueueAt): WaitingAt => ({
  ...{ institution, unanswered, unansweredMaximum, waiting },
  isFull: unanswered >= unansweredMaximum,
  untold: Math.max(0, waiting - chains.length),
  counts: priorityClasses.map((one) => [one, chains.filter(({ class: of }) => of === one).length] as const),
  trades: chains.map(({ waited, ...chain }, place) => ({
    ...chain,
    place: place + 1,
    minutes: Number(waited) * stepMinutes,
  })),
})

/** The queues of a bank as its screen shows them (decision 0051). */
export const waitingIn = ({ unansweredMaximum, items }: Queues): WaitingAt[] =>
  items.map((queue) => waitingAt(unansweredMaximum, queue))

type Reached = Awaited<ReturnType<typeof readPaths>>['institutions'][number]

/** How loudly it is said how an institution is reached: none of its paths is an alarm, one a warning (S2-024, S2-025). */
export const reachToneOf = ({ state }: Pick<Reached, 'state'>): 'bad' | 'warn' | undefined =>
  (({ none: 'bad', one: 'warn', several: undefined }) as const)[state]

/** How loudly it is said how one path stands: the last delivery over it failed, or what was measured is too old or not there. */
export const pathToneOf = ({ state }: Reached['paths'][number]): 'bad' | 'warn' | 'good' =>
  (({ failing: 'bad', old: 'warn', unmeasured: 'warn', measured: 'good' }) as const)[state]

type Tries = Awaited<ReturnType<typeof readDeliveries>>['items']

/** What became of bringing a trade to its institution: the path over which that has it, and what failed before or since. */
export interface Delivered {
  over: string | undefined
  failures: number
  lastFailure: Tries[number] | undefined
}

/** Sums up the tries of one trade, oldest first (S2-027). */
export const deliveredOf = (tries: Tries): Delivered => {
  const failed = tries.filter(({ result }) => result !== 'acknowledged')
  return {
    over: tries.find(({ result }) => result === 'acknowledged')?.path,
    failures: failed.length,
    lastFailure: failed.at(-1),
  }
}

/** What can be done with a trade that does not go on by itself. */
export interface Mending {
  /** The bank may say that it does not know what became of it. */
  mayMarkUnknown: boolean
  /** Two officers may end it by its answer, or void it. */
  mayReconcile: boolean
  /** From when on an auditor may void it, in UTC milliseconds. */
  voidableFrom: string | undefined
  mayVoid: boolean
}

const voidable: readonly ListedChain['status'][] = ['sent', 'unknown', 'answered', 'conflict', 'accepted']

/**
 * What can be done with a trade at a moment in UTC milliseconds by somebody with these roles: a dispatcher says that it is unknown once its time
 * to answer is over, two officers for credit reconcile a conflict, and an auditor voids what was left open for 30 days (S2-042, S2-043).
 */
export const mendingOf = (
  { status, answerBy }: Pick<ListedChain, 'status' | 'answerBy'>,
  { roles, now }: { roles: readonly DeviceRole[]; now: number },
): Mending => {
  const isLate = answerBy !== undefined && BigInt(now) > BigInt(answerBy)
  const isVoidable = answerBy !== undefined && voidable.includes(status)
  const voidableFrom = isVoidable ? `${BigInt(answerBy) + voidAfterMilliseconds}` : undefined
  return {
    mayMarkUnknown: status === 'sent' && isLate && roles.includes('dispatcher'),
    mayReconcile: status === 'conflict' && roles.includes('credit'),
    voidableFrom,
    mayVoid: voidableFrom !== undefined && BigInt(now) > BigInt(voidableFrom) && roles.includes('auditor'),
  }
}
