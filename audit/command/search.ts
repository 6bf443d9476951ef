import { type Command, Option } from 'commander'
import { type Entry, entriesIn } from '../listing/entry.ts'
import { type Filter, isWanted } from '../listing/filter.ts'
import { type Language, plain } from '../page.ts'
import { exitCodes } from '../report.ts'
import type { ExitCode, Invocation } from './invocation.ts'
import { look, verdictLines } from './looking.ts'
import { languageOption } from './report-options.ts'
import { rootsOption, type SourceOptions, sourceOptions, type TrustOptions, UsageFault } from './setting.ts'

interface SearchOptions extends SourceOptions, TrustOptions {
  participant?: string
  kind?: string
  code?: string
  validity?: 'valid' | 'invalid'
  valueFrom?: string
  valueTo?: string
  from?: string
  until?: string
  json?: boolean
  language: Language
}

const example = `
  $ npm run audit -- search --participant alice --from 2026-01-01 --until 2026-02-01
  $ npm run audit -- search --kind payment.approve --value-from 100000
Failed attempts: what the rules refused, and what peers found invalid:
  $ npm run audit -- search --code exceeds_available_quantity
  $ npm run audit -- search --validity invalid
  $ npm run audit -- search --code MVCC_READ_CONFLICT --json`

const amountFrom = (text: string | undefined): bigint | undefined => {
  if (text === undefined) return undefined
  if (/^(0|[1-9][0-9]{0,29})$/.test(text)) return BigInt(text)
  throw new UsageFault('a value is a whole number of base units')
}

const momentFrom = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const moment = Date.parse(text)
  if (!Number.isNaN(moment)) return moment
  throw new UsageFault('a time is written as 2026-01-31 or 2026-01-31T12:00:00Z')
}

const filterFrom = ({ participant, kind, code, validity, ...bounds }: SearchOptions): Filter => ({
  ...{ participant, kind, code, validity },
  ...{ valueFrom: amountFrom(bounds.valueFrom), valueTo: amountFrom(bounds.valueTo) },
  ...{ from: momentFrom(bounds.from), until: momentFrom(bounds.until) },
})

const resultOf = ({ validation, outcome, code }: Entry): string =>
  validation === 'VALID' ? `${outcome} ${code}`.trim() : validation

const lineOf = (entry: Entry): string => {
  const { block, position, place, at, sender, kind, asked, instruction, transaction, body } = entry
  const where = place === null ? `${block}/${position}` : `${block}/${position}/${place}`
  const what = kind === '' ? asked : `${sender} ${kind}`
  const id = instruction === '' ? transaction : instruction
  return [where, at, resultOf(entry), what, id, body === null ? '' : plain(JSON.stringify(body))]
    .map(plain)
    .join('  ')
    .trimEnd()
}

/** Tells the wanted entries of all blocks, which are verified on the way. */
const search = async (options: SearchOptions, invocation: Invocation): Promise<ExitCode> => {
  const { output } = invocation
  const filter = filterFrom(options)
  let count = 0
  const report = await look('verify', options, invocation, {
    onTaken: (taken) => {
      for (const entry of entriesIn(taken).filter((one) => isWanted(one, filter))) {
        count += 1
        output(options.json ? JSON.stringify(entry) : lineOf(entry))
      }
    },
  })
  const { verdict, to, source, codes } = report
  if (options.json) output(JSON.stringify({ found: count, verdict, to, source, codes }))
  else output(`\n${count} found\n${verdictLines(report, options.language)}`)
  return exitCodes[verdict]
}

/** Adds `search`, which finds instructions and transactions by what they are, also those that failed. */
export const addSearch = (program: Command, invocation: Invocation, end: (code: ExitCode) => void): void => {
  const command = program
    .command('search')
    .description(
      'Find instructions and transactions, also refused and invalid ones. All blocks are verified on the way.',
    )
    .addHelpText('after', example)
    .option('--participant <participant>', 'who sent it or is named by it')
    .option('--kind <kind>', 'the kind of instruction')
    .option('--code <code>', 'the code of a refusal, or Fabric’s code of an invalid transaction')
    .addOption(
      new Option('--validity <validity>', 'of the transaction, as peers found it').choices(['valid', 'invalid']),
    )
    .option('--value-from <value>', 'the least quantity or sum of money that it names, in base units')
    .option('--value-to <value>', 'the greatest one')
    .option('--from <time>', 'the earliest time of its transaction')
    .option('--until <time>', 'the time before which its transaction was')
    .option('--json', 'a line of JSON for each one found, and one for all')
    .addOption(languageOption())
  for (const option of [...sourceOptions(), rootsOption()]) command.addOption(option)
  command.action(async (options: SearchOptions) => end(await search(options, invocation)))
}
