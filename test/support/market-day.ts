import fc from 'fast-check'
import type { Consortium } from '../../chaincode/wire/consortium.ts'
import { Exchange } from './exchange.ts'
import { type Action, actions, type Move, RandomMarket, type Round } from './random-market.ts'

const instructionsInADay = 100

/** What happens often on a market, so that the rest happens to something. */
const often: readonly Action[] = [
  'transfer',
  'buy',
  'sell',
  'place',
  'place',
  'fill',
  'fill',
  'fill',
  'propose',
  'offer',
]
const steps: readonly Action[] = [
  ...(['acceptPledge', 'acceptPledge', 'releasePledge', 'enforcePledge'] as const),
  ...(['acceptOffer', 'returnOffer', 'deposit', 'publish'] as const),
]

const move: fc.Arbitrary<Move> = fc.record({
  action: fc.constantFrom(...often, ...steps, ...actions, ...often, ...steps),
  actor: fc.nat({ max: 9 }),
  other: fc.nat({ max: 9 }),
  pick: fc.nat({ max: 63 }),
  quantity: fc.constantFrom(1n, 7n, 500n, 1_000n, 1_000n, 5_000n, 20_000n, 60_000n, 150_000n),
})

const round: fc.Arbitrary<Round> = fc.record({
  moves: fc.integer({ min: 4, max: 40 }),
  lanes: fc.constantFrom(1, 1, 2),
  wait: fc.constantFrom(0n, 0n, 0n, 1n, 60_000n, 3_600_001n),
  order: fc.nat({ max: 5 }),
  dropped: fc.nat({ max: 12 }),
})

/** A hundred instructions, and the rounds in which they come. */
export interface Day {
  moves: Move[]
  rounds: Round[]
}

export const day: fc.Arbitrary<Day> = fc.record({
  moves: fc.array(move, { minLength: instructionsInADay, maxLength: instructionsInADay }),
  rounds: fc.array(round, { minLength: 3, maxLength: 8 }),
})

/** A market on which nothing was played yet, and the height from which on the day counts. */
export const openMarket = async (members: Consortium): Promise<{ market: RandomMarket; since: number }> => {
  const market = new RandomMarket(await Exchange.open(members))
  return { market, since: market.exchange.scene.ledger.blocks.length }
}

/** Plays a day's moves, as many to a round as it says and the rest in the last one; answers how many there were. */
export const playDay = async (market: RandomMarket, { moves, rounds }: Day): Promise<number> => {
  let done = 0
  for (const [place, one] of rounds.entries()) {
    const end = place === rounds.length - 1 ? moves.length : done + one.moves
    await market.play(moves.slice(done, end), one)
    done = Math.min(end, moves.length)
  }
  return done
}
