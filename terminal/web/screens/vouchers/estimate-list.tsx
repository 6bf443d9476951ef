import type { Unit } from '../../../sdk/amount.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import type { Estimate, Side } from '../../market/estimate.ts'
import { say } from '../../state/settings.ts'
import { formatQuantity } from '../../words/format.ts'

/** Amount, fee and what is paid or comes in, as the ledger will reckon. */
export const EstimateList = ({
  guess,
  side,
  cash,
  isReserve,
}: {
  guess: Estimate
  side: Side
  cash: Unit
  isReserve?: boolean
}) => {
  const total = side === 'buy' ? voucherWords.toPay : voucherWords.toGet
  return (
    <dl class="pairs estimate" aria-live="polite">
      <dt>{say(voucherWords.gross)}</dt>
      <dd>{formatQuantity(guess.gross, cash)}</dd>
      <dt>{say(voucherWords.fee)}</dt>
      <dd>{formatQuantity(guess.fee, cash)}</dd>
      <dt>{say(isReserve && side === 'buy' ? voucherWords.reserves : total)}</dt>
      <dd>
        <strong>{formatQuantity(guess.total, cash)}</strong>
      </dd>
    </dl>
  )
}
