import type { Command } from 'commander'
import { instruct } from '../instruct.ts'
import { type Frame, performing } from '../invocation.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'

/** Sending vouchers to others. */
export const transferCommand = (command: Command, frame: Frame): void => {
  command
    .argument('<voucher>', 'the voucher’s code')
    .argument('<quantity>', quantityHelp)
    .requiredOption('--to <participant>', 'who receives it')
    .option('--reference <text>', 'your own note, up to 64 letters, digits, blanks and . _ / -; anyone can read it')
    .action(
      performing(
        frame,
        (invocation, voucher: string, quantity: string, options: { to: string; reference?: string }) => {
          const { to, reference } = options
          return instruct(invocation, 'voucher.transfer', async ({ connection }) => ({
            voucher,
            quantity: await quantityOf(invocation, connection, { voucher, quantity }),
            to,
            ...(reference === undefined ? {} : { reference }),
          }))
        },
      ),
    )
}
