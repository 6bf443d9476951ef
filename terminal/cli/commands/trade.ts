import type { Command } from 'commander'
import type { Terminal } from '../../sdk/terminal.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { newestQuote } from '../newest-quote.ts'
import { priceHelp, priceOf, quantityHelp, quantityOf } from '../quantity.ts'

type Side = 'buy' | 'sell'

interface TradeOptions {
  worst?: string
}

/** A trade at the newest quote of the voucher, whose price is the worst one taken unless another was named. */
const tradeBody =
  (invocation: Invocation, side: Side, { voucher, typed, worst }: { voucher: string; typed: string; worst?: string }) =>
  async (terminal: Terminal) => {
    const { connection } = terminal
    const { issuer } = (await terminal.voucher(voucher)).voucher
    const quote = await newestQuote(connection, voucher)
    const quantity = await quantityOf(invocation, connection, { voucher, quantity: typed })
    const worstPrice = await priceOf(invocation, connection, { voucher, price: worst ?? quote[side] })
    return { voucher, issuer, quantity, quote: quote.quote, worstPrice }
  }

const exampleOf = (side: Side): string => `
Example:
  $ assay ${side} AU-9999 1.5g                   at the newest price, or not at all
  $ assay ${side} AU-9999 1.5g --worst ¥560      also at a price that is no worse than this`

/** Buying from a voucher's issuer, or selling to it, at its newest quote. */
export const tradeCommand =
  (side: Side) =>
  (command: Command, frame: Frame): void => {
    command
      .argument('<voucher>', 'the voucher’s code')
      .argument('<quantity>', quantityHelp)
      .option('--worst <price>', `the worst price taken (default: the newest quote’s), ${priceHelp}`)
      .addHelpText('after', exampleOf(side))
      .action(
        performing(frame, (invocation, voucher: string, typed: string, options: TradeOptions) =>
          instruct(invocation, `trade.${side}`, tradeBody(invocation, side, { voucher, typed, ...options })),
        ),
      )
  }
