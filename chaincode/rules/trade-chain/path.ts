import type { ChosenPath } from '../../domains/trade-chain/terms.ts'

type Considered = ChosenPath['considered'][number]

// Slower than every class there is.
const slowest = 2n ** 62n

const speedOf = ({ class: speed, age }: Considered, ageLimit: bigint): bigint =>
  speed === undefined || age === undefined || BigInt(age) > ageLimit ? slowest : BigInt(speed)

const inOrder = (left: bigint | string, right: bigint | string): number => {
  if (left === right) return 0
  return left < right ? -1 : 1
}

/**
 * The names of paths, best first (S2-026): those that are not failing before those that are, then by their class; a path without one, or with
 * one older than the limit in seconds, counts as slowest. Ties go by name.
 */
export const pathsInOrder = ({ ageLimit, considered }: Omit<ChosenPath, 'address'>): string[] => {
  const limit = BigInt(ageLimit)
  const isFailing = (one: Considered) => (one.failing === undefined ? 0n : 1n)
  return [...considered]
    .sort(
      (left, right) =>
        inOrder(isFailing(left), isFailing(right)) ||
        inOrder(speedOf(left, limit), speedOf(right, limit)) ||
        inOrder(left.name, right.name),
    )
    .map(({ name }) => name)
}

/** Whether a choice is what follows from what was considered: each path once, and the best of them chosen. */
export const isBestPath = (chosen: ChosenPath): boolean => {
  const names = pathsInOrder(chosen)
  return new Set(names).size === names.length && names[0] === chosen.address
}
