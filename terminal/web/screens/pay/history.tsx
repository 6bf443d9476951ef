import { useState } from 'preact/hooks'
import type { Terminal } from '../../../sdk/terminal.ts'
import { payWords } from '../../dictionary/pay.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { EmptyState, FailedState, Skeleton } from '../../pieces/states.tsx'
import { formatQuantity } from '../../state/format.ts'
import { readInstructionPages } from '../../state/instruction-list.ts'
import { reasonOf } from '../../state/reason.ts'
import { language, say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { type PastPayment, pastPaymentsOf } from './past-payments.ts'

const tones = { captured: 'good', declined: undefined, refused: 'bad' } as const

const readPayments = async (terminal: Terminal, pages: number) => {
  const { items, hasMore } = await readInstructionPages(terminal, pages)
  return { payments: pastPaymentsOf(items), hasMore }
}

const noteOf = ({ outcome, code, refunded, voucher }: PastPayment): string => {
  if (refunded > 0n) return say(payWords.refunded)(formatQuantity(refunded.toString(), unitOf(voucher)))
  return outcome === 'refused' && code !== undefined ? reasonOf(code)[language.value].what : ''
}

const Line = ({ payment }: { payment: PastPayment }) => {
  const { merchant, orderNumber, quantity, voucher, outcome, block } = payment
  const note = noteOf(payment)
  return (
    <li class="row">
      <div class="row-main">
        <span class="row-title">{merchant}</span>
        <span class="row-note">
          {orderNumber}
          {block !== undefined && ` · ${say(payWords.block)} ${block}`}
        </span>
        {note !== '' && <span class="row-note">{note}</span>}
      </div>
      <div class="row-end">
        <span>{formatQuantity(quantity, unitOf(voucher))}</span>
        <span class="pill" data-tone={tones[outcome]}>
          {say(payWords.status)(outcome)}
        </span>
      </div>
    </li>
  )
}

/** What the payer answered before, newest first, with refunds. */
export const History = ({ terminal }: { terminal: Terminal }) => {
  const [pages, setPages] = useState(1)
  const read = useResource(`payments ${pages}`, () => readPayments(terminal, pages))
  const { payments = [], hasMore } = read.value ?? {}
  return (
    <Section title={say(payWords.history)}>
      {read.isLoading && <Skeleton lines={4} />}
      {read.fault && <FailedState fault={read.fault} onRetry={read.reload} />}
      {read.value && payments.length === 0 && (
        <EmptyState icon="pay" title={say(payWords.historyEmpty)}>
          <p>{say(payWords.historyEmptyText)}</p>
        </EmptyState>
      )}
      {payments.length > 0 && (
        <ul class="rows">
          {payments.map((payment) => (
            <Line key={payment.id ?? payment.payment} payment={payment} />
          ))}
        </ul>
      )}
      {hasMore && (
        <div>
          <Button tone="quiet" onClick={() => setPages(pages + 1)}>
            {say(shellWords.more)}
          </Button>
        </div>
      )}
    </Section>
  )
}
