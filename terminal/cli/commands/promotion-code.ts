import { Argument, type Command, Option } from 'commander'
import { renderSVG, renderUnicodeCompact } from 'uqr'
import { endings } from '../../../chaincode/domains/promotions/terms.ts'
import { productFamilies } from '../../../chaincode/domains/trade-chain/terms.ts'
import { authenticationBytesMaximum, isAuthentication } from '../../../chaincode/wire/authentication.ts'
import { type AuthenticationType, authenticationTypes } from '../../../chaincode/wire/authentication-types.ts'
import { mediaTypeOf } from '../../../chaincode/wire/media-type.ts'
import { createPrivately } from '../../sdk/node/private-file.ts'
import { keepPromotionCode, keptPromotionCode } from '../../sdk/node/profile.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import {
  checkPromotion,
  createPromotion,
  type ScannedPromotion,
  scanPromotion,
  type WantedPromotion,
} from '../../sdk/trade-chain/promotion.ts'
import { readId } from '../arguments.ts'
import { CommandFault } from '../command-fault.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { exitCodeOf, readVouchersOf, vouchersOf } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'
import { readBytesOf } from '../run-program.ts'
import { showPairs, showQuantity, showResult } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { spanOption, wholeNumber } from '../words.ts'

interface CreateOptions {
  campaign: string
  institution: string
  family: (typeof productFamilies)[number]
  voucher?: string
  product?: string
  amount?: string
  limit?: string
  per?: string
  cash?: string
  most?: string
  authentication?: string
  as?: AuthenticationType
  digits?: boolean
  text?: boolean
  within: number
  uses: number
  whenOver: (typeof endings)[number]
}

const largest = Math.max(...Object.values(authenticationBytesMaximum))

/** As what a file's bytes are taken where nothing else is said: a picture, sound or video by how they begin, else a text. */
const typeOf = (bytes: Uint8Array): AuthenticationType => {
  const [begin] = (mediaTypeOf(bytes) ?? 'text/').split('/')
  return authenticationTypes.find((type) => type === begin) ?? 'text'
}

const typed = async ({ streams }: Invocation, question: string): Promise<Uint8Array<ArrayBuffer>> =>
  new TextEncoder().encode((await streams.readLine(question)).trim())

/** What the promotion is authenticated by, from a file, or typed, so that it stands in no shell's history. Refuses `authentication_unclear`. */
const authenticationOf = async (
  invocation: Invocation,
  { authentication: file, as, digits, text }: CreateOptions,
): Promise<WantedPromotion['authentication']> => {
  const ways = [file !== undefined, digits === true, text === true].filter((isGiven) => isGiven).length
  if (ways === 0) return undefined
  const unclear = (problem: string) =>
    new CommandFault('authentication_unclear', {
      problem,
      next: 'See `assay promotion create --help`. Nothing was sent.',
    })
  if (ways > 1) throw unclear('give one of --authentication, --digits and --text')
  const named = digits === true ? 'digits' : 'text'
  const bytes =
    file === undefined
      ? await typed(invocation, `the ${named} that authenticate it: `)
      : await readBytesOf(file, largest)
  const type = file === undefined ? named : (as ?? typeOf(bytes))
  if (!isAuthentication(type, bytes)) throw unclear(`that is no ${type} by its own bytes, or too long or short for it`)
  return { type, bytes }
}

/** The trade that is promoted; undefined where no part of it is said, which the ledger refuses. Refuses `trade_unclear` for a part alone. */
const termsOf = async (
  { amount, limit, per, cash, most, voucher, product }: CreateOptions,
  count: (voucher: string, quantity: string) => Promise<string>,
): Promise<WantedPromotion['terms']> => {
  if ([amount, limit, cash, per, most].every((part) => part === undefined)) return undefined
  if (amount === undefined || limit === undefined || cash === undefined) {
    throw new CommandFault('trade_unclear', {
      problem: 'a trade is said by --amount, --limit and --cash together',
      next: 'See `assay promotion create --help`. Nothing was sent.',
    })
  }
  const counted = (quantity: string) => (voucher === undefined ? quantity : count(voucher, quantity))
  return {
    ...{ cash, quantity: await counted(amount), limitPrice: limit },
    ...(per === undefined ? {} : { priceScale: await counted(per) }),
    ...(product === undefined ? {} : { product }),
    ...(most === undefined ? {} : { cashMaximum: await count(cash, most) }),
  }
}

const wantedOf = async (
  invocation: Invocation,
  terminal: Terminal,
  { side, options }: { side: 'buy' | 'sell'; options: CreateOptions },
): Promise<WantedPromotion> => {
  const { connection } = terminal
  const { campaign, institution, family, voucher, within, uses, whenOver } = options
  const count = (code: string, quantity: string) => quantityOf(invocation, connection, { voucher: code, quantity })
  const terms = await termsOf(options, count)
  return {
    body: {
      ...{ campaign, institution, family, side, usesMaximum: `${uses}`, whenOver },
      ...{ validUntil: `${connection.now() + within}` },
      ...(voucher === undefined ? {} : { metal: voucher }),
    },
    terms,
    authentication: await authenticationOf(invocation, options),
  }
}

// ISO/IEC 18004 asks for a light margin of four modules around the symbol.
const quietModules = 4

/** The lines of a code: as a QR code, and as the text in it. */
const codeLines = (code: string): string[] => [
  ...renderUnicodeCompact(code, { border: quietModules }).split('\n'),
  code,
]

const create = (invocation: Invocation, side: 'buy' | 'sell', options: CreateOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal, profile) => {
    const wanted = await wantedOf(invocation, terminal, { side, options })
    const keep = (promotion: string, code: string) => keepPromotionCode(profile, promotion, code)
    const { result, code } = await createPromotion(terminal, wanted, { keep, patience: invocation.patience })
    const lines = showResult(result, await vouchersOf(terminal.connection, result))
    const isGood = result.status === 'accepted' && code !== undefined
    invocation.print({ ...result, ...(isGood ? { code } : {}) }, [...lines, ...(isGood ? codeLines(code) : [])])
    return exitCodeOf(result)
  })

/** The code of a promotion that this profile made, printed or as a picture in a new file. Refuses `not_listed`, `file_exists`. */
const show = async (invocation: Invocation, promotion: string, { svg }: { svg?: string }): Promise<ExitCode> => {
  const code = await keptPromotionCode({ folder: invocation.folder }, promotion)
  if (code === undefined) {
    throw new CommandFault('not_listed', {
      problem: 'this profile made no such promotion',
      next: 'Name one that `assay promotion create` told here.',
    })
  }
  if (svg !== undefined) await createPrivately(svg, renderSVG(code, { border: quietModules }))
  const told = svg === undefined ? codeLines(code) : [`the QR code is in ${svg}`]
  invocation.print({ promotion, code, ...(svg === undefined ? {} : { file: svg }) }, told)
  return exitCodes.accepted
}

/** What a code's text or a file with it says. */
const textIn = async ({ streams }: Invocation, named: string): Promise<string> =>
  named.startsWith('assay-promotion:') ? named : (await streams.readFile(named)).trim()

/** Reads a code from what was typed, or from a file with it, and holds it against the ledger; refuses as `scanPromotion` does. */
export const scannedIn = async (
  invocation: Invocation,
  terminal: Terminal,
  named: string,
): Promise<{ text: string; scanned: ScannedPromotion }> => {
  const text = await textIn(invocation, named)
  return { text, scanned: await scanPromotion(terminal, text) }
}

const scan = (invocation: Invocation, named: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const { scanned } = await scannedIn(invocation, terminal, named)
    const { code, promotion, over } = scanned
    const { cash, quantity, limitPrice, product, cashMaximum } = code.terms
    const vouchers = await readVouchersOf(terminal.connection, [cash, ...(promotion.metal ? [promotion.metal] : [])])
    const shown = (count: string, voucher: string | undefined) =>
      voucher === undefined ? count : `${showQuantity(count, vouchers.get(voucher)?.unit)} of ${voucher}`
    invocation.print(
      scanned,
      showPairs([
        ['promoter', `${promotion.promoter}, a client of ${promotion.bank}`],
        ['trade', `${promotion.side} ${promotion.family} at ${promotion.institution}`],
        ['how much', product === undefined ? shown(quantity, promotion.metal) : `${quantity} of ${product}`],
        ['limit', `${limitPrice} base units of ${cash}`],
        ...(cashMaximum === undefined ? [] : [['at most', shown(cashMaximum, cash)] as [string, string]]),
        ['until', showMoment(promotion.validUntil)],
        ['stands', over ?? 'open'],
      ]),
    )
    return exitCodes.accepted
  })

const check = (invocation: Invocation, promotion: string, file: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const answer = await checkPromotion(terminal, promotion, await readBytesOf(file, largest))
    invocation.print(answer, [`the same ${answer.type}, byte for byte, as ${answer.promoter} handed in`])
    return exitCodes.accepted
  })

const createHelp = `
What authenticates a promotion goes to your bank alone, which keeps it sealed and compares it byte for byte when somebody presents it; it is never
used as biometrics, and the ledger has a salted digest of it. A picture has up to 2 MiB, sound 4 MiB, video 16 MiB; digits are 4 to 32, a text
1 to 256 characters. What is typed stands in no shell's history.

Example:
  $ assay promotion create sell --campaign ID --institution GoldhouseMSP --family metal --voucher GOLD-1G --amount 1g \\
      --limit 56000 --per 1g --cash CNY --authentication portrait.png --uses 100 --within 7d`

const createCommand = (promotion: Command, frame: Frame): void => {
  promotion
    .command('create')
    .description('promote a trade, authenticated at your bank, and get the code by which others trade')
    .addArgument(new Argument('<side>', 'what is promoted').choices(['buy', 'sell']))
    .requiredOption('--campaign <id>', 'the campaign that pays for it', readId)
    .requiredOption('--institution <member>', 'the MSP id of the institution')
    .addOption(new Option('--family <family>', 'what is traded').choices([...productFamilies]).makeOptionMandatory())
    .option('--voucher <code>', 'the voucher, of metal')
    .option('--product <code>', 'the product, of every other family')
    .option('--amount <quantity>', `how much: of a voucher ${quantityHelp}; of a product a whole number`)
    .option('--limit <count>', 'the worst price of the trade, as of `assay chain open`')
    .option('--per <quantity>', 'for how much the limit is, such as 1g')
    .option('--cash <code>', 'the voucher in which it is paid')
    .option('--most <quantity>', `of a buy, the most that it may cost; ${quantityHelp}`)
    .option('--authentication <file>', 'a picture, sound, video or text by which your bank knows the promotion')
    .addOption(
      new Option('--as <type>', 'as what the file is taken, where not as it begins').choices([...authenticationTypes]),
    )
    .option('--digits', 'digits in its place, which are asked for')
    .option('--text', 'a text in its place, which is asked for')
    .option('--uses <count>', 'for how many trades it is good', wholeNumber(1, 999_999_999), 100)
    .addOption(spanOption('--within <span>', 'how long it is good', '7d'))
    .addOption(
      new Option('--when-over <what>', 'what becomes of a trade by it once it is over')
        .choices([...endings])
        .default('goes-on'),
    )
    .addHelpText('after', createHelp)
    .action(performing(frame, create))
}

/** The commands by which promoters make codes, others scan them, and a bank checks who presents one (S2-045 to S2-054). */
export const promotionCodeCommands = (promotion: Command, frame: Frame): void => {
  createCommand(promotion, frame)
  promotion
    .command('code')
    .description('print the code of a promotion that this profile made')
    .argument('<promotion>', 'its id', readId)
    .option('--svg <file>', 'a new file for the QR code as a picture, in place of printing it')
    .action(performing(frame, show))
  promotion
    .command('scan')
    .description('hold a promotion’s code against the ledger, and say what it promotes')
    .argument('<code>', 'the text of the code, or a file that holds it; - for standard input')
    .action(performing(frame, scan))
  promotion
    .command('check')
    .description('compare what somebody presents with what a promotion was authenticated by (bank)')
    .argument('<promotion>', 'its id', readId)
    .argument('<file>', 'what is presented')
    .action(performing(frame, check))
}
