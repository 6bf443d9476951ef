import type { Command } from 'commander'
import { instruct } from '../instruct.ts'
import { type Frame, performing } from '../invocation.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'

const referenceHelp = 'of which counter or receipt: up to 64 letters, digits, blanks and . _ / -; anyone can read it'

/** Putting cash on a participant's account (teller). */
export const depositCommand = (command: Command, frame: Frame): void => {
  command
    .argument('<voucher>', 'the cash voucher’s code, such as CNY')
    .argument('<quantity>', quantityHelp)
    .requiredOption('--to <participant>', 'on whose account')
    .requiredOption('--reference <text>', referenceHelp)
    .addHelpText('after', '\nExample:\n  $ assay deposit CNY ¥500 --to alice --reference "counter 1"')
    .action(
      performing(frame, (invocation, voucher: string, typed: string, options: { to: string; reference: string }) =>
        instruct(invocation, 'cash.deposit', async ({ connection }) => ({
          ...{ voucher, to: options.to, reference: options.reference },
          quantity: await quantityOf(invocation, connection, { voucher, quantity: typed }),
        })),
      ),
    )
}

/** Taking cash off a participant's account (teller). */
export const withdrawCommand = (command: Command, frame: Frame): void => {
  command
    .argument('<voucher>', 'the cash voucher’s code, such as CNY')
    .argument('<quantity>', quantityHelp)
    .requiredOption('--from <participant>', 'off whose account')
    .requiredOption('--reference <text>', referenceHelp)
    .addHelpText('after', '\nExample:\n  $ assay withdraw CNY ¥500 --from alice --reference "counter 1"')
    .action(
      performing(frame, (invocation, voucher: string, typed: string, options: { from: string; reference: string }) =>
        instruct(invocation, 'cash.withdraw', async ({ connection }) => ({
          ...{ voucher, participant: options.from, reference: options.reference },
          quantity: await quantityOf(invocation, connection, { voucher, quantity: typed }),
        })),
      ),
    )
}
