import type { FoundCertificate } from '../../../sdk/certificates/find-certificates.ts'
import type { Certified } from '../../../sdk/certificates/goods.ts'
import { orderBody, type Wanted } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { say } from '../../state/settings.ts'
import type { Asked, Review } from '../../state/use-act.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { goodsWords } from './words.ts'

/** Who orders what of which certificate. */
export interface Ordering {
  found: FoundCertificate
  certified: Certified
  account: string
  terminal: Terminal
}

/** What so many pieces cost, as the buyer reads it. */
export const amountText = ({ found, certified }: Ordering, count: number): string =>
  formatQuantity((BigInt(certified.price.price) * BigInt(count)).toString(), unitOf(found.certificate.cash))

/** What is looked at once more before its money is put aside. */
export const payReview = (ordering: Ordering, { count, what }: { count: number; what: string }): Review => {
  const { provider } = ordering.found
  return {
    what,
    total: [say(goodsWords.total), amountText(ordering, count)],
    lines: [
      [say(goodsWords.payee), `${provider.name} (${provider.provider})`],
      [say(goodsWords.count), String(count)],
    ],
  }
}

/** An order in which nothing is left to be asked: price and payee are the certificate's own. */
export const orderAsked = ({ found, certified }: Ordering, wanted: Wanted): Asked => ({
  kind: 'purchase.order',
  body: orderBody(found, certified, wanted),
})
