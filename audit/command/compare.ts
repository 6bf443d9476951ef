import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type ComparedSource, compare } from '../compare/comparison.ts'
import { type ComparisonReport, comparisonPageOf, comparisonReportOf } from '../compare/report.ts'
import { openDatabase } from '../database.ts'
import { exitCodes } from '../report.ts'
import { State } from '../verify/state.ts'
import type { ExitCode, Invocation } from './invocation.ts'
import { Progress } from './progress.ts'
import { type ReportOptions, reportOptions, tellReport } from './report-options.ts'
import { rootsFrom, rootsOption, type Source, sourceFrom, type TrustOptions, UsageFault } from './setting.ts'

interface CompareOptions extends Pick<TrustOptions, 'roots'>, ReportOptions {
  channel?: string
}

const example = `
A source is an export of blocks, a member whose peer runs on this machine, or a connection as a file that ends with .json:
  $ npm run audit -- compare bank institution supplier
  $ npm run audit -- compare mine.assay theirs.assay --roots roots`

const namedSource = async (name: string, channel: string | undefined, { defaults }: Invocation): Promise<Source> => {
  const named = channel === undefined ? {} : { channel }
  if (Object.hasOwn(defaults.peers, name)) return await sourceFrom({ peer: name, ...named }, defaults)
  return await sourceFrom(
    name.endsWith('.json') ? { connection: name, ...named } : { blocks: name, ...named },
    defaults,
  )
}

const sourcesFrom = async (
  names: readonly string[],
  { channel }: CompareOptions,
  invocation: Invocation,
): Promise<{ channel: string; sources: ComparedSource[] }> => {
  if (names.length < 2) throw new UsageFault('name two sources or more')
  const sources = await Promise.all(names.map((name) => namedSource(name, channel, invocation)))
  const channels = new Set(sources.map((source) => source.channel))
  if (channels.size > 1) throw new UsageFault(`the sources are of different channels: ${[...channels].join(', ')}`)
  return {
    channel: sources[0]?.channel ?? '',
    sources: sources.map(({ name, blocks }) => ({ name, blocks: blocks({ from: 0n }) })),
  }
}

/** Compares what the words name, over rows in a file that is gone afterwards, so that memory stays flat. */
const compareNamed = async (
  names: readonly string[],
  options: CompareOptions,
  invocation: Invocation,
): Promise<ComparisonReport> => {
  const roots = rootsFrom(options, invocation.defaults)
  const { channel, sources } = await sourcesFrom(names, options, invocation)
  const folder = mkdtempSync(join(tmpdir(), 'assay-audit-'))
  const state = new State(openDatabase(join(folder, 'work')))
  const progress = new Progress(invocation.tell)
  try {
    const onBlock = (number: bigint): void => {
      invocation.signal.throwIfAborted()
      progress.note(() => `block ${number}`)
    }
    const comparison = await compare(sources, { channel, roots, state, onBlock })
    return comparisonReportOf(comparison, { channel, roots, at: invocation.now() })
  } finally {
    state.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Adds `compare`, which holds several peers or exports of one channel against each other. */
export const addCompare = (program: Command, invocation: Invocation, end: (code: ExitCode) => void): void => {
  const command = program
    .command('compare')
    .argument('<source...>', 'two or more peers or exports of one channel')
    .description('Hold several peers or exports of one channel against each other, block by block, each verified.')
    .addHelpText('after', example)
    .option('--channel <name>', 'the channel; that of the network or of the exports when left out')
  for (const option of [rootsOption(), ...reportOptions()]) command.addOption(option)
  command.action(async (names: string[], options: CompareOptions) => {
    const report = await compareNamed(names, options, invocation)
    tellReport({ report, page: comparisonPageOf(report, options.language) }, options, invocation.output)
    end(exitCodes[report.verdict])
  })
}
