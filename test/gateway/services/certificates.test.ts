import { expect } from 'chai'
import { purchaseRecord } from '../../../gateway/services/certificates.ts'

describe('a purchase as everybody may see it', () => {
  const amountOf = (amount: string): string =>
    purchaseRecord({ row: { buyer: 'alice', count: 2, cash: 'CNY', amount }, at: 0 }).amount

  it('S1-036 keeps two figures of an amount, however large', () => {
    const amounts = ['7', '12', '129', '98765', '100', '9'.repeat(28)]
    expect(amounts.map(amountOf)).deep.equal(['7', '12', '120', '98000', '100', `99${'0'.repeat(26)}`])
  })

  it('S1-036 keeps the month of a time, and a letter of a name', () => {
    const row = { buyer: 'alice', count: 2, cash: 'CNY', amount: '1' }
    const at = Date.UTC(2026, 10, 28, 23, 59)
    expect(purchaseRecord({ row, at })).include({ buyer: 'a***', month: '2026-11', count: 2 })
  })
})
