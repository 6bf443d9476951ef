import type { Command } from 'commander'
import { instruct } from '../instruct.ts'
import { type Frame, performing } from '../invocation.ts'

/** Sending vouchers to others. */
export const transferCommand = (command: Command, frame: Frame): void => {
  command
    .argument('<voucher>', 'the voucher’s code')
    .argument('<quantity>', 'whole number of the voucher’s base units, such as 2500 for 2.5 g counted in 1 mg')
    .requiredOption('--to <participant>', 'who receives it')
    .option('--reference <text>', 'your own note, up to 64 letters, digits, blanks and . _ / -; anyone can read it')
    .action(
      performing(
        frame,
        (invocation, voucher: string, quantity: string, options: { to: string; reference?: string }) => {
          const { to, reference } = options
          return instruct(invocation, 'voucher.transfer', {
            voucher,
            quantity,
            to,
            ...(reference === undefined ? {} : { reference }),
          })
        },
      ),
    )
}
