import type { Command } from 'commander'
import { unmarked } from '../../chaincode/wire/marked-ids.ts'
import { changedMembers } from '../history/changed-members.ts'
import { type AskedRow, type HistoryStep, isAccount, keyFrom, RowHistory, tableNames } from '../history/row-history.ts'
import { type Language, plain } from '../page.ts'
import { exitCodes } from '../report.ts'
import { keepEvidence } from './evidence.ts'
import type { ExitCode, Invocation } from './invocation.ts'
import { look, verdictLines } from './looking.ts'
import { languageOption } from './report-options.ts'
import {
  type RulesOptions,
  rulesOption,
  type SourceOptions,
  sourceOptions,
  type TrustOptions,
  trustOptions,
  UsageFault,
} from './setting.ts'

interface HistoryOptions extends SourceOptions, TrustOptions, RulesOptions {
  voucher?: string
  device?: string
  json?: boolean
  to?: string
  language: Language
}

const example = `
A row is named by its table and the members of its key, or by its key:
  $ npm run audit -- history voucher AU-9999
  $ npm run audit -- history account alice --voucher AU-9999
  $ npm run audit -- history payment~qlLJ… --json
Its proof, to be checked elsewhere:
  $ npm run audit -- history account alice --to alice.evidence
  $ npm run audit -- evidence check alice.evidence --roots roots

Tables: ${tableNames.join(', ')}`

const askedFrom = (words: readonly string[], { voucher, device }: HistoryOptions): AskedRow => {
  const key = keyFrom(words)
  if (key === undefined)
    throw new UsageFault(`name a row by its table and key; the tables are ${tableNames.join(', ')}`)
  if ((voucher ?? device) !== undefined && !isAccount(key))
    throw new UsageFault('only an account has holdings of a voucher, and devices')
  if (voucher !== undefined) return { key, part: ['holdings', voucher] }
  return { key, part: device === undefined ? [] : ['devices', device] }
}

const textOf = (value: unknown): string => (value === undefined || value === null ? '-' : JSON.stringify(value))

const membersAtMost = 20

const linesOf = ({ block, position, at, by, asked, submitter, before, after }: HistoryStep): string => {
  const authors = by.map(({ from, kind, instruction }) => `${from} ${kind} ${instruction}`)
  const changed = changedMembers(before, after)
  return [
    `${block}/${position}  ${at}  ${plain(submitter)}  ${plain(authors.length > 0 ? authors.join('; ') : asked)}`,
    ...changed.slice(0, membersAtMost).map(({ path, ...values }) => {
      const name = path === '' ? '' : `${plain(path)}: `
      return `    ${name}${plain(textOf(values.before))} -> ${plain(textOf(values.after))}`
    }),
    ...(changed.length > membersAtMost ? [`    … ${changed.length - membersAtMost}`] : []),
  ].join('\n')
}

/** Tells a row's history on the way of an audit of all blocks; keeps its proof where asked. */
const tellHistory = async (
  words: readonly string[],
  options: HistoryOptions,
  invocation: Invocation,
): Promise<ExitCode> => {
  const { output } = invocation
  const history = new RowHistory(askedFrom(words, options))
  let count = 0
  const report = await look('replay', options, invocation, {
    onTaken: (taken) => {
      for (const step of history.take(taken)) {
        count += 1
        output(options.json ? JSON.stringify(step) : linesOf(step))
      }
    },
  })
  const { verdict, to, source } = report
  output(options.json ? JSON.stringify({ steps: count, verdict, to, source, codes: report.codes }) : '')
  if (!options.json) output(verdictLines(report, options.language))
  if (options.to === undefined) return exitCodes[verdict]
  const key = askedFrom(words, {} as HistoryOptions).key
  await keepEvidence(
    { wanted: { row: { chaincode: history.chaincode ?? '', key } }, to: options.to },
    options,
    invocation,
  )
  return exitCodes[verdict]
}

/** Adds `history`, which tells who made what of a row, and when. */
export const addHistory = (program: Command, invocation: Invocation, end: (code: ExitCode) => void): void => {
  const command = program
    .command('history')
    .argument('<row...>', 'a table and the members of its key, or a key')
    .description(
      'Tell what became of a row: who, when, by which instruction, before and after. All blocks are audited on the way.',
    )
    .addHelpText('after', example)
    .option('--voucher <voucher>', 'of an account, what it holds of this voucher alone')
    .option('--device <device>', 'of an account, this device alone', unmarked)
    .option('--json', 'a line of JSON for each step, and one for all')
    .option('--to <file>', 'keep the proof of the row’s whole history in this file')
    .addOption(languageOption())
  for (const option of [...sourceOptions(), ...trustOptions(), rulesOption()]) command.addOption(option)
  command.action(async (words: string[], options: HistoryOptions) =>
    end(await tellHistory(words.map(unmarked), options, invocation)),
  )
}
