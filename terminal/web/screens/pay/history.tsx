import { useState } from 'preact/hooks'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { SignedDetails } from '../../pieces/signed-details.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { readInstructionPages } from '../../state/instruction-list.ts'
import { readMerchant } from '../../state/merchant.ts'
import { language, say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { reasonOf } from '../../words/reason.ts'
import { type PastPayment, pastPaymentsOf } from './past-payments.ts'
import { payWords } from './words.ts'

const tones = { captured: 'good', declined: undefined, refused: 'bad' } as const

/** The merchants' registered names, which payers know them by; one that cannot be read goes by its id. */
const readNames = async (terminal: Terminal, payments: readonly PastPayment[]): Promise<Map<string, string>> => {
  const merchants = [...new Set(payments.map(({ merchant }) => merchant))]
  const read = await Promise.all(
    merchants.map((merchant) =>
      readMerchant(terminal, merchant).then(
        (registration): [string, string] => [merchant, registration?.name ?? merchant],
        (): [string, string] => [merchant, merchant],
      ),
    ),
  )
  return new Map(read)
}

const readPayments = async (terminal: Terminal, pages: number) => {
  const { items, hasMore } = await readInstructionPages(terminal, pages)
  const payments = pastPaymentsOf(items)
  return { payments, names: await readNames(terminal, payments), hasMore }
}

const noteOf = ({ outcome, code, refunded, voucher }: PastPayment): string => {
  if (refunded > 0n) return say(payWords.refunded)(formatQuantity(refunded.toString(), unitOf(voucher)))
  return outcome === 'refused' && code !== undefined ? reasonOf(code)[language.value].what : ''
}

const Line = ({ payment, name }: { payment: PastPayment; name: string }) => {
  const { orderNumber, quantity, voucher, outcome, block, id } = payment
  const note = noteOf(payment)
  return (
    <li>
      <div class="row">
        <div class="row-main">
          <span class="row-title">{name}</span>
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
      </div>
      <SignedDetails of={(kept) => id !== undefined && kept.id === id} />
    </li>
  )
}

/** What the payer answered before, newest first, with refunds. */
export const History = ({ terminal }: { terminal: Terminal }) => {
  const [pages, setPages] = useState(1)
  const read = useResource(`payments ${pages}`, () => readPayments(terminal, pages))
  const { payments = [], names = new Map<string, string>(), hasMore } = read.value ?? {}
  return (
    <Section title={say(payWords.history)}>
      <ReadingState of={read} lines={4} />
      {read.value && payments.length === 0 && (
        <EmptyState icon="pay" title={say(payWords.historyEmpty)}>
          <p>{say(payWords.historyEmptyText)}</p>
        </EmptyState>
      )}
      {payments.length > 0 && (
        <ul class="rows">
          {payments.map((payment) => (
            <Line
              key={payment.id ?? payment.payment}
              payment={payment}
              name={names.get(payment.merchant) ?? payment.merchant}
            />
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
