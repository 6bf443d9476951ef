import type { Command } from 'commander'
import { unmarked } from '../../chaincode/wire/marked-ids.ts'
import { checkEvidence } from '../evidence/check.ts'
import { makeEvidence, type Wanted } from '../evidence/make.ts'
import { evidencePageOf } from '../evidence/page.ts'
import { evidenceReportOf } from '../evidence/report.ts'
import { exitCodes } from '../report.ts'
import { type ExitCode, exitCodeHelp, type Invocation } from './invocation.ts'
import { Progress } from './progress.ts'
import { type ReportOptions, reportOptions, tellReport } from './report-options.ts'
import {
  rootsFrom,
  rootsOption,
  type SourceOptions,
  sourceFrom,
  sourceOptions,
  type TrustOptions,
  UsageFault,
} from './setting.ts'

const makeExample = `
Evidence of one instruction, made where the blocks are and checked where they are not:
  $ npm run audit -- evidence INSTRUCTION --blocks blocks.assay --to payment.evidence
  $ npm run audit -- evidence check payment.evidence --roots roots
Of a transaction, also one that peers found invalid, by its id in the same way. Of a row, see \`history --to\`.`

interface CheckOptions extends Pick<TrustOptions, 'roots'>, ReportOptions {
  firstBlock?: string
}

const hashPattern = /^[0-9a-fA-F]{64}$/

/** Checks a file of evidence, tells what it shows, and answers what the command ends with. */
const checkFile = async (file: string, options: CheckOptions, invocation: Invocation): Promise<ExitCode> => {
  const { firstBlock, language } = options
  if (firstBlock !== undefined && !hashPattern.test(firstBlock))
    throw new UsageFault('the hash of the first block has 64 hexadecimal digits')
  const roots = rootsFrom(options, invocation.defaults)
  const checked = await checkEvidence(file, { roots, firstBlock })
  const report = evidenceReportOf(checked, { file, roots, at: invocation.now() })
  tellReport({ report, page: evidencePageOf(report, language) }, options, invocation.output)
  return exitCodes[report.verdict]
}

const addCheck = (evidence: Command, invocation: Invocation, end: (code: ExitCode) => void): void => {
  const command = evidence
    .command('check')
    .argument('<file>', 'the evidence')
    .description('Check a file of evidence by itself, offline, against root certificates given apart.')
    .addHelpText('after', exitCodeHelp)
  command.option('--first-block <hash>', 'the hash of the channel’s first block, where a member told it to you')
  for (const option of [rootsOption(), ...reportOptions()]) command.addOption(option)
  command.action(async (file: string, options: CheckOptions) => end(await checkFile(file, options, invocation)))
}

/** Makes a file of evidence of what is wanted, and tells what it is of. */
export const keepEvidence = async (
  { wanted, to }: { wanted: Wanted; to: string },
  options: SourceOptions,
  { defaults, tell, signal, output }: Invocation,
): Promise<void> => {
  const source = await sourceFrom(options, defaults)
  const progress = new Progress(tell)
  const onBlock = (what: string, number: bigint): void => {
    signal.throwIfAborted()
    progress.note(() => `block ${number}, ${what}`)
  }
  const { head, blocks } = await makeEvidence(source, { wanted, to }, { onBlock })
  const isConfirmed = head.grounds.some(({ as }) => as === 'confirmation')
  const { claim } = head
  const place = claim.what === 'history' ? `${claim.steps.length} steps` : `block ${claim.block}, ${claim.validation}`
  output(`evidence of one ${claim.what} (${place}) in ${blocks} blocks stands in ${to}`)
  const advice =
    'no later transaction on its rows shows yet what peers made of it: a check will say so; make it again later'
  if (!isConfirmed) tell(advice)
}

/** Adds `evidence`, which keeps the proof of one instruction in a file, and `evidence check`, which holds that against given roots. */
export const addEvidence = (program: Command, invocation: Invocation, end: (code: ExitCode) => void): void => {
  const command = program
    .command('evidence')
    .argument('<id>', 'the id of an instruction or of a transaction', unmarked)
    .description(
      'Keep the proof of one instruction, refusal or transaction in a small file, which anybody can check offline.',
    )
    // Not required for commander, since it would require it of `check` as well.
    .option('--to <file>', 'the file to write')
    .addHelpText('after', makeExample)
  for (const option of sourceOptions()) command.addOption(option)
  command.action(async (id: string, { to, ...options }: SourceOptions & { to?: string }) => {
    if (to === undefined) throw new UsageFault('name the file to write with --to')
    await keepEvidence({ wanted: { id }, to }, options, invocation)
    end(0)
  })
  addCheck(command, invocation, end)
}
