import { orderNumber } from '../../../../chaincode/wire/identifiers.ts'
import { type PaymentView, sales, type Takings, takings } from '../../../sdk/payments.ts'
import type { Terminal } from '../../../sdk/terminal.ts'

const pageSize = 100
const pagesMaximum = 10
/** How many payments of a day are listed at most. */
export const listedMaximum = pageSize * pagesMaximum

/** The day of a moment as a date field has it, by this device's calendar: `2027-01-15`. */
export const dayOf = (at: number): string => {
  const date = new Date(at)
  const two = (figure: number) => String(figure).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The first moment of a day and the first behind it, in this device's time zone; undefined for what is no day. */
export const spanOfDay = (day: string): { from: number; to: number } | undefined => {
  const [year = Number.NaN, month = Number.NaN, date = Number.NaN] = day.split('-').map(Number)
  const [from, to] = [new Date(year, month - 1, date), new Date(year, month - 1, date + 1)]
  return Number.isNaN(from.getTime()) ? undefined : { from: from.getTime(), to: to.getTime() }
}

/** Which sales are shown: those of a day, or those of any day whose order number begins or ends so. */
export interface SalesWanted {
  day: string
  order: string
}

/** Whether a text can be the beginning or the end of an order number. */
export const isOrderPart = (text: string): boolean => orderNumber.safeParse(text).success

/** The payments of this merchant that are wanted, from all its tills, newest first; a thousand of a day and a hundred of a search at most. */
export const readSales = async (terminal: Terminal, { day, order }: SalesWanted): Promise<PaymentView[]> => {
  if (order !== '') return (await sales(terminal, { order, limit: pageSize })).items
  const found: PaymentView[] = []
  let after: string | undefined
  for (let page = 0; page < pagesMaximum && (page === 0 || after !== undefined); page++) {
    const read = await sales(terminal, { ...spanOfDay(day), limit: pageSize, after })
    found.push(...read.items)
    after = read.next
  }
  return found
}

/** What a day came to, by voucher, summed up at the gateway: over all of it, also beyond the sales that are listed. */
export const readTakings = async (terminal: Terminal, day: string): Promise<Takings[]> => {
  const span = spanOfDay(day)
  return span === undefined ? [] : takings(terminal, span)
}
