import type { Command } from 'commander'
import { readQuotes } from '../../sdk/lists.ts'
import { instruct, readVouchersOf } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { limited, printPage } from '../listing.ts'
import { newestQuote } from '../newest-quote.ts'
import { priceHelp, priceOf } from '../quantity.ts'
import { showPrice } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { spanOption } from '../words.ts'

interface PublishOptions {
  buy: string
  sell: string
  life: number
  name?: string
}

const publish = (invocation: Invocation, voucher: string, { buy, sell, life, name }: PublishOptions) =>
  instruct(invocation, 'quote.publish', async ({ connection }) => ({
    voucher,
    quote: name ?? `Q-${connection.now()}`,
    buy: await priceOf(invocation, connection, { voucher, price: buy }),
    sell: await priceOf(invocation, connection, { voucher, price: sell }),
    lifeSeconds: life / 1000,
  }))

const withdraw = (invocation: Invocation, voucher: string, quote: string | undefined) =>
  instruct(invocation, 'quote.withdraw', async ({ connection }) => ({
    voucher,
    quote: quote ?? (await newestQuote(connection, voucher)).quote,
  }))

const list = async (invocation: Invocation, voucher: string, { limit }: { limit: number }) => {
  const connection = await invocation.openConnection()
  const page = await readQuotes(connection, voucher, { limit: String(limit) })
  const vouchers = await readVouchersOf(connection, [voucher])
  const rows = page.items.map(({ quote, buy, sell, expiresAt, status }) => [
    ...[quote, `buy ${showPrice(buy, { voucher, vouchers })}`, `sell ${showPrice(sell, { voucher, vouchers })}`],
    status ?? `until ${showMoment(expiresAt)}`,
  ])
  return printPage(invocation, page, rows)
}

/** Prices of a voucher, at which its issuer sells and buys. */
export const quoteCommands = (quote: Command, frame: Frame): void => {
  quote
    .command('publish')
    .description('say at which prices you sell and buy; a newer quote ends the older ones (price device)')
    .argument('<voucher>', 'the voucher’s code')
    .requiredOption('--buy <price>', `the price at which others buy, ${priceHelp}`)
    .requiredOption('--sell <price>', `the price at which others sell, ${priceHelp}`)
    .addOption(spanOption('--life <span>', 'how long it counts, up to 1d', '1h'))
    .option('--name <quote>', 'its name: up to 40 letters, digits and - (default: one made of the time)')
    .addHelpText('after', '\nExample:\n  $ assay quote publish AU-9999 --buy ¥560 --sell ¥552.50 --life 30m')
    .action(performing(frame, publish))
  quote
    .command('withdraw')
    .description('take a quote back (price device)')
    .argument('<voucher>', 'the voucher’s code')
    .argument('[quote]', 'the quote’s name (default: the newest)')
    .addHelpText('after', '\nExample:\n  $ assay quote withdraw AU-9999')
    .action(performing(frame, withdraw))
  limited(quote.command('list'))
    .description('print the prices of a voucher, newest first; needs no device')
    .argument('<voucher>', 'the voucher’s code')
    .addHelpText('after', '\nExample:\n  $ assay quote list AU-9999 --limit 5')
    .action(performing(frame, list))
}
