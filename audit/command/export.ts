import { type Command, Option } from 'commander'
import type { Finding } from '../findings.ts'
import { ListCheck, ListOfBlocks } from '../listing/list.ts'
import { type ListForm, ListWriter, linesOfFile, listForms, readListEnds } from '../listing/list-file.ts'
import { foundLines, type Language } from '../page.ts'
import { countedCodes, exitCodes, type Report, type Verdict, verdictOf } from '../report.ts'
import { type ExitCode, exitCodeHelp, type Invocation } from './invocation.ts'
import { look, verdictLines } from './looking.ts'
import { languageOption } from './report-options.ts'
import {
  type RulesOptions,
  rulesOption,
  type SourceOptions,
  sourceFrom,
  sourceOptions,
  type TrustOptions,
  trustOptions,
  UsageFault,
} from './setting.ts'

interface ListOptions extends SourceOptions, TrustOptions, RulesOptions {
  to?: string
  form?: ListForm
  language: Language
}

const example = `
All instructions and transactions as lines, ending with totals, and held against the blocks when it comes back:
  $ npm run audit -- export --blocks blocks.assay --to all.csv
  $ npm run audit -- export check all.csv --blocks blocks.assay
The columns: block, transaction, position, place, at, validation, submitter, endorsers, asked, instruction, sender,
device, kind, outcome, code, body, values. Quantities are in base units; the last line has the supply of each voucher
and what all accounts and credits hold of it.`

const formOf = ({ form, to = '' }: ListOptions): ListForm => form ?? (to.endsWith('.csv') ? 'csv' : 'json')

/** Writes all entries of all blocks, which are decided again on the way; nothing where that does not come through. */
const writeList = async (options: ListOptions, invocation: Invocation): Promise<Report> => {
  if (options.to === undefined) throw new UsageFault('name the file to write with --to')
  const { channel } = await sourceFrom(options, invocation.defaults)
  const list = new ListOfBlocks(formOf(options), channel)
  const writer = await ListWriter.open(options.to)
  try {
    let end = ''
    await writer.write(list.head)
    const report = await look('replay', options, invocation, {
      onTaken: (taken) => writer.write(list.take(taken)),
      onEnd: (store) => {
        end = list.end(store)
      },
    })
    // What does not come through would look like a whole list up to its last line.
    if (report.verdict === 'not_checked') {
      await writer.abandon()
      return report
    }
    await writer.write([end])
    await writer.finish()
    return report
  } catch (error) {
    await writer.abandon()
    throw error
  }
}

interface CheckedList {
  report: Report
  findings: Finding[]
}

/** Reads a list again beside the blocks that it is of. */
const checkList = async (file: string, options: ListOptions, invocation: Invocation): Promise<CheckedList> => {
  const { form, through } = await readListEnds(file)
  const { channel } = await sourceFrom(options, invocation.defaults)
  const list = new ListOfBlocks(form, channel)
  const check = new ListCheck(linesOfFile(file))
  let end = ''
  await check.take(list.head)
  const report = await look('replay', options, invocation, {
    to: through,
    onTaken: (taken) => check.take(list.take(taken)),
    onEnd: (store) => {
      end = list.end(store)
    },
  })
  await check.finish(end)
  return { report, findings: check.findings }
}

const listVerdicts: Record<Language, Record<Verdict, string>> = {
  en: {
    proven: 'PROVEN: each line and the totals are what the blocks say',
    differs: 'DIFFERS: the list is not what the blocks say, or something speaks against the blocks',
    not_checked: 'NOT CHECKED: not all could be looked at',
  },
  zh: {
    proven: '已证明：每一行及合计均与区块一致',
    differs: '有差异：清单与区块不符，或区块存在问题',
    not_checked: '未能检查：有内容无法核查',
  },
}

/** Of two verdicts the one that is worse. */
const worse = (one: Verdict, other: Verdict): Verdict => {
  if (one === 'differs' || other === 'differs') return 'differs'
  return one === 'not_checked' || other === 'not_checked' ? 'not_checked' : 'proven'
}

const tellChecked = ({ report, findings }: CheckedList, language: Language, { output }: Invocation): ExitCode => {
  const verdict = worse(report.verdict, verdictOf(countedCodes(findings), 1))
  output(
    [listVerdicts[language][verdict], ...foundLines(findings, language), '', verdictLines(report, language)].join('\n'),
  )
  return exitCodes[verdict]
}

/** Adds `export`, which writes all entries of all blocks as a list, and `export check`, which reads one again beside the blocks. */
export const addExport = (program: Command, invocation: Invocation, end: (code: ExitCode) => void): void => {
  const command = program
    .command('export')
    .description('Write all instructions and transactions of a channel as lines, whose totals are those of a replay.')
    .addHelpText('after', example)
    // Not required for commander, since it would require it of `check` as well.
    .option('--to <file>', 'the file to write; a table where it ends with .csv')
    .addOption(new Option('--form <form>', 'lines of JSON, or a table').choices(listForms))
  const check = command
    .command('check')
    .argument('<file>', 'the list')
    .description('Hold a list against the blocks that it is of, line by line, and its totals against a replay.')
    .addHelpText('after', exitCodeHelp)
  for (const each of [command, check]) {
    for (const option of [...sourceOptions(), ...trustOptions(), rulesOption(), languageOption()])
      each.addOption(option)
  }
  command.action(async (options: ListOptions) => {
    const report = await writeList(options, invocation)
    const { verdict, to } = report
    const where =
      verdict === 'not_checked' ? 'no list was written' : `all lines through block ${to ?? '-'} stand in ${options.to}`
    invocation.output(`${where}\n${verdictLines(report, options.language)}`)
    end(exitCodes[report.verdict])
  })
  // What stands before the verb belongs to the command that writes; commander keeps it there.
  check.action(async (file: string, _options: ListOptions, self: Command) => {
    const options = self.optsWithGlobals<ListOptions>()
    end(tellChecked(await checkList(file, options, invocation), options.language, invocation))
  })
}
