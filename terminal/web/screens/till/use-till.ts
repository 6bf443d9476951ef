import { useEffect, useMemo } from 'preact/hooks'
import { z } from 'zod'
import type { PaymentView } from '../../../sdk/payments.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { liveness, onLedgerEvent } from '../../state/live.ts'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import { type BookedSale, bookedOf, type SaleBook } from './sale-book.ts'
import { salePortOf } from './sale-port.ts'
import { SaleSession, type SaleState } from './sale-session.ts'

const resumeWithinMilliseconds = 600_000
const aboutPayment = z.object({ body: z.object({ payment: z.string() }) })

/** What the book should say of a sale in this state; undefined while nothing was claimed. */
const entryOf = (state: SaleState<PaymentView>, startedAt: number, earlier: string[]): BookedSale | undefined => {
  if (state.is === 'drafting') return undefined
  if (state.is === 'claiming' || state.is === 'unknown') return { ...state.sale, startedAt, status: 'unknown', earlier }
  return bookedOf(state.payment, startedAt)
}

/** Keeps the book as the sale goes, from before a claim leaves. */
const keepBook = (book: SaleBook, session: SaleSession<PaymentView>, onKept: () => void): void => {
  const state = session.state.value
  if (state.is === 'drafting' && state.trouble?.code === 'not_claimed') {
    book.forget(String(state.trouble.values['orderNumber']))
    onKept()
    return
  }
  const booked = entryOf(state, session.startedAt, session.earlier)
  if (booked === undefined) return
  book.keep(booked)
  onKept()
}

const isOpenSale = ({ status, startedAt }: BookedSale): boolean =>
  (status === 'unknown' || status === 'claimed') && Date.now() - startedAt < resumeWithinMilliseconds

const listenTo = (session: SaleSession<PaymentView>): (() => void) =>
  onLedgerEvent(({ event, data }) => {
    if (!event.startsWith('payment') && event !== 'gap') return
    const about = aboutPayment.safeParse(data)
    if (event === 'payment.approve.refused' && about.success) session.noteRefusedAnswer(about.data.body.payment)
    void session.ask()
  })

/** The sale under way at this till: kept in the book, led by the ledger's events, and taken up again after a reload. */
export const useTill = (terminal: Terminal, book: SaleBook, onKept: () => void): SaleSession<PaymentView> => {
  const session = useMemo(() => new SaleSession(salePortOf(recordedTerminal(terminal))), [terminal])
  useEffect(() => {
    const forget = [session.state.subscribe(() => keepBook(book, session, onKept)), listenTo(session)]
    const open = book.all().find(isOpenSale)
    if (open !== undefined) void session.resume(open)
    return () => {
      for (const stop of forget) stop()
      session.close()
    }
  }, [session, book])
  const isLive = liveness.value === 'live'
  useEffect(() => {
    if (isLive) void session.ask()
  }, [session, isLive])
  return session
}
