import { type Command, CommanderError } from 'commander'
import type { VoucherField, VoucherFunction } from '../../../chaincode/domains/vouchers/terms.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { readVouchers } from '../../sdk/lists.ts'
import { acquireVoucher, readVoucher } from '../../sdk/read-voucher.ts'
import { readVoucherHistory } from '../../sdk/reads.ts'
import { readFields, readFunctions, readJsonFile } from '../arguments.ts'
import type { ExitCode } from '../exit-code.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { printPage } from '../listing.ts'
import { quantityHelp, quantityIn, quantityOf } from '../quantity.ts'
import { showHistory, showProduct, showQuantity, showVoucher } from '../show.ts'
import { wholeNumber } from '../words.ts'

interface IssueOptions {
  name: string
  metal?: string
  fineness?: number
  form: string
  currency?: string
  unitBase: string
  unitShown: string
  basePerShown: string
  functions: VoucherFunction[]
  fields: VoucherField[]
  trade?: string
}

const codeHelp = 'the voucher’s code: 3 to 32 capital letters, digits and -'

const defaultFields: VoucherField[] = ['name', 'productType', 'totalQuantity', 'availableQuantity', 'unit']

const wrongUse = (problem: string): CommanderError => new CommanderError(1, 'assay.usage', problem)

// The shape of the whole body is judged by the wire's own schema, so the words are passed on as they are.
const productOf = ({ metal, fineness, form, currency }: IssueOptions): Body<'voucher.issue'>['product'] => {
  if ((metal === undefined) === (currency === undefined)) throw wrongUse('give either --metal or --currency')
  const product =
    metal === undefined
      ? { type: 'currency', currency }
      : { type: 'metal', metal, finenessPerTenThousand: fineness, form }
  return product as Body<'voucher.issue'>['product']
}

const issue = async (invocation: Invocation, voucher: string, quantity: string, options: IssueOptions) => {
  const { name, unitBase, unitShown, basePerShown, functions, fields, trade } = options
  const terms =
    trade === undefined ? {} : { trade: (await readJsonFile(invocation, trade)) as Body<'voucher.issue'>['trade'] }
  const product = productOf(options)
  const unit = { base: unitBase, shownAs: unitShown, basePerShown }
  return instruct(invocation, 'voucher.issue', {
    voucher,
    quantity: quantityIn(invocation, quantity, { voucher, unit, product }),
    name,
    product,
    unit,
    functions,
    fields,
    ...terms,
  } as Body<'voucher.issue'>)
}

const show = async (invocation: Invocation, code: string, options: { publisher?: string }): Promise<undefined> => {
  const { publisher } = options
  const answer =
    publisher === undefined
      ? await readVoucher(await invocation.openConnection(), code)
      : await acquireVoucher({ publisher, code }, { log: invocation.connectTo(publisher).log })
  invocation.print(answer, showVoucher(answer))
}

const changeFunctions = async (
  invocation: Invocation,
  voucher: string,
  functions: VoucherFunction[] | undefined,
  options: { none?: boolean },
) => {
  if ((functions === undefined) !== (options.none === true)) throw wrongUse('give either functions or --none')
  return instruct(invocation, 'voucher.change-functions', { voucher, functions: functions ?? [] })
}

const issueCommand = (voucher: Command, frame: Frame): void => {
  voucher
    .command('issue')
    .description('issue a new voucher series into your own account (issuer)')
    .argument('<code>', codeHelp)
    .argument('<quantity>', quantityHelp)
    .requiredOption('--name <name>', 'what people call it, up to 60 characters')
    .option('--metal <metal>', 'gold, silver, platinum or palladium')
    .option('--fineness <parts>', 'parts of metal in 10000, such as 9999', wholeNumber(1, 10_000))
    .option('--form <form>', 'bar, coin, granule or account', 'bar')
    .option('--currency <code>', 'instead of a metal: a currency, such as CNY')
    .requiredOption('--unit-base <unit>', 'what one base unit is, such as "1 mg", "0.001 oz" or "1 fen"')
    .requiredOption('--unit-shown <unit>', 'the unit that people read, such as g, oz or yuan')
    .requiredOption('--base-per-shown <count>', 'how many base units make one shown unit, such as 1000')
    .requiredOption('--functions <list>', 'what holders may do: buy,sell,pledge,transfer', readFunctions)
    .option('--fields <list>', 'what the voucher shows of itself', readFields, defaultFields)
    .option('--trade <file>', 'file with { cash, priceScale, fees } in JSON, for buying and selling at quotes')
    .action(performing(frame, issue))
}

const supplyCommands = (voucher: Command, frame: Frame): void => {
  for (const [step, words] of [
    ['increase', 'issue more of a voucher into your own account (issuer)'],
    ['decrease', 'take a quantity out of your own account and out of the supply (issuer)'],
  ] as const) {
    voucher
      .command(step)
      .description(words)
      .argument('<code>', codeHelp)
      .argument('<quantity>', quantityHelp)
      .action(
        performing(frame, (invocation, code: string, quantity: string) =>
          instruct(invocation, `voucher.${step}-supply`, async ({ connection }) => ({
            voucher: code,
            quantity: await quantityOf(invocation, connection, { voucher: code, quantity }),
          })),
        ),
      )
  }
}

const history = async (invocation: Invocation, code: string): Promise<undefined> => {
  const answer = await readVoucherHistory(await invocation.openConnection(), code)
  invocation.print(answer, showHistory(answer))
}

const list = async (
  invocation: Invocation,
  code: string | undefined,
  { issuer }: { issuer?: string },
): Promise<ExitCode> => {
  const page = await readVouchers(await invocation.openConnection(), { code, issuer })
  const rows = page.items.map(({ voucher }) => [
    ...[voucher.voucher, voucher.name, showProduct(voucher.product), showQuantity(voucher.supply, voucher.unit)],
    ...[voucher.status, voucher.issuer],
  ])
  return printPage(invocation, page, rows)
}

/** Issuing vouchers, changing them, and reading what is published of them. */
export const voucherCommands = (voucher: Command, frame: Frame): void => {
  issueCommand(voucher, frame)
  voucher
    .command('show')
    .description('print what is published of a voucher: its product, its unit, its functions, its supply')
    .argument('<code>', codeHelp)
    .option('--publisher <url>', 'read it from this gateway, which must not be the voucher’s home')
    .action(performing(frame, show))
  voucher
    .command('functions')
    .description('say what the holders may do from now on (issuer)')
    .argument('<code>', codeHelp)
    .argument('[functions]', 'from buy,sell,pledge,transfer; separated by commas', readFunctions)
    .option('--none', 'switch all functions off')
    .action(performing(frame, changeFunctions))
  supplyCommands(voucher, frame)
  voucher
    .command('retire')
    .description('end a voucher for good; none of it may be outstanding (issuer)')
    .argument('<code>', codeHelp)
    .action(performing(frame, (invocation, code: string) => instruct(invocation, 'voucher.retire', { voucher: code })))
  voucher
    .command('history')
    .description('print the past rows of a voucher, newest first')
    .argument('<code>', codeHelp)
    .action(performing(frame, history))
  voucher
    .command('list')
    .description('print the vouchers that are published, by code; needs no device')
    .argument('[code]', 'with which their codes begin')
    .option('--issuer <participant>', 'only those of this issuer')
    .addHelpText('after', '\nExample:\n  $ assay voucher list AU')
    .action(performing(frame, list))
}
