import type { Unit } from '../../../sdk/amount.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { Button } from '../../pieces/button.tsx'
import { say } from '../../state/settings.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { bankWords } from './words.ts'

/** A cash act that the ledger accepted, as the customer gets it on paper. */
export interface Done {
  way: 'deposit' | 'withdraw'
  id: string
  at: number
  customer: string
  voucher: string
  unit: Unit
  quantity: string
  reference: string
  /** What is available afterwards; undefined where the customer is at home elsewhere. */
  after: string | undefined
}

/** What was done at the counter, to be printed for the customer. */
export const Slip = ({ done }: { done: Done }) => {
  const amount = formatQuantity(done.quantity, done.unit)
  const lines = [
    [bankWords.slipTime, formatMoment(done.at)],
    [deskWords.participant, done.customer],
    [bankWords.amount, amount],
    [deskWords.reference, done.reference],
    ...(done.after === undefined ? [] : [[bankWords.balanceAfter, formatQuantity(done.after, done.unit)] as const]),
  ] as const
  return (
    <section class="card slip" aria-label={say(bankWords.slip)}>
      <h2>{say(done.way === 'deposit' ? bankWords.deposited : bankWords.paidOut)(amount)}</h2>
      <dl class="pairs">
        {lines.map(([name, value]) => (
          <div key={name.en} class="pair">
            <dt>{say(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div class="pair">
          <dt>{say(bankWords.instruction)}</dt>
          <dd class="code-value">{done.id}</dd>
        </div>
      </dl>
      <div class="off-paper">
        <Button onClick={() => window.print()}>{say(bankWords.print)}</Button>
      </div>
    </section>
  )
}
