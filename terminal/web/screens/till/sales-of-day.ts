import { type PaymentView, sales, takings } from '../../../sdk/payments.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { isSameDay, type Takings } from './sale-book.ts'

const pageSize = 100
const pagesMaximum = 10
/** How many payments of a day are listed at most. */
export const listedMaximum = pageSize * pagesMaximum

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

/** What the day of a moment came to, by voucher, summed up at the gateway: over all of it, also beyond the sales that are listed. */
export const readTakingsOfDay = async (terminal: Terminal, at: number): Promise<Takings[]> => {
  const [day, next] = [new Date(at), new Date(at)]
  day.setHours(0, 0, 0, 0)
  next.setHours(24, 0, 0, 0)
  const sums = await takings(terminal, { from: day.getTime(), to: next.getTime() })
  return sums.map(({ taken, refunded, fees, ...sum }) => ({
    ...sum,
    ...{ taken: BigInt(taken), refunded: BigInt(refunded), fees: BigInt(fees) },
  }))
}
