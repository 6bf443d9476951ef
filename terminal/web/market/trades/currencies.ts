import type { Connection } from '../../../sdk/connection.ts'
import { readVouchers } from '../../../sdk/lists.ts'
import { noteVoucher, type PublishedVoucher } from '../../state/vouchers.ts'

// More than any ledger has by now; who counts in something else does so on the command line.
const pagesMaximum = 10

/** Every cash of the ledger, for who chooses one. */
export const readCurrencies = async (connection: Connection): Promise<PublishedVoucher[]> => {
  const found: PublishedVoucher[] = []
  let after: string | undefined
  for (let page = 0; page < pagesMaximum; page += 1) {
    const read = await readVouchers(connection, { after })
    found.push(...read.items.map(({ voucher }) => voucher).filter(({ product }) => product.type === 'currency'))
    after = read.next
    if (after === undefined) break
  }
  for (const voucher of found) noteVoucher(voucher)
  return found
}
