import 'fake-indexeddb/auto'
import { expect } from 'chai'
import type { StatementEntry } from '../../../../terminal/sdk/lists.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { nameOfCounterparty } = await loadedOutsidePage(() => import('../../../../terminal/web/words/history-names.ts'))

const line = (more: Partial<StatementEntry>): StatementEntry => ({
  ...{ entry: '1.0.0', at: '1', position: '1.0.0', kind: 'voucher.transfer', voucher: 'CNY' },
  ...{ change: '5', balance: '5', isFee: false, counterparty: 'alice', orderNumber: 'N-1', ...more },
})

describe('the other side of a line of a statement', () => {
  it('is nobody for a merchant’s own sale or refund, which are about an order', () => {
    expect(nameOfCounterparty(line({ kind: 'payment.approve' }))).equal(undefined)
    expect(nameOfCounterparty(line({ kind: 'payment.refund', change: '-5' }))).equal(undefined)
  })

  it('is the merchant for who paid, the bank for a fee, and who it was for all else', () => {
    const noodles = { counterparty: 'noodle-bar' }
    expect(nameOfCounterparty(line({ kind: 'payment.approve', change: '-5', ...noodles }))).equal('noodle-bar')
    expect(nameOfCounterparty(line({ kind: 'payment.refund', ...noodles }))).equal('noodle-bar')
    const fee = { kind: 'payment.approve', isFee: true, counterparty: 'city-bank' }
    for (const change of ['-1', '1']) expect(nameOfCounterparty(line({ ...fee, change }))).equal('city-bank')
    expect(nameOfCounterparty(line({}))).equal('alice')
    expect(nameOfCounterparty(line({ counterparty: undefined }))).equal(undefined)
  })
})
