import type { Command } from 'commander'
import type { Terminal } from '../../sdk/terminal.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'

const referenceHelp = 'of which counter or receipt: up to 64 letters, digits, blanks and . _ / -; anyone can read it'

/** What a teller says of cash at the counter: of which voucher, how much, and the receipt. */
const atCounter = (command: Command): Command =>
  command
    .argument('<voucher>', 'the cash voucher’s code, such as CNY')
    .argument('<quantity>', quantityHelp)
    .requiredOption('--reference <text>', referenceHelp)

const counted = async (
  invocation: Invocation,
  { connection }: Terminal,
  of: { voucher: string; quantity: string },
) => ({
  voucher: of.voucher,
  quantity: await quantityOf(invocation, connection, of),
})

/** Putting cash on a participant's account (teller). */
export const depositCommand = (command: Command, frame: Frame): void => {
  atCounter(command)
    .requiredOption('--to <participant>', 'on whose account')
    .addHelpText('after', '\nExample:\n  $ assay deposit CNY ¥500 --to alice --reference "counter 1"')
    .action(
      performing(frame, (invocation, voucher: string, typed: string, options: { to: string; reference: string }) =>
        instruct(invocation, 'cash.deposit', async (terminal) => ({
          ...(await counted(invocation, terminal, { voucher, quantity: typed })),
          ...{ to: options.to, reference: options.reference },
        })),
      ),
    )
}

/** Taking cash off a participant's account (teller). */
export const withdrawCommand = (command: Command, frame: Frame): void => {
  atCounter(command)
    .requiredOption('--from <participant>', 'off whose account')
    .addHelpText('after', '\nExample:\n  $ assay withdraw CNY ¥500 --from alice --reference "counter 1"')
    .action(
      performing(frame, (invocation, voucher: string, typed: string, options: { from: string; reference: string }) =>
        instruct(invocation, 'cash.withdraw', async (terminal) => ({
          ...(await counted(invocation, terminal, { voucher, quantity: typed })),
          ...{ participant: options.from, reference: options.reference },
        })),
      ),
    )
}
