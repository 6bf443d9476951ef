import type { Terminal } from '../../sdk/terminal.ts'
import { noteVoucher, type PublishedVoucher } from './vouchers.ts'

/** The published vouchers of some codes, by code; one that cannot be read is left out. */
export const readSome = async (
  terminal: Pick<Terminal, 'voucher'>,
  codes: readonly string[],
): Promise<{ [code: string]: PublishedVoucher }> => {
  const read = await Promise.all(
    [...new Set(codes)].map((code) =>
      terminal.voucher(code).then(
        ({ voucher }) => [voucher],
        () => [],
      ),
    ),
  )
  for (const voucher of read.flat()) noteVoucher(voucher)
  return Object.fromEntries(read.flat().map((voucher) => [voucher.voucher, voucher]))
}
