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
import { DayClose } from './day-close.tsx'
import { Draft, type DraftText, type Taken } from './draft.tsx'
import { suggestOrderNumber } from './order-number.ts'
import { Progress } from './progress.tsx'
import { type BookedSale, isSameDay, mergedSales, SaleBook, takingsOf } from './sale-book.ts'
import type { Sale } from './sale-session.ts'
import { Sales } from './sales.tsx'
import { dayOf, readSales, readTakings, type SalesWanted, spanOfDay } from './sales-of-day.ts'
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

const isWanted = ({ startedAt, orderNumber }: BookedSale, { day, order }: SalesWanted): boolean => {
  const [number, part] = [orderNumber.toLowerCase(), order.toLowerCase()]
  if (part !== '') return number.startsWith(part) || number.endsWith(part)
  return isSameDay(startedAt, spanOfDay(day)?.from ?? 0)
}

interface Opening extends Opened {
  terminal: Terminal
}

/** The sales that somebody looks at: those of today, unless another day or an order number was asked for. */
const SoldBefore = ({
  opened: { terminal, registration, taken },
  booked,
  onOpen,
}: {
  opened: Opening
  booked: readonly BookedSale[]
  onOpen: (sale: BookedSale) => void
}) => {
  const [chosen, setChosen] = useState<Partial<SalesWanted>>({})
  const [isClosing, setClosing] = useState(false)
  const wanted = { day: chosen.day ?? dayOf(Date.now()), order: chosen.order ?? '' }
  const ledgerSales = useResource(`sales ${JSON.stringify(wanted)}`, () => readSales(terminal, wanted))
  const takings = useResource(`takings ${wanted.day}`, () => readTakings(terminal, wanted.day))
  const known = booked.filter((sale) => isWanted(sale, wanted))
  const sales = mergedSales(ledgerSales.value ?? [], known)
  const unitOf = (voucher: string) => taken.find((one) => one.voucher === voucher)?.unit
  // Who goes back to today stays there when the day ends.
  const want = ({ day, order }: SalesWanted) => setChosen(day === dayOf(Date.now()) ? { order } : { day, order })
  return (
    <>
      <Sales
        {...{ sales, wanted, unitOf, onOpen }}
        takings={takings.value ?? takingsOf(sales)}
        fault={ledgerSales.fault}
        onWanted={want}
        onClose={() => setClosing(true)}
      />
      {isClosing && (
        <DayClose
          {...{ terminal, unitOf }}
          day={wanted.day}
          name={registration.name}
          onClose={() => setClosing(false)}
        />
      )}
    </>
  )
}

const useBook = (terminal: Terminal, ledger: string) => {
  const { participant, signer } = terminal
  const { device } = signer
  const book = useMemo(() => new SaleBook(localStorage, { ledger, participant, device }), [ledger, participant, device])
  const [booked, setBooked] = useState(() => book.all())
  const sale = useTill(terminal, book, () => setBooked(book.all()))
  return { book, booked, sale }
}

const Till = ({ opened }: { opened: Opening }) => {
  const { registration, taken, ledger, terminal } = opened
  const { book, booked, sale } = useBook(terminal, ledger)
  const { draft, setDraft, startAnew, takeBack } = useDraft(book, terminal.signer.device, taken)
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
        <SoldBefore opened={opened} booked={booked} onOpen={(one) => void sale.resume(one)} />
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
      {value !== undefined && 'taken' in value && <Till opened={{ ...value, terminal }} />}
    </Page>
  )
}

/** A merchant's till: one sale at a time, and the sales of the day (rows S4-023 to S4-040). */
export const TillScreen = () => {
  const current = session.value
  return current?.mode === 'authorised' ? <TillFor terminal={current.terminal} /> : null
}
