import fc from 'fast-check'
import { Exchange } from './exchange.ts'
import { ledgerFaults } from './invariants.ts'
import type { Block } from './ledger.ts'
import { type Day, day, openMarket, playDay } from './market-day.ts'
import { consortium, twoAndTwo } from './members.ts'
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

/** Plays a day and looks at every invariant. */
const play = async (played: Day): Promise<void> => {
  const { market, since } = await openMarket(members)
  const { ledger } = market.exchange.scene
  count.instructions += await playDay(market, played)
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
