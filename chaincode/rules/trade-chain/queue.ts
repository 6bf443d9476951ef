import { ageingMilliseconds, type PriorityClass, priorityClasses } from '../../domains/trade-chain/priority.ts'

const top = BigInt(priorityClasses.length - 1)

/** A chain that waits to be sent, with its place in the blocks: block, transaction, and place among the instructions of that. */
export interface Waiting {
  class: PriorityClass
  /** In UTC milliseconds. */
  openedAt: bigint
  place: readonly [block: number, position: number, inBatch: number]
}

/** For how many whole steps of ageing a chain has waited at a moment in UTC milliseconds. */
export const stepsWaited = (openedAt: bigint, now: bigint): bigint =>
  now > openedAt ? (now - openedAt) / ageingMilliseconds : 0n

/** Whether a chain that is said to have waited for so many steps did so when that was signed, at most one step ago. */
export const isWaitedFor = (waited: bigint, openedAt: bigint, now: bigint): boolean => {
  const steps = stepsWaited(openedAt, now)
  return waited === steps || waited + 1n === steps
}

/** Where a chain stands among those that wait, counted from nothing: its class, and one more for each step waited, up to the top class. */
export const standingOf = (of: PriorityClass, waited: bigint): number => {
  const standing = BigInt(priorityClasses.indexOf(of)) + waited
  return Number(standing < top ? standing : top)
}

const standingAt = ({ class: of, openedAt }: Waiting, now: bigint): number => standingOf(of, stepsWaited(openedAt, now))

const beforeInBlocks = ({ place: one }: Waiting, { place: other }: Waiting): number =>
  one[0] - other[0] || one[1] - other[1] || one[2] - other[2]

/**
 * Chains in the order in which they are sent: by standing, and among equals by their place in the blocks (S2-021). Once a chain stands at the
 * top, which each does behind as many steps as there are classes above its own, nothing that is opened later goes before it (S2-022).
 */
export const inOrderOfSending = <Chain extends Waiting>(waiting: readonly Chain[], now: bigint): Chain[] =>
  waiting
    .map((chain) => ({ chain, standing: standingAt(chain, now) }))
    .sort((one, other) => other.standing - one.standing || beforeInBlocks(one.chain, other.chain))
    .map(({ chain }) => chain)
