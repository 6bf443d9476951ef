import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RowStore } from '../../../audit/replay/row-store.ts'
import { storedRows } from '../../../audit/replay/stored-rows.ts'
import { listDigest, type Ranked } from '../../../chaincode/domains/matching/rank.ts'
import { expectedMatch } from '../../../chaincode/rules/matching/candidates.ts'
import type { Consortium } from '../../../chaincode/wire/consortium.ts'
import type { ReadBlock } from '../../../gateway/fabric/block.ts'
import { Candidates } from '../../../gateway/projection/candidates.ts'
import { openDatabase } from '../../../gateway/projection/database.ts'
import { Projection } from '../../../gateway/projection/projection.ts'
import { median, percentile } from '../load.ts'
import type { NetworkMatchingFigure } from './on-network.ts'
import { demandAmong, holderRows, serviceRows, type WrittenRow } from './population.ts'

const holdersInABlock = 1_000
const demandsMeasured = 100
const demandsElsewhere = 3

/** From a demand to its ranked list, among so many holders; in milliseconds. */
export interface MatchingFigure {
  holders: number
  /** How many a demand finds, on average; without and with goods. */
  found: number
  foundWithGoods: number
  median: number
  p95: number
  /** The median of demands that also want goods. */
  withGoods: number
  /** What it takes who has the rows and no index: an auditor looks at every profile. */
  elsewhere: number
}

type Report = (line: string) => void

const blockOf = (number: bigint, writes: WrittenRow[]): ReadBlock => ({
  ...{ number, hash: `${number}`, previousHash: '' },
  transactions: [
    {
      ...{ position: 0, transaction: `population-${number}`, validation: 'VALID', isSigned: true, at: 0n },
      ...{ organisation: 'BankMSP', chaincode: 'ledger', call: 'ledger:fold', arguments: [], response: '', writes },
    },
  ],
})

/** Gives the same rows to a gateway's projection in this file and to an auditor's store; a projection that is closed is whole on the disk. */
const settle = (
  holders: number,
  consortium: Consortium,
  { file, store, report }: { file: string; store: RowStore; report: Report },
): void => {
  const projection = new Projection(file, consortium)
  const take = (rows: WrittenRow[]) => {
    projection.apply(blockOf(projection.height, rows))
    for (const { chaincode, key, value } of rows) store.set(chaincode, key, Buffer.from(value))
  }
  take(serviceRows())
  for (let from = 0; from < holders; from += holdersInABlock) {
    const until = Math.min(holders, from + holdersInABlock)
    const some = Array.from({ length: until - from }, (_, place) => holderRows(from + place, holders, consortium))
    take(some.flat())
    if (until % (10 * holdersInABlock) === 0) report(`${until} of ${holders} holders are there`)
  }
  projection.close()
}

const timed = <Result>(work: () => Result): { result: Result; milliseconds: number } => {
  const begun = performance.now()
  const result = work()
  return { result, milliseconds: performance.now() - begun }
}

const foundOnAverage = (measured: readonly { result: Ranked[] }[]): number =>
  measured.reduce((sum, { result }) => sum + result.length, 0) / measured.length

/** Measures among so many holders, and throws where a gateway and an auditor come to different lists. */
export const measureMatching = (holders: number, consortium: Consortium, report: Report): MatchingFigure => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-matching-'))
  const file = join(folder, 'projection.sqlite')
  const store = new RowStore()
  let projection: Projection | undefined
  try {
    settle(holders, consortium, { file, store, report })
    projection = new Projection(file, consortium)
    const candidates = new Candidates(
      openDatabase(file, { warn: (_values, message) => report(message) }),
      projection.view,
    )
    const rank = (isForGoods: boolean) =>
      Array.from({ length: demandsMeasured }, (_, turn) =>
        timed(() => candidates.ranked(demandAmong(turn, holders, isForGoods)) ?? []),
      )
    const [indexed, withGoods] = [rank(false), rank(true)]
    const rows = storedRows(store, consortium)
    const scan = (ranked: typeof indexed, isForGoods: boolean) =>
      Array.from({ length: demandsElsewhere }, (_, turn) => {
        const { result, milliseconds } = timed(() => expectedMatch(rows, demandAmong(turn, holders, isForGoods))?.list)
        if (result !== listDigest(ranked[turn]?.result ?? [])) {
          throw new Error('a gateway and an auditor come to different lists')
        }
        return milliseconds
      })
    const scanned = [...scan(indexed, false), ...scan(withGoods, true)]
    const times = indexed.map(({ milliseconds }) => milliseconds)
    return {
      ...{ holders, median: median(times), p95: percentile(times, 0.95) },
      withGoods: median(withGoods.map(({ milliseconds }) => milliseconds)),
      ...{ found: foundOnAverage(indexed), foundWithGoods: foundOnAverage(withGoods) },
      elsewhere: median(scanned),
    }
  } finally {
    projection?.close()
    store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const columns = [
  ...(['holders', 'found', 'median ms', '95th percentile ms', 'with goods ms', 'recomputed elsewhere ms'] as const),
] as const

/** The figures as a table, and how the median grew between the two largest populations. */
export const describeMatching = (figures: readonly MatchingFigure[]): string[] => {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padStart(columns[index]?.length ?? 0)).join(' | ')} |`
  const [before, after] = figures.slice(-2)
  return [
    row(columns),
    ...figures.map(({ holders, found, median: middle, p95, withGoods, elsewhere }) =>
      row([
        ...[`${holders}`, found.toFixed(0), middle.toFixed(2), p95.toFixed(2), withGoods.toFixed(2)],
        elsewhere.toFixed(1),
      ]),
    ),
    '',
    ...(before === undefined || after === undefined
      ? []
      : [
          `From ${before.holders} to ${after.holders} holders a demand takes ` +
            `${(after.median / before.median).toFixed(2)} times as long, and one with goods ` +
            `${(after.withGoods / before.withGoods).toFixed(2)} times; below 2 is wanted.`,
        ]),
  ]
}

/** The figures for programs. */
export const matchingJson = (figures: readonly MatchingFigure[], onNetwork: NetworkMatchingFigure) => ({
  matching: figures,
  matchingOnNetwork: onNetwork,
})
