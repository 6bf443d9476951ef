import fc from 'fast-check'
import type { Exchange } from './exchange.ts'
import { organisations, type Proposal } from './ledger.ts'
import { codeOf, outcomesOf } from './scene.ts'

/** How rivals reach the ledger: what each meets on its way is drawn at random. */
export interface Course {
  /** Rivals by when they are ordered. */
  order: number[]
  /** Which of them are endorsed at the start, against one state; the others when their turn comes. */
  early: boolean[]
  /** Whether the transaction is lost after its endorsement, so that its sender sends the instruction again at the end. */
  lost: boolean[]
  /** Whether all that are ready stand in one block. */
  together: boolean
}

/** Every course that so many rivals can take. */
export const coursesOf = (rivals: number): fc.Arbitrary<Course> =>
  fc.record({
    order: fc.shuffledSubarray(
      Array.from({ length: rivals }, (_, place) => place),
      { minLength: rivals, maxLength: rivals },
    ),
    early: fc.array(fc.boolean(), { minLength: rivals, maxLength: rivals }),
    lost: fc.array(
      fc.integer({ min: 0, max: 3 }).map((chance) => chance === 3),
      { minLength: rivals, maxLength: rivals },
    ),
    together: fc.boolean(),
  })

/** An instruction of a rival, and the moment at which it is endorsed, if later than now. */
export interface Rival {
  text: string
  after?: bigint
}

const endorse = async (exchange: Exchange, { text, after = 0n }: Rival): Promise<Proposal> => {
  const { gateway } = exchange.wayOf(text)
  exchange.wait(after)
  const proposal = await exchange.scene.endorse(text, { gateway, organisations: [gateway] })
  exchange.wait(-after)
  // One peer's answer stands for all: that peers agree is shown elsewhere.
  return { ...proposal, organisations }
}

/** Sends an instruction until it is in a valid transaction, as a gateway does, and gives what became of it. */
const insist = async (exchange: Exchange, rival: Rival): Promise<string> => {
  const proposal = await endorse(exchange, rival)
  const { code } = (await exchange.scene.ledger.commit([proposal]).transactions[0]) ?? { code: 'none' }
  if (code !== 'VALID') throw new Error(`a transaction alone in its block was ${code}`)
  return codeOf(outcomesOf(proposal)[0])
}

/** Runs a race on its course and gives what became of each rival, in the order in which they were given. */
export const raceOf = async (exchange: Exchange, rivals: readonly Rival[], course: Course): Promise<string[]> => {
  const ready = new Map<number, Proposal>()
  for (const [place, rival] of rivals.entries()) {
    if (course.early[place]) ready.set(place, await endorse(exchange, rival))
  }
  const codes = new Map<number, string>()
  const settle = (places: number[]) => {
    const proposals = places.map((place) => ready.get(place) as Proposal)
    for (const [index, { proposal, code }] of exchange.scene.ledger.commit(proposals).transactions.entries()) {
      if (code === 'VALID') codes.set(places[index] as number, codeOf(outcomesOf(proposal)[0]))
    }
  }
  const running = course.order.filter((place) => !course.lost[place])
  if (course.together) settle(running.filter((place) => ready.has(place)))
  for (const place of running.filter((one) => !codes.has(one) && !(course.together && ready.has(one)))) {
    ready.set(place, ready.get(place) ?? (await endorse(exchange, rivals[place] as Rival)))
    settle([place])
  }
  for (const place of course.order.filter((one) => !codes.has(one))) {
    codes.set(place, await insist(exchange, rivals[place] as Rival))
  }
  return rivals.map((_rival, place) => codes.get(place) as string)
}
