import type { StatementEntry } from '../../sdk/lists.ts'
import { historyWords, movementWords } from '../dictionary/history.ts'
import { nameOfMerchant } from '../state/merchant-names.ts'
import { say } from '../state/settings.ts'
import { unitOf } from '../state/vouchers.ts'
import { formatQuantity } from './format.ts'
import { nameOfKind } from './kind-names.ts'

/** What a line of a statement is called: by its kind, and by whether it came in or went out. */
export const nameOfEntry = ({ kind, voucher, change, isFee }: StatementEntry): string => {
  if (isFee) return say(historyWords.fee)
  const words = movementWords[kind]
  if (words === undefined) return nameOfKind(kind, voucher)
  return say(change.startsWith('-') ? words.out : words.in)
}

/** A change with its sign and unit: `+1.5 g`, `−¥12.50`. */
export const formatChange = ({ change, voucher }: Pick<StatementEntry, 'change' | 'voucher'>): string => {
  const isLess = change.startsWith('-')
  return `${isLess ? '−' : '+'}${formatQuantity(isLess ? change.slice(1) : change, unitOf(voucher))}`
}

/** True for what a merchant took by a code or gave back: such a line is about an order, whoever paid for it. */
const isOwnSale = ({ kind, change, isFee }: StatementEntry): boolean =>
  !isFee && kind === (change.startsWith('-') ? 'payment.refund' : 'payment.approve')

/**
 * The other side of a change as one knows it: a merchant by its registered name where one paid it or was given back by it. Nobody for a
 * merchant's own sale or refund: its documents name order and amount, and no customer's account.
 */
export const nameOfCounterparty = (entry: StatementEntry): string | undefined => {
  const { kind, counterparty } = entry
  if (counterparty === undefined || !kind.startsWith('payment.')) return counterparty
  return isOwnSale(entry) ? undefined : nameOfMerchant(counterparty)
}
