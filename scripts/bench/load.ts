import { setTimeout as sleep } from 'node:timers/promises'
import { type ProcessorTime, readProcessorTime, spentBetween } from './processor-time.ts'

export type Load = {
  /** How many operations are under way at any time: a new one begins when one ends. */
  inFlight: number
  seconds: number
  dataFolder: string
  operation: () => Promise<void>
}

export type Round = {
  perSecond: number
  completed: number
  failures: string[]
  medianMilliseconds: number
  /** Processor milliseconds for each completed operation, by the part of the network; undefined without /proc. */
  cost: ProcessorTime | undefined
}

const rampSecondsMaximum = 20
// Batches end together: a window with few of them would measure where its edges fall.
const generationsMinimum = 2
const windowStretchMaximum = 3
const failuresMaximum = 20

/** The middle of the numbers; the mean of the two middle ones when their count is even. */
export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The number below which this part of all numbers lies. */
export const percentile = (numbers: readonly number[], part: number): number =>
  numbers.toSorted((one, other) => one - other)[Math.ceil(numbers.length * part) - 1] ?? Number.NaN

/** How many operations a load takes at most, where it completes about so many a second. */
export const operationsOf = ({ inFlight, seconds }: Pick<Load, 'inFlight' | 'seconds'>, perSecond: number): number => {
  // What ends before the window opens and what is under way when it closes come on top of what is counted.
  const counted = Math.max(Math.ceil(1.5 * perSecond * seconds), (generationsMinimum + 1) * inFlight)
  return counted + 2 * inFlight
}

const waitUntil = async (holds: () => boolean, seconds: number): Promise<void> => {
  const deadline = performance.now() + seconds * 1000
  while (!holds() && performance.now() < deadline) await sleep(20)
}

/**
 * Keeps a number of operations under way and counts those that end within a window. The window opens when as many have
 * ended as are under way at a time, so that neither filling the queues nor emptying them counts, and stays open for the
 * seconds wanted, and longer while very few have ended. Resolves once all have ended; throws when many fail.
 */
export const closedLoop = async ({ inFlight, seconds, dataFolder, operation }: Load): Promise<Round> => {
  const ended: { at: number; milliseconds: number }[] = []
  const failures: string[] = []
  let isOver = false
  const isGivenUp = () => failures.length >= failuresMaximum
  const worker = async () => {
    while (!isOver && !isGivenUp()) {
      const begun = performance.now()
      await operation().then(
        () => ended.push({ at: performance.now(), milliseconds: performance.now() - begun }),
        (error: Error) => failures.push(error.message),
      )
    }
  }
  const workers = Array.from({ length: inFlight }, worker)
  await waitUntil(() => ended.length >= inFlight || isGivenUp(), rampSecondsMaximum)
  const [opened, before] = [performance.now(), readProcessorTime(dataFolder)]
  const isEnough = () => ended.length >= inFlight * (1 + generationsMinimum)
  await waitUntil(isGivenUp, seconds)
  await waitUntil(() => isEnough() || isGivenUp(), seconds * (windowStretchMaximum - 1))
  const [closed, after] = [performance.now(), readProcessorTime(dataFolder)]
  isOver = true
  await Promise.all(workers)
  if (isGivenUp()) throw new Error(`${failures.length} operations failed, the first with: ${failures[0]}`)
  const counted = ended.filter(({ at }) => at >= opened && at < closed)
  return {
    perSecond: (counted.length * 1000) / (closed - opened),
    completed: counted.length,
    failures,
    medianMilliseconds: median(counted.map(({ milliseconds }) => milliseconds)),
    cost: spentBetween(before, after, counted.length),
  }
}

/** Does the work for all items, at most `limit` of them at a time. */
export const inParallel = async <T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: limit }, worker))
}
