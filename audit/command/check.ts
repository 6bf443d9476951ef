import { type Command, Option } from 'commander'
import type { Consortium } from '../../chaincode/wire/consortium.ts'
import { type AuditOptions, audit } from '../audit.ts'
import { ProjectionComparison } from '../compare/projection.ts'
import { comparedOnTheWay, compareRows } from '../compare/told.ts'
import { Disclosed } from '../disclosure/disclosed.ts'
import { readDisclosure } from '../disclosure/disclosure-file.ts'
import { fault } from '../findings.ts'
import { pageOf } from '../page.ts'
import { type Depth, exitCodes, type Report, reportOf } from '../report.ts'
import { AuditStore } from '../store.ts'
import type { ExitCode, Invocation } from './invocation.ts'
import { Progress } from './progress.ts'
import { type ReportOptions, reportOptions, tellReport } from './report-options.ts'
import {
  consortiumFrom,
  type RulesOptions,
  rootsFrom,
  rulesFrom,
  rulesOption,
  type SourceOptions,
  sourceFrom,
  sourceOptions,
  type TrustOptions,
  trustOptions,
} from './setting.ts'

/** What an audit is of, and where it keeps its work. */
export interface AuditedOptions extends SourceOptions, TrustOptions, RulesOptions {
  work?: string
  projection?: string
  bodies?: readonly string[]
}

interface CheckOptions extends AuditedOptions, ReportOptions {}

async function* untilAborted(blocks: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) {
    if (signal.aborted) throw new Error('it was ended before all blocks were looked at')
    yield block
  }
}

/** Where an audit over this store begins to read: at the block before the next one, since a peer has no later one at times. */
const firstOf = (store: AuditStore): bigint => {
  const next = store.progress?.position.chain.next ?? 0n
  return next === 0n ? 0n : next - 1n
}

const comparisonFrom = (
  { projection }: AuditedOptions,
  consortium: Consortium | undefined,
): ProjectionComparison | undefined =>
  projection === undefined || consortium === undefined ? undefined : new ProjectionComparison(projection, consortium)

/** What the files that the options name disclose; refuses, as a named finding, what is none of this channel. */
const disclosedIn = ({ bodies }: AuditedOptions, channel: string): Disclosed | undefined => {
  if (bodies === undefined) return undefined
  const files = bodies.map(readDisclosure)
  if (files.some((file) => file.channel !== channel))
    throw fault('DISCLOSURE_UNREADABLE', { found: 'it is of another channel' })
  return new Disclosed(files)
}

/** What is looked at on the way of an audit, and once it has come through. */
export interface Looking {
  onTaken?: AuditOptions['onTaken']
  /** Looks at the rows that the blocks leave. */
  onEnd?: (store: AuditStore) => void
  /** The last block that is read; the newest when left out. */
  to?: bigint | undefined
}

/** Audits what the options name, and answers the report. What was found before in the same work file stays in it. */
export const check = async (
  depth: Depth,
  options: AuditedOptions,
  invocation: Invocation,
  { onTaken, onEnd, to }: Looking = {},
): Promise<Report> => {
  const { defaults, signal, tell, now } = invocation
  const roots = rootsFrom(options, defaults)
  const consortium = depth === 'replay' ? consortiumFrom(options, defaults) : undefined
  const rules = consortium && (await rulesFrom(options, { consortium, defaults, tell }))
  const { channel, name: source, blocks } = await sourceFrom(options, defaults)
  const disclosed = disclosedIn(options, channel)
  const comparison = comparisonFrom(options, consortium)
  const store = new AuditStore(options.work)
  try {
    const progress = new Progress(tell)
    const watched = comparedOnTheWay(
      untilAborted(blocks({ from: firstOf(store), ...(to !== undefined && { to }) }), signal),
      { comparison, store },
    )
    const ending = await audit(watched, {
      ...{ channel, roots, consortium, rules, store, onTaken, disclosed },
      onBlock: (number) =>
        progress.note(() =>
          consortium === undefined
            ? `block ${number}`
            : `block ${number}, ${store.summary.instructions.proven} instructions proven so far`,
        ),
    })
    if (comparison !== undefined) await compareRows(comparison, store)
    onEnd?.(store)
    return reportOf({ depth, channel, source, roots, store, ending, at: now() })
  } finally {
    comparison?.close()
    store.close()
  }
}

const bodiesOption = (): Option =>
  new Option(
    '--bodies <file>',
    'decide confidential instructions again as well, with what a member discloses in this file, as `bodies` writes it; once for each file',
  )
    .argParser((file: string, before: readonly string[] = []) => [...before, file])
    // Each is decided on the rows that those before it left.
    .conflicts('work')

const descriptions: Record<Depth, string> = {
  verify:
    'Prove blocks: hashes, orderers, configurations, certificates, endorsements, reads, and the state that the peer made of them.',
  replay:
    'Verify blocks, and then decide every instruction in them again by the rules, and compare all that was written.',
}

/** The file whose report the gateways of this machine show to their auditors; only of what their own network's peers have. */
const shownReport = ({ blocks, connection }: SourceOptions, { defaults }: Invocation): string | undefined =>
  blocks === undefined && connection === undefined ? defaults.reportFile : undefined

/** Adds `verify` and `replay`, which prove blocks and tell what they found as a page, and as JSON where asked. */
export const addChecks = (program: Command, invocation: Invocation, end: (code: ExitCode) => void): void => {
  for (const depth of ['verify', 'replay'] as const) {
    const command = program.command(depth).description(descriptions[depth])
    for (const option of [...sourceOptions(), ...trustOptions()]) command.addOption(option)
    if (depth === 'replay') {
      const what = 'also hold what a gateway tells against the blocks: the file of its projection, of the same height'
      // Of blocks that an earlier audit took in, nothing would be held against it.
      command.addOption(new Option('--projection <file>', what).conflicts('work')).addOption(rulesOption())
      command.addOption(bodiesOption())
    }
    command.option('--work <file>', 'keep what was looked at in this file, and go on from there another time')
    for (const option of reportOptions('; into that which the gateways here show to auditors when left out'))
      command.addOption(option)
    command.action(async (options: CheckOptions) => {
      const report = await check(depth, options, invocation)
      const json = options.json ?? shownReport(options, invocation)
      const files = { ...options, ...(json !== undefined && { json }) }
      tellReport({ report, page: pageOf(report, options.language) }, files, invocation.output)
      end(exitCodes[report.verdict])
    })
  }
}
