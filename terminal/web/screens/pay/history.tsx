import type { Terminal } from '../../../sdk/terminal.ts'
import { payWords } from '../../dictionary/pay.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { EmptyState, FailedState, Skeleton } from '../../pieces/states.tsx'
import { reasonOf } from '../../state/reason.ts'
import { language, say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { type QuantityUnit, showQuantity } from '../till/quantity.ts'
import { useState } from 'preact/hooks'
import { instructionPage, type PastPayment, pastPaymentsOf } from './past-payments.ts'

const pageSize = 50
const tones = { captured: 'good', declined: undefined, refused: 'bad' } as const

type Units = { [voucher: string]: QuantityUnit }

const unitsOf = async (terminal: Terminal, vouchers: readonly string[]): Promise<Units> => {
  const different = [...new Set(vouchers)]
  const read = await Promise.all(
    different.map((code) =>
      terminal.voucher(code).then(
        ({ voucher }): [string, QuantityUnit][] => [[code, voucher.unit]],
        () => [],
      ),
    ),
  )
  return Object.fromEntries(read.flat())
}

const readPayments = async (terminal: Terminal, pages: number) => {
  const path = `/v1/accounts/${encodeURIComponent(terminal.participant)}/instructions?limit=${pageSize}`
  const items = []
  let after: string | undefined
  for (let page = 0; page < pages; page++) {
    const read = await terminal.read(after === undefined ? path : `${path}&after=${after}`, instructionPage)
    items.push(...read.items)
    after = read.next
    if (after === undefined) break
  }
  const payments = pastPaymentsOf(items)
  return { payments, units: await unitsOf(terminal, payments.map(({ voucher }) => voucher)), hasMore: after !== undefined }
}

const noteOf = ({ outcome, code, refunded, voucher }: PastPayment, units: Units): string => {
  if (refunded > 0n) return say(payWords.refunded)(showQuantity(refunded, units[voucher]))
  return outcome === 'refused' && code !== undefined ? reasonOf(code)[language.value].what : ''
}

const Line = ({ payment, units }: { payment: PastPayment; units: Units }) => {
  const { merchant, orderNumber, quantity, voucher, outcome, block } = payment
  const note = noteOf(payment, units)
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
        <span>{showQuantity(quantity, units[voucher])}</span>
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
  const { payments = [], units = {}, hasMore } = read.value ?? {}
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
            <Line key={payment.id ?? payment.payment} payment={payment} units={units} />
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
