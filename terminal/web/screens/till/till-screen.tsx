import { useEffect, useMemo, useState } from 'preact/hooks'
import './till.css'
import '../../codes/codes.css'
import '../../scanner/scanner.css'
import { toShown } from '../../../sdk/amount.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { type Registration, readMerchant } from '../../state/merchant.ts'
import { session } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { readSome } from '../../state/some-vouchers.ts'
import { useResource } from '../../state/use-resource.ts'
import { Draft, type DraftText, type Taken } from './draft.tsx'
import { suggestOrderNumber } from './order-number.ts'
import { Progress } from './progress.tsx'
import { mergedSales, SaleBook, takingsOf } from './sale-book.ts'
import type { Sale } from './sale-session.ts'
import { readSalesOfDay, readTakingsOfDay } from './sales-of-day.ts'
import { Today } from './today.tsx'
import { useTill } from './use-till.ts'
import { tillWords } from './words.ts'

interface Opened {
  registration: Registration
  taken: Taken[]
  ledger: string
}

/** The merchant's terms and the vouchers that it may take; undefined while no bank lets it take any. */
const openTill = async (terminal: Terminal): Promise<Opened | { registration: undefined }> => {
  const registration = await readMerchant(terminal, terminal.participant)
  if (registration?.status !== 'open') return { registration: undefined }
  const [vouchers, { ledger }] = await Promise.all([readSome(terminal, registration.vouchers), terminal.identity()])
  const taken = registration.vouchers.flatMap((code) => {
    const found = vouchers[code]
    return found === undefined ? [] : [{ voucher: code, name: found.name, unit: found.unit }]
  })
  return { registration, taken, ledger }
}

const useDraft = (book: SaleBook, device: string, taken: readonly Taken[]) => {
  const suggest = () => suggestOrderNumber({ device, now: Date.now(), sold: book.ofDay(Date.now()).length })
  const [draft, setDraft] = useState<DraftText>({
    orderNumber: suggest(),
    voucher: taken[0]?.voucher ?? '',
    amount: '',
  })
  const startAnew = () => setDraft({ ...draft, orderNumber: suggest(), amount: '' })
  /** Puts a sale back on the pad, under its own number. */
  const takeBack = ({ orderNumber, voucher, quantity }: Sale) => {
    const unit = taken.find((one) => one.voucher === voucher)?.unit
    if (unit !== undefined) setDraft({ orderNumber, voucher, amount: toShown(quantity, unit) ?? quantity })
  }
  return { draft, setDraft, startAnew, takeBack }
}

const Till = ({ terminal, opened }: { terminal: Terminal; opened: Opened }) => {
  const { registration, taken, ledger } = opened
  const { participant, signer } = terminal
  const { device } = signer
  const book = useMemo(() => new SaleBook(localStorage, { ledger, participant, device }), [ledger, participant, device])
  const [booked, setBooked] = useState(() => book.ofDay(Date.now()))
  const sale = useTill(terminal, book, () => setBooked(book.ofDay(Date.now())))
  const ledgerSales = useResource('sales', () => readSalesOfDay(terminal, Date.now()))
  const takings = useResource('takings', () => readTakingsOfDay(terminal, Date.now()))
  const sales = mergedSales(ledgerSales.value ?? [], booked)
  const { draft, setDraft, startAnew, takeBack } = useDraft(book, device, taken)
  const unitOf = (voucher: string) => taken.find((one) => one.voucher === voucher)?.unit
  const state = sale.state.value
  const next = () => {
    sale.startAnew()
    startAnew()
  }
  const again = (before: Sale) => {
    sale.startAnew()
    takeBack(before)
  }
  const trouble = state.is === 'drafting' ? state.trouble : undefined
  useEffect(() => {
    if (trouble?.code === 'not_claimed') takeBack(trouble.values as unknown as Sale)
  }, [trouble])
  return (
    <>
      {state.is === 'drafting' ? (
        <Draft
          {...{ registration, taken, draft }}
          trouble={trouble}
          onDraft={setDraft}
          onCode={(whole, code) => void sale.claim(whole, code)}
        />
      ) : (
        <Progress session={sale} unitOf={unitOf} onNext={next} onAgain={again} />
      )}
      <div class="till-columns">
        <Today
          sales={sales}
          takings={takings.value ?? takingsOf(sales)}
          unitOf={unitOf}
          fault={ledgerSales.fault}
          onOpen={(one) => void sale.resume(one)}
        />
        <OwnResults only={({ kind }) => kind === 'payment.refund' || kind === 'payment.reverse'} />
      </div>
    </>
  )
}

const TillFor = ({ terminal }: { terminal: Terminal }) => {
  const opened = useResource('till', () => openTill(terminal))
  const { value } = opened
  return (
    <Page title={say(shellWords.till)} lead={value?.registration?.name}>
      <ReadingState of={opened} lines={6} />
      {value !== undefined && value.registration === undefined && (
        <EmptyState icon="till" title={say(tillWords.notRegistered)}>
          <p>{say(tillWords.notRegisteredText)}</p>
        </EmptyState>
      )}
      {value !== undefined && 'taken' in value && <Till terminal={terminal} opened={value} />}
    </Page>
  )
}

/** A merchant's till: one sale at a time, and the sales of the day (rows S4-023 to S4-040). */
export const TillScreen = () => {
  const current = session.value
  return current?.mode === 'authorised' ? <TillFor terminal={current.terminal} /> : null
}
