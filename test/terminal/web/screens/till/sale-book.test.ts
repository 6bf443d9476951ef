import { expect } from 'chai'
import type { PaymentView } from '../../../../../terminal/sdk/payments.ts'
import {
  type BookedSale,
  mergedSales,
  SaleBook,
  takingsOf,
} from '../../../../../terminal/web/screens/till/sale-book.ts'

const drawer = () => {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
  }
}
const owner = { ledger: 'assay', participant: 'noodle-bar', device: 'd1' }
const at = new Date(2026, 10, 25, 12).getTime()
const sale = (orderNumber: string, more: Partial<BookedSale> = {}): BookedSale => ({
  ...{ orderNumber, voucher: 'CNY', quantity: '1000', startedAt: at, status: 'captured' },
  ...more,
})

describe('The book of a till', () => {
  it('keeps the newest first, and one entry for an order number', () => {
    const book = new SaleBook(drawer(), owner)
    book.keep(sale('A', { status: 'unknown' }))
    book.keep(sale('B', { startedAt: at + 1 }))
    book.keep(sale('A'))
    expect(book.all().map(({ orderNumber, status }) => [orderNumber, status])).to.deep.equal([
      ['B', 'captured'],
      ['A', 'captured'],
    ])
  })

  it('tells the days apart, and the tills, and survives a damaged drawer', () => {
    const shared = drawer()
    const book = new SaleBook(shared, owner)
    book.keep(sale('A', { startedAt: at - 86_400_000 }))
    book.keep(sale('B'))
    expect(book.ofDay(at).map(({ orderNumber }) => orderNumber)).to.deep.equal(['B'])
    expect(new SaleBook(shared, { ...owner, device: 'd2' }).all()).to.deep.equal([])
    for (const name of shared.kept.keys()) shared.kept.set(name, '{damaged')
    expect(book.all()).to.deep.equal([])
  })

  it('forgets a sale of which nothing came, and goes on where the browser keeps nothing', () => {
    const book = new SaleBook(drawer(), owner)
    book.keep(sale('A'))
    book.keep(sale('B'))
    book.forget('A')
    expect(book.all().map(({ orderNumber }) => orderNumber)).to.deep.equal(['B'])
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError')
      },
    }
    expect(() => new SaleBook(full, owner).keep(sale('A'))).not.to.throw()
  })

  it('takes the ledger’s word for what it knows, and its own for an answer that got lost', () => {
    const payment = { payment: 'p1', status: 'captured', orderNumber: 'A', voucher: 'CNY', quantity: '1000' } as const
    const view = { ...payment, fee: '6', refunded: '0', answerBy: at + 60_000 } as unknown as PaymentView
    const own = [sale('A', { status: 'unknown', startedAt: at - 5 }), sale('B', { status: 'unknown' })]
    const merged = mergedSales([view], own)
    expect(merged.map(({ orderNumber, status, startedAt }) => [orderNumber, status, startedAt])).to.deep.equal([
      ['B', 'unknown', at],
      ['A', 'captured', at - 5],
    ])
    expect(mergedSales([view], [])[0]?.startedAt, 'of another till').to.equal(at)
  })

  it('sums what was taken, given back and paid in fees, for each voucher by itself', () => {
    const sales = [
      sale('A', { fee: '6' }),
      sale('B', { fee: '6', refunded: '400' }),
      sale('C', { voucher: 'AU-9999', quantity: '50' }),
      sale('D', { status: 'declined' }),
    ]
    expect(takingsOf(sales)).to.deep.equal([
      { voucher: 'AU-9999', count: 1, taken: '50', refunded: '0', fees: '0', net: '50' },
      { voucher: 'CNY', count: 2, taken: '2000', refunded: '400', fees: '12', net: '1588' },
    ])
  })
})
