import type { VoucherAnswer } from '../../sdk/answers.ts'
import type { Terminal } from '../../sdk/terminal.ts'

type Voucher = VoucherAnswer['voucher']

/** The published vouchers of some codes, by code; one that cannot be read is left out. */
export const readVouchers = async (
  terminal: Pick<Terminal, 'voucher'>,
  codes: readonly string[],
): Promise<{ [code: string]: Voucher }> => {
  const read = await Promise.all(
    [...new Set(codes)].map((code) =>
      terminal.voucher(code).then(
        ({ voucher }): [string, Voucher][] => [[code, voucher]],
        () => [],
      ),
    ),
  )
  return Object.fromEntries(read.flat())
}
