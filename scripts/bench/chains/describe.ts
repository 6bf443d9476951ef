import { median, type Round } from '../load.ts'
import { networkTotal, type ProcessorTime } from '../processor-time.ts'
import type { ChainFigures, PlaceRounds } from './measure.ts'
import type { Place } from './open-pair.ts'

const parts = ['peer', 'orderer', 'chaincode-ledger', 'gateway'] as const
const columns = [
  'rows of the pair',
  'chains/s',
  'median ms',
  'ms a chain',
  'above idle',
  'an instruction',
  ...parts,
  'client',
] as const

const spentBy = ({ cost }: Round, part: string): number => cost?.get(part) ?? Number.NaN
const spent = ({ cost }: Round): number => (cost === undefined ? Number.NaN : networkTotal(cost as ProcessorTime))

const medianOf = ({ rounds }: PlaceRounds, figure: (round: Round) => number): number => median(rounds.map(figure))

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell, index) => cell.padStart(columns[index]?.length ?? 0)).join(' | ')} |`

const rowOf = (place: Place, { places, instructions, idle }: ChainFigures): string => {
  const measured = places[place]
  const aboveIdle = medianOf(measured, (round) => spent(round) - idle / round.perSecond)
  const chain = medianOf(measured, spent)
  return row([
    place,
    medianOf(measured, ({ perSecond }) => perSecond).toFixed(1),
    medianOf(measured, ({ medianMilliseconds }) => medianMilliseconds).toFixed(0),
    ...[chain, aboveIdle, chain / instructions].map((milliseconds) => milliseconds.toFixed(1)),
    ...[...parts, 'client'].map((part) => medianOf(measured, (round) => spentBy(round, part)).toFixed(1)),
  ])
}

/** What a figure is with private rows against public ones, in each round, the two right beside each other. */
const ratios = ({ places }: ChainFigures, figure: (round: Round) => number): number[] =>
  places.private.rounds.map((round, index) => figure(round) / figure(places.public.rounds[index] as Round))

const spread = (numbers: readonly number[]): string =>
  `${median(numbers).toFixed(2)} (${Math.min(...numbers).toFixed(2)} to ${Math.max(...numbers).toFixed(2)})`

const failoverIn = ({ failover }: ChainFigures): string => {
  const [least, most] = [Math.min(...failover), Math.max(...failover)]
  return `A trade whose path is cut while it is on its way is acknowledged over the next one ${median(failover).toFixed(0)} ms later (${least} to ${most}, of ${failover.length} trades).`
}

/** The figures as a table, and what private rows cost against public ones. */
export const describeChains = (figures: ChainFigures): string[] => {
  const { clients, idle, instructions, batch, places } = figures
  const { private: hidden, public: open } = places
  return [
    `Whole trade chains of ${clients} clients who sell metal, ${instructions.toFixed(2)} instructions each; medians of ${hidden.rounds.length} rounds, processor milliseconds of the network:`,
    '',
    row(columns),
    rowOf('private', figures),
    rowOf('public', figures),
    '',
    `A chain with private rows takes ${spread(ratios(figures, spent))} times the processor time of one with public rows, at ${spread(ratios(figures, ({ perSecond }) => perSecond))} times the rate.`,
    `The idle network spends ${idle.toFixed(0)} processor ms a second, which counts in both; ${hidden.invalid} and ${open.invalid} transactions were invalid on the way to ${hidden.settled} and ${open.settled} chains; ${batch.toFixed(1)} instructions came in a valid one.`,
    `A chain's row has ${hidden.rows.bytes.toFixed(0)} bytes in the collection and ${open.rows.bytes.toFixed(0)} in public (${hidden.rows.count} and ${open.rows.count} chains).`,
    failoverIn(figures),
    'Texts come beside the envelope, encrypted until their outcome, in both: what is priced is where the rows stand.',
  ]
}

const rounded = (value: number): number => Number(value.toFixed(3))

const placeJson = (measured: ChainFigures['places'][Place], instructions: number) => ({
  chains_per_second: rounded(medianOf(measured, ({ perSecond }) => perSecond)),
  chain_median_ms: rounded(medianOf(measured, ({ medianMilliseconds }) => medianMilliseconds)),
  chain_processor_ms: rounded(medianOf(measured, spent)),
  instruction_processor_ms: rounded(medianOf(measured, spent) / instructions),
  ...Object.fromEntries(
    parts.map((part) => [`${part}_ms`, rounded(medianOf(measured, (round) => spentBy(round, part)))]),
  ),
  rounds: measured.rounds.map((round) => [rounded(round.perSecond), rounded(spent(round))]),
  row_bytes: rounded(measured.rows.bytes),
  settled: measured.settled,
  invalid: measured.invalid,
})

/** The figures for programs. */
export const chainsJson = (figures: ChainFigures) => ({
  chains: {
    private: placeJson(figures.places.private, figures.instructions),
    public: placeJson(figures.places.public, figures.instructions),
  },
  chain_instructions: rounded(figures.instructions),
  chain_batch: rounded(figures.batch),
  chain_private_ratio: rounded(median(ratios(figures, spent))),
  chain_idle_ms_per_second: rounded(figures.idle),
  chain_clients: figures.clients,
  chain_failover_ms: rounded(median(figures.failover)),
  chain_failover_most_ms: Math.max(...figures.failover),
})
