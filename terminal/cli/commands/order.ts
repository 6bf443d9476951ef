import type { Command } from 'commander'
import { readId } from '../arguments.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { type ListOptions, listed, printList } from '../listing.ts'
import { priceHelp, priceOf, quantityHelp, quantityOf } from '../quantity.ts'
import { showPrice, showQuantity } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { spanOption } from '../words.ts'

interface PlaceOptions {
  limit: string
  expiresIn: number
}

const place = (
  invocation: Invocation,
  side: 'buy' | 'sell',
  voucher: string,
  typed: string,
  { limit, expiresIn }: PlaceOptions,
) =>
  instruct(invocation, 'order.place', async ({ connection }) => ({
    voucher,
    side,
    quantity: await quantityOf(invocation, connection, { voucher, quantity: typed }),
    limitPrice: await priceOf(invocation, connection, { voucher, price: limit }),
    expiresAt: String(connection.now() + expiresIn),
  }))

const list = (invocation: Invocation, { limit, ended }: ListOptions) =>
  printList(invocation, { list: 'orders', limit, state: ended ? 'ended' : 'open' }, (order, vouchers) => {
    const unit = vouchers.get(order.voucher)?.unit
    return [
      ...[order.side, order.voucher, showQuantity(order.quantity, unit), `filled ${showQuantity(order.filled, unit)}`],
      `at ${showPrice(order.limitPrice, { voucher: order.voucher, vouchers })}`,
      ...[order.status, `until ${showMoment(order.expiresAt)}`, order.order],
    ]
  })

const placeCommand = (order: Command, frame: Frame): void => {
  order
    .command('place')
    .description('place a limit order, which the issuer fills at this price or a better one')
    .addArgument(order.createArgument('<side>', 'what to do').choices(['buy', 'sell']))
    .argument('<voucher>', 'the voucher’s code')
    .argument('<quantity>', quantityHelp)
    .requiredOption('--limit <price>', `the worst price taken, ${priceHelp}`)
    .addOption(spanOption('--expires-in <span>', 'how long it rests, such as 30m, 12h or 7d', '1d'))
    .addHelpText('after', '\nExample:\n  $ assay order place buy AU-9999 10g --limit ¥555 --expires-in 12h')
    .action(performing(frame, place))
}

/** Limit orders of one's own. */
export const orderCommands = (order: Command, frame: Frame): void => {
  placeCommand(order, frame)
  order
    .command('cancel')
    .description('cancel an order; what was reserved for it is free again')
    .argument('<order>', 'the order’s id, 43 letters', readId)
    .addHelpText('after', '\nExample:\n  $ assay order list\n  $ assay order cancel ORDER')
    .action(performing(frame, (invocation, id: string) => instruct(invocation, 'order.cancel', { order: id })))
  listed(order.command('list'))
    .description('print your own orders')
    .addHelpText('after', '\nExample:\n  $ assay order list --ended --limit 50')
    .action(performing(frame, list))
}
