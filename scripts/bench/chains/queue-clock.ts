import { type PriorityClass, priorityClasses } from '../../../chaincode/domains/trade-chain/priority.ts'
import { inOrderOfSending, type Waiting } from '../../../chaincode/rules/trade-chain/queue.ts'

/** A chain that is opened for an institution at a moment of the virtual clock. */
export interface Arrival {
  at: bigint
  class: PriorityClass
}

/** A chain of the virtual clock, from when it was opened until it was sent. */
export interface Passed extends Waiting {
  sentAt: bigint
}

/** How an institution takes what is sent to it: so many at once, each for so long. */
export interface Desk {
  unansweredMaximum: number
  answerMilliseconds: () => bigint
}

/** Chance that is the same for the same seed (the generator of Lehmer): a whole number from 0 up to but not including `below`. */
export const chanceOf = (seed: number): ((below: number) => number) => {
  let state = (BigInt(seed) % 2_147_483_646n) + 1n
  return (below) => {
    state = (state * 48_271n) % 2_147_483_647n
    return Number(state % BigInt(below))
  }
}

/**
 * Lets chains come to one institution by a virtual clock, in the order in which they are given, and sends them as a bank's gateway does, by the
 * ledger's own queue; in the order in which they were sent.
 */
export const playQueue = (arrivals: readonly Arrival[], { unansweredMaximum, answerMilliseconds }: Desk): Passed[] => {
  const passed: Passed[] = []
  let waiting: Waiting[] = []
  let answersAt: bigint[] = []
  const sendAt = (now: bigint): void => {
    answersAt = answersAt.filter((at) => at > now)
    const sent = inOrderOfSending(waiting, now).slice(0, unansweredMaximum - answersAt.length)
    waiting = waiting.filter((chain) => !sent.includes(chain))
    passed.push(...sent.map((chain) => ({ ...chain, sentAt: now })))
    answersAt.push(...sent.map(() => now + answerMilliseconds()))
  }
  const sendUntil = (until: bigint | undefined): void => {
    while (waiting.length > 0) {
      const [next = 0n] = answersAt.toSorted((one, other) => Number(one - other))
      if (until !== undefined && next > until) return
      sendAt(next)
    }
  }
  for (const [place, { at: openedAt, class: of }] of arrivals.entries()) {
    sendUntil(openedAt)
    waiting.push({ class: of, openedAt, place: [place, 0, 0] })
    sendAt(openedAt)
  }
  sendUntil(undefined)
  return passed
}

const shares: readonly (readonly [PriorityClass, number])[] = [
  ['basic', 40],
  ['regular', 30],
  ['active', 20],
  ['prime', 10],
]

const someClass = (chance: (below: number) => number): PriorityClass => {
  const drawn = chance(100)
  const upTo = (place: number) => shares.slice(0, place + 1).reduce((sum, [, share]) => sum + share, 0)
  return shares.find((_share, place) => drawn < upTo(place))?.[0] ?? 'basic'
}

/** A flow of chains of all classes, mostly basic, with so many milliseconds between two on the average. */
export const mixedFlow = (
  { count, everyMilliseconds }: { count: number; everyMilliseconds: number },
  chance: (below: number) => number,
): Arrival[] => {
  let at = 0n
  return Array.from({ length: count }, () => {
    at += BigInt(chance(2 * everyMilliseconds))
    return { at, class: someClass(chance) }
  })
}

const minutes = (milliseconds: bigint): number => Number(milliseconds) / 60_000

const atShare = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/** How long chains of one class waited until they were sent, in minutes. */
interface Waits {
  class: PriorityClass
  count: number
  median: number
  most: number
}

/** The waits of each class, lowest first. */
export const waitsOf = (passed: readonly Passed[]): Waits[] =>
  priorityClasses.map((of) => {
    const waits = passed.filter((one) => one.class === of).map(({ sentAt, openedAt }) => minutes(sentAt - openedAt))
    waits.sort((one, other) => one - other)
    return { class: of, count: waits.length, median: atShare(waits, 0.5), most: atShare(waits, 1) }
  })

const backlog = 400
const flowing = 2_000
const unansweredMaximum = 8
const answerMillisecondsMaximum = 30_000

/** The waits of each class where a backlog stands and more keeps coming, spread over so many institutions. */
const waitsAmong = (institutions: number): Waits[] => {
  const chance = chanceOf(51)
  const standing = mixedFlow({ count: backlog, everyMilliseconds: 1 }, chance).map((one) => ({ ...one, at: 0n }))
  const arrivals = [...standing, ...mixedFlow({ count: flowing, everyMilliseconds: 2_000 }, chance)]
  const desk = { unansweredMaximum, answerMilliseconds: () => BigInt(1 + chance(answerMillisecondsMaximum)) }
  const passed = Array.from({ length: institutions }, (_each, place) =>
    playQueue(
      arrivals.filter((_arrival, index) => index % institutions === place),
      desk,
    ),
  )
  return waitsOf(passed.flat())
}

/** How long chains of each class wait by a virtual clock, for one, two and four institutions, as a table. */
export const describeQueue = (): string[] => {
  const cells = (words: readonly string[]) => `| ${words.map((word) => word.padStart(12)).join(' | ')} |`
  const rows = [1, 2, 4].flatMap((institutions) =>
    waitsAmong(institutions).map(({ class: of, count, median, most }) =>
      cells([`${institutions}`, of, `${count}`, median.toFixed(1), most.toFixed(1)]),
    ),
  )
  return [
    `How long chains wait to be sent, by a virtual clock: ${backlog} at once, then ${flowing} every 2 s on the average, ${unansweredMaximum} unanswered at an institution at most, answered within ${answerMillisecondsMaximum / 1_000} s:`,
    '',
    cells(['institutions', 'class', 'chains', 'median min', 'most min']),
    ...rows,
  ]
}
