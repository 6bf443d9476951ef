import { useState } from 'preact/hooks'
import type { Terminal } from '../../../sdk/terminal.ts'
import { payWords } from '../../dictionary/pay.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { EmptyState, FailedState, Skeleton } from '../../pieces/states.tsx'
import { readInstructions } from '../../state/instruction-list.ts'
import { reasonOf } from '../../state/reason.ts'
import { language, say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { readVouchers } from '../../state/vouchers.ts'
import { type QuantityUnit, showQuantity } from '../till/quantity.ts'
import { type PastPayment, pastPaymentsOf } from './past-payments.ts'

const tones = { captured: 'good', declined: undefined, refused: 'bad' } as const

type Vouchers = { [code: string]: { unit: QuantityUnit } }

const readPayments = async (terminal: Terminal, pages: number) => {
  const { items, hasMore } = await readInstructions(terminal, pages)
  const payments = pastPaymentsOf(items)
  const codes = payments.map(({ voucher }) => voucher)
  return { payments, vouchers: await readVouchers(terminal, codes), hasMore }
}

const noteOf = ({ outcome, code, refunded, voucher }: PastPayment, vouchers: Vouchers): string => {
  if (refunded > 0n) return say(payWords.refunded)(showQuantity(refunded, vouchers[voucher]?.unit))
  return outcome === 'refused' && code !== undefined ? reasonOf(code)[language.value].what : ''
}

const Line = ({ payment, vouchers }: { payment: PastPayment; vouchers: Vouchers }) => {
  const { merchant, orderNumber, quantity, voucher, outcome, block } = payment
  const note = noteOf(payment, vouchers)
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
        <span>{showQuantity(quantity, vouchers[voucher]?.unit)}</span>
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
  const { payments = [], vouchers = {}, hasMore } = read.value ?? {}
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
            <Line key={payment.id ?? payment.payment} payment={payment} vouchers={vouchers} />
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
