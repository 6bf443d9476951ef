import fc from 'fast-check'
import { Exchange } from './exchange.ts'
import { ledgerFaults } from './invariants.ts'
import type { Block } from './ledger.ts'
import { consortium, twoAndTwo } from './members.ts'
import { type Action, actions, type Move, RandomMarket, type Round } from './random-market.ts'
import { codeOf, outcomesOf } from './scene.ts'

// A program of its own, so that several can share the runs: plays as many days as its first argument says, drawn from the
// seed that is its second, among the members that its third names, and prints what it met, or the failure with its seed.

/** What the days met, or how one of them failed. */
export interface Played {
  failure?: string
  instructions: number
  accepted: number
  /** Every refusal, every other status, and every way in which a transaction ended. */
  met: string[]
  processorMilliseconds: number
}

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

interface Day {
  moves: Move[]
  rounds: Round[]
}

const day: fc.Arbitrary<Day> = fc.record({
  moves: fc.array(move, { minLength: instructionsInADay, maxLength: instructionsInADay }),
  rounds: fc.array(round, { minLength: 3, maxLength: 8 }),
})

const met = new Set<string>()
const count = { instructions: 0, accepted: 0 }

/** Remembers how the transactions of a day ended and what became of its instructions. */
const note = (blocks: readonly Block[]): void => {
  const transactions = blocks.flatMap((block) => block.transactions)
  const outcomes = transactions.filter(({ code }) => code === 'VALID').flatMap(({ proposal }) => outcomesOf(proposal))
  for (const { code } of transactions) met.add(code)
  for (const outcome of outcomes) met.add(codeOf(outcome))
  count.accepted += outcomes.filter(({ status }) => status === 'accepted').length
}

/** Plays the moves, as many to a round as it says and the rest in the last one, and looks at every invariant. */
const play = async ({ moves, rounds }: Day): Promise<void> => {
  const market = new RandomMarket(await Exchange.open(members))
  const { ledger } = market.exchange.scene
  const since = ledger.blocks.length
  let done = 0
  for (const [place, one] of rounds.entries()) {
    const end = place === rounds.length - 1 ? moves.length : done + one.moves
    await market.play(moves.slice(done, end), one)
    done = Math.min(end, moves.length)
  }
  count.instructions += done
  note(ledger.blocks.slice(since))
  const faults = ledgerFaults(ledger)
  if (faults.length > 0) throw new Error(faults.join('; '))
}

const [days = '1', seed = '1', whose = 'own'] = process.argv.slice(2)
const members = whose === 'two-and-two' ? twoAndTwo : consortium
await Exchange.open(members)
const before = process.cpuUsage()
const { failed, ...details } = await fc.check(fc.asyncProperty(day, play), {
  numRuns: Number(days),
  seed: Number(seed),
})
const { user, system } = process.cpuUsage(before)
const played: Played = {
  ...count,
  met: [...met].sort(),
  processorMilliseconds: Math.round((user + system) / 1_000),
  ...(failed ? { failure: fc.defaultReportMessage({ failed, ...details } as never) ?? 'failed' } : {}),
}
process.stdout.write(JSON.stringify(played))
