import { Argument, type Command, Option } from 'commander'
import { type ProductFamily, productFamilies } from '../../../chaincode/domains/trade-chain/terms.ts'
import { instructConfidentially } from '../../sdk/confidential.ts'
import { createPrivately } from '../../sdk/node/private-file.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { chainFileText } from '../../sdk/trade-chain/chain-file.ts'
import { openChain, type WantedTrade } from '../../sdk/trade-chain/open-chain.ts'
import { markOfPromotion, tradeOfPromotion } from '../../sdk/trade-chain/promotion.ts'
import { readChain, readChainFileOf, readChains, readChainsOfMember, readHop } from '../../sdk/trade-chain/records.ts'
import { type ChainFault, verifyChain } from '../../sdk/trade-chain/verify-chain.ts'
import { readId } from '../arguments.ts'
import { CommandFault } from '../command-fault.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct, readVouchersOf, report } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { type ListOptions, limited, listed, printPage } from '../listing.ts'
import { propose } from '../propose.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'
import { showColumns, showPairs, showQuantity, type Vouchers } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { spanOption, wholeNumber } from '../words.ts'
import { readTold } from './chain-keys.ts'
import { chainPathCommands } from './chain-paths.ts'
import { queueCommands } from './chain-queue.ts'
import { scannedIn } from './promotion-code.ts'

/** The options by which a trade is said. */
interface TradeOptions {
  institution: string
  family: ProductFamily
  /** The voucher of metal, or the product of another family. */
  voucher?: string
  product?: string
  amount: string
  limit: string
  per?: string
  cash: string
  most?: string
}

interface OpenOptions extends Partial<TradeOptions> {
  /** A promotion's code, or a file that holds it, in place of them. */
  promotion?: string
  identityType: string
  identity?: string
  within: number
}

/** By what the client says who it is: from a file, or typed, so that it stands in no shell's history. */
const identityOf = async ({ streams }: Invocation, { identityType, identity }: OpenOptions) => {
  const asked = identity === undefined
  const value = asked ? await streams.readLine(`your ${identityType}: `) : await streams.readFile(identity)
  return { type: identityType, value: value.trim() }
}

const unclear = (problem: string): CommandFault =>
  new CommandFault('trade_unclear', { problem, next: 'See `assay chain open --help`. Nothing was sent.' })

/** Refuses `trade_unclear` for metal without a voucher, another family without a product, and a buy without its limit in cash. */
const requireParts = (side: string, { family, voucher, product, most }: TradeOptions): void => {
  const problem =
    (family === 'metal' && (voucher === undefined || product !== undefined) && 'metal is named by --voucher alone') ||
    (family !== 'metal' &&
      (product === undefined || voucher !== undefined) &&
      `what is of the family ${family} is named by --product alone`) ||
    (side === 'buy' && most === undefined && 'a buy says by --most how much cash it may cost') ||
    (side === 'sell' && most !== undefined && 'a sale has no --most')
  if (problem) throw unclear(problem)
}

/** How much is traded, and at which limit; of metal both are counted as the voucher is. */
const tradeOf = async (
  { voucher, amount, limit, per }: TradeOptions,
  count: (voucher: string, quantity: string) => Promise<string>,
) => {
  const counted = (quantity: string) => (voucher === undefined ? quantity : count(voucher, quantity))
  const quantity = await counted(amount)
  return { quantity, limitPrice: limit, ...(per === undefined ? {} : { priceScale: await counted(per) }) }
}

type Side = 'buy' | 'sell'
type SaidTrade = ReturnType<typeof tradeOfPromotion>

/** The options that say a trade, by their names. */
const saying = ['institution', 'family', 'voucher', 'product', 'amount', 'limit', 'per', 'cash', 'most'] as const
const needed = ['institution', 'family', 'amount', 'limit', 'cash'] as const

/** The trade that the options say. Refuses `trade_unclear` as `requireParts` does, and for what is not said. */
const saidTrade = async (
  invocation: Invocation,
  terminal: Terminal,
  { side, options }: { side: Side | undefined; options: OpenOptions },
): Promise<SaidTrade> => {
  const missing = needed.find((name) => options[name] === undefined)
  if (side === undefined) throw unclear('say buy or sell, or name a promotion by --promotion')
  if (missing !== undefined) throw unclear(`--${missing} is missing, or a promotion by --promotion`)
  const said = options as TradeOptions
  requireParts(side, said)
  const { institution, family, voucher, product, cash, most } = said
  const { connection } = terminal
  const count = (code: string, quantity: string) => quantityOf(invocation, connection, { voucher: code, quantity })
  const trade = await tradeOf(said, count)
  return {
    body: {
      ...{ institution, family, side, cash },
      ...(voucher === undefined ? {} : { metal: { voucher, quantity: trade.quantity } }),
      ...(most === undefined ? {} : { cashMaximum: await count(cash, most) }),
    },
    trade: { ...trade, ...(product === undefined ? {} : { product }) },
  }
}

/** The trade of a promotion that was scanned, with its mark (S2-053). Refuses as `scannedIn` and `markOfPromotion` do. */
const promotedTrade = async (invocation: Invocation, terminal: Terminal, named: string) => {
  const { text, scanned } = await scannedIn(invocation, terminal, named)
  const { promotion, over } = scanned
  const mark = markOfPromotion(scanned, text)
  if (over !== undefined) invocation.note(`the promotion is ${over}: the trade goes on without it`)
  else invocation.note(`promoted by ${promotion.promoter}`)
  return { ...tradeOfPromotion(scanned), mark }
}

const open = (invocation: Invocation, side: Side | undefined, options: OpenOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const { promotion, within } = options
    const isSaidTwice = side !== undefined || saying.some((name) => options[name] !== undefined)
    if (promotion !== undefined && isSaidTwice)
      throw unclear('a promotion says the whole trade: give --promotion alone')
    const { body, trade, mark } =
      promotion === undefined
        ? { ...(await saidTrade(invocation, terminal, { side, options })), mark: {} }
        : await promotedTrade(invocation, terminal, promotion)
    const wanted: WantedTrade = {
      body: { ...body, expiresAt: `${terminal.connection.now() + within}` },
      confidential: { identity: await identityOf(invocation, options), trade, ...mark },
    }
    return report(invocation, terminal.connection, await openChain(terminal, wanted, invocation.patience))
  })

const list = (invocation: Invocation, { limit, ended }: ListOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readChains(terminal, { limit, state: ended === true ? 'ended' : 'open' })
    const rows = page.items.map(({ status, side, family, institution, expiresAt, chain }) => [
      ...[status, `${side} ${family}`, institution, `until ${showMoment(expiresAt)}`, chain],
    ])
    return printPage(invocation, page, rows)
  })

const conflicts = (invocation: Invocation, { limit }: { limit: number }): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readChainsOfMember(terminal, { limit, status: 'conflict' })
    const rows = page.items.map(({ side, family, client, institution, bank, chain }) => [
      ...[`${side} ${family}`, `of ${client}`, `at ${institution}, by way of ${bank}`, chain],
    ])
    return printPage(invocation, page, rows)
  })

const reconcile = (invocation: Invocation, chain: string, verdict: 'settle' | 'void'): Promise<ExitCode> =>
  propose(invocation, 'chain.reconcile', { chain, verdict })

type Leg = { voucher: string; quantity: string } | undefined

const legRow = (name: string, leg: Leg, vouchers: Vouchers): [string, string][] =>
  leg === undefined ? [] : [[name, `${showQuantity(leg.quantity, vouchers.get(leg.voucher)?.unit)} of ${leg.voucher}`]]

const show = (invocation: Invocation, chain: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readChain(terminal, chain)
    const hop = await readHop(terminal, chain)
    const { cash, metal, cashMaximum, answerBy } = found
    const vouchers = await readVouchersOf(terminal.connection, [cash, ...(metal === undefined ? [] : [metal.voucher])])
    const inCash = (quantity: string | undefined): Leg =>
      quantity === undefined ? undefined : { voucher: cash, quantity }
    invocation.print(
      { chain: found, ...(hop === undefined ? {} : { hop }) },
      showPairs([
        ['status', found.status],
        ['trade', `${found.side} ${found.family} at ${found.institution}, by way of ${found.bank}`],
        ...legRow('metal', metal, vouchers),
        ...legRow('at most', inCash(cashMaximum), vouchers),
        ...legRow('waits in the account', found.held, vouchers),
        ['to be sent by', showMoment(found.expiresAt)],
        ...(answerBy === undefined ? [] : [['to be answered by', showMoment(answerBy)] as [string, string]]),
        ...(hop === undefined ? [] : [['institution', hop.status] as [string, string]]),
        ...legRow('executed for', inCash(hop?.amount), vouchers),
      ]),
    )
    return exitCodes.accepted
  })

const faultWords = ({ code, segment }: ChainFault): string =>
  segment === undefined ? code : `${code} in segment ${segment}`

const file = (invocation: Invocation, chain: string, { out }: { out?: string }): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readChainFileOf(terminal, chain)
    const text = chainFileText(found)
    const verdict = await verifyChain(text)
    if ('fault' in verdict) invocation.note(`the file is NOT GOOD: ${faultWords(verdict.fault)}`)
    if (out !== undefined) await createPrivately(out, text)
    const told = [`${found.segments.length} segment(s) are in ${out}`]
    invocation.print(out === undefined ? found : { file: out }, out === undefined ? [text] : told)
    return 'fault' in verdict ? exitCodes.refused : exitCodes.accepted
  })

const purge = (invocation: Invocation, chain: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const said = { body: { chain }, confidential: {} }
    const result = await instructConfidentially(terminal, 'chain.purge', said, invocation.patience)
    return report(invocation, terminal.connection, result)
  })

interface VerifyOptions {
  upto?: number
  key?: string[]
}

const verify = async (invocation: Invocation, name: string, { upto, key }: VerifyOptions): Promise<ExitCode> => {
  const told = key === undefined ? undefined : await readTold(invocation, key)
  const verdict = await verifyChain(await invocation.streams.readFile(name), { upTo: upto, told })
  if ('fault' in verdict) {
    invocation.print({ isGood: false, fault: verdict.fault }, [`NOT GOOD: ${faultWords(verdict.fault)}`])
    return exitCodes.refused
  }
  const { ledger, chain, segments } = verdict.checked
  const rows = segments.map(({ kind, participant, device }) => [kind, `signed by ${participant}`, device])
  const compare = 'compare these with what each told you apart from this file, or give their keys by --key'
  invocation.print({ isGood: true, ledger, chain, segments }, [
    ...['good: each signed exactly this, and each segment names those before it', ...showColumns(rows)],
    ...(told === undefined ? [compare] : []),
    ...showPairs([
      ['chain', chain],
      ['ledger', ledger],
    ]),
  ])
  return exitCodes.accepted
}

const id = ['<chain>', 'the chain’s id, as opening it told', readId] as const

const example = `
Example:
  $ assay chain open sell --institution GoldhouseMSP --family metal --voucher GOLD-1G --amount 5g \\
      --limit 56000 --per 1g --cash CNY --identity-type account-number
  $ assay chain open buy --institution GoldhouseMSP --family stock --product 600519 --amount 100 \\
      --limit 170000 --cash CNY --most 180000CNY --identity-type account-number --identity number.txt
  $ assay chain open --promotion code.txt --identity-type account-number`

const openCommand = (chain: Command, frame: Frame): void => {
  chain
    .command('open')
    .description(
      'hand your bank a trade for an institution; who you are is told to the bank, and to the institution once it is sent',
    )
    .addArgument(new Argument('[side]', 'what you do').choices(['buy', 'sell']))
    .option('--promotion <code>', 'a promotion’s code, or a file that holds it, which says the whole trade')
    .option('--institution <member>', 'the MSP id of the institution; see `assay institution list`')
    .addOption(new Option('--family <family>', 'what is traded').choices([...productFamilies]))
    .option('--voucher <code>', 'the voucher, of metal')
    .option('--product <code>', 'the product, of every other family')
    .option('--amount <quantity>', `how much: of a voucher ${quantityHelp}; of a product a whole number`)
    .option(
      '--limit <count>',
      'the worst price at which you trade, in base units of the cash; for one base unit of the voucher, or one of the product',
    )
    .option('--per <quantity>', 'for how much the limit is, such as 1g, where it is not for one base unit')
    .option('--cash <code>', 'the voucher in which it is paid')
    .option('--most <quantity>', `of a buy, the most that it may cost; ${quantityHelp}`)
    .requiredOption('--identity-type <type>', 'by what you say who you are, such as account-number')
    .option('--identity <file>', 'file that holds it, or - for standard input; asked for where it is left out')
    .addOption(spanOption('--within <span>', 'until when it is to be sent on, up to 7d', '1d'))
    .addHelpText('after', example)
    .action(performing(frame, open))
}

const reconcileCommands = (chain: Command, frame: Frame): void => {
  limited(
    chain
      .command('conflicts')
      .description('list the trades whose answer does not fit what was sent (officer, executor)'),
  ).action(performing(frame, conflicts))
  chain
    .command('reconcile')
    .description('propose how such a trade ends; a second officer approves it (bank)')
    .argument(...id)
    .addArgument(new Argument('<verdict>', 'by the answer as it stands, or not at all').choices(['settle', 'void']))
    .action(performing(frame, reconcile))
}

const verifyCommand = (chain: Command, frame: Frame): void => {
  chain
    .command('verify')
    .description('check a chain’s file offline: signatures, links, and that all that was said fits together')
    .argument('<file>', 'file as `assay chain file` writes it, or - for standard input')
    .option('--upto <segments>', 'look at so many segments alone, from 1 to 3', wholeNumber(1, 3))
    .option(
      '--key <file>',
      'a key that a signer told you apart, as a card or a JSON Web Key; may be repeated',
      (text: string, before: string[] = []) => [...before, text],
    )
    .action(performing(frame, verify))
}

/** The commands of trades at an institution by way of one's bank, in three signed segments (decision 0049). */
export const chainCommands = (chain: Command, frame: Frame): void => {
  openCommand(chain, frame)
  listed(chain.command('list')).description('list the trades that you opened').action(performing(frame, list))
  chain
    .command('show')
    .description('show how a trade stands')
    .argument(...id)
    .action(performing(frame, show))
  chain
    .command('withdraw')
    .description('take back a trade that was not sent to the institution yet')
    .argument(...id)
    .action(performing(frame, (invocation, named: string) => instruct(invocation, 'chain.withdraw', { chain: named })))
  chain
    .command('file')
    .description('fetch a chain with all that was signed of it, which anybody can check')
    .argument(...id)
    .option('--out <file>', 'where it goes; must not be there yet (default: it is printed)')
    .action(performing(frame, file))
  chain
    .command('purge')
    .description('have what was said in confidence of a chain that ended taken away for good, behind its term (bank)')
    .argument(...id)
    .action(performing(frame, purge))
  reconcileCommands(chain, frame)
  queueCommands(chain, frame)
  verifyCommand(chain, frame)
  chainPathCommands(chain, frame)
}
