import { type PaymentView, sales } from '../../../sdk/payments.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { isSameDay } from './sale-book.ts'

const pageSize = 100
const pagesMaximum = 10

/** The payments of this merchant of the day of a moment, from all its tills, newest first; a thousand at most. */
export const readSalesOfDay = async (terminal: Terminal, at: number): Promise<PaymentView[]> => {
  const found: PaymentView[] = []
  let after: string | undefined
  for (let page = 0; page < pagesMaximum; page++) {
    const read = await sales(terminal, { limit: pageSize, ...(after === undefined ? {} : { after }) })
    const ofDay = read.items.filter(({ answerBy }) => isSameDay(answerBy, at))
    found.push(...ofDay)
    after = read.next
    // Newest first: a page that reaches back before the day is the last that matters.
    if (after === undefined || ofDay.length < read.items.length) break
  }
  return found
}
