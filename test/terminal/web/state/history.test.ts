import { expect } from 'chai'
import type { StatementEntry } from '../../../../terminal/sdk/lists.ts'
import type { KeptResult } from '../../../../terminal/web/platform/database.ts'
import {
  type HistoryFilter,
  historyOf,
  incomingSince,
  kindsOfGroups,
  monthsUpTo,
  rowsOf,
  searchOf,
  spanOfMonth,
  wholeHistory,
} from '../../../../terminal/web/state/history.ts'
import { Device } from '../../../support/devices.ts'

const alice = new Device('alice', ['customer'])

const line = (entry: string, more: Partial<StatementEntry> = {}): StatementEntry => ({
  ...{ entry, at: '1000', position: `${entry.split('.').slice(0, 2).join('.')}.0`, kind: 'voucher.transfer' },
  ...{ voucher: 'CNY', change: '5', balance: '5', isFee: false, counterparty: 'bob', ...more },
})

const kept = (id: string, more: Partial<KeptResult> = {}): KeptResult => {
  const body = { voucher: 'CNY', to: 'bob', quantity: '5' }
  const envelope = alice.sign(alice.instruction('voucher.transfer', body))
  return { id, account: 'alice', kind: 'voucher.transfer', envelope, madeAt: 2_000, voucher: 'CNY', ...more }
}
const refused = { status: 'refused', code: 'offer_needed', values: {} }

describe('one history', () => {
  it('puts what one instruction moved into one line, what was traded before its fee', () => {
    const trade = { kind: 'trade.buy', position: '3.0.1', instruction: 'b' }
    const rows = rowsOf([
      line('4.0.0'),
      line('3.0.2', { ...trade, isFee: true }),
      line('3.0.1', { ...trade, change: '-500' }),
      line('3.0.0', { ...trade, voucher: 'AU-9999' }),
    ])
    expect(rows.map(({ entries }) => entries?.map(({ entry }) => entry))).deep.equal([
      ['4.0.0'],
      ['3.0.0', '3.0.1', '3.0.2'],
    ])
  })

  it('S0-028 has what this device sent and moved nothing among it, by its time, and what moved once only', () => {
    const own = line('3.0.0', { instruction: 'moved', at: '1500' })
    const results = [
      kept('refused', { result: refused, madeAt: 2_000 }),
      kept('moved', { result: { status: 'accepted', effects: {} }, madeAt: 1_400 }),
      kept('unsent', { fault: { code: 'outage', values: {} }, madeAt: 1_200 }),
    ]
    const keys = historyOf({ items: [own, line('2.0.0')], hasMore: false }, results, wholeHistory).map(({ key }) => key)
    expect(keys).deep.equal(['refused', '3.0.0', 'unsent', '2.0.0'])
    const more = historyOf({ items: [own], hasMore: true }, results, wholeHistory).map(({ key }) => key)
    expect(more).deep.equal(['refused', '3.0.0'])
  })

  it('leaves out codes that were shown, and keeps those that were refused', () => {
    const request = { kind: 'payment-code.request' }
    const shown = kept('shown', { ...request, result: { status: 'accepted', effects: {} } })
    const rows = historyOf(
      { items: [], hasMore: false },
      [shown, kept('no', { ...request, result: refused })],
      wholeHistory,
    )
    expect(rows.map(({ key }) => key)).deep.equal(['no'])
  })

  it('narrows what this device sent as the gateway narrows the rest', () => {
    const transfer = kept('one', { result: refused, madeAt: new Date(2027, 0, 31, 23, 59).getTime() })
    const finds = (filter: Partial<HistoryFilter>) =>
      historyOf({ items: [], hasMore: false }, [transfer], { ...wholeHistory, ...filter }).length === 1
    expect(finds({})).equal(true)
    expect([finds({ group: 'transfers' }), finds({ group: 'trades' })]).deep.equal([true, false])
    expect([finds({ voucher: 'CNY' }), finds({ voucher: 'AU-9999' })]).deep.equal([true, false])
    expect([finds({ month: '2027-01' }), finds({ month: '2027-02' })]).deep.equal([true, false])
    expect([finds({ search: ' BOB' }), finds({ search: 'carol' })]).deep.equal([true, false])
  })

  it('narrows by the group of each kind, which is one of those that a gateway takes, or none', () => {
    const groupsOf = (kind: string) =>
      Object.keys(kindsOfGroups).filter((group) => {
        const filter = { ...wholeHistory, group: group as HistoryFilter['group'] }
        return historyOf({ items: [], hasMore: false }, [kept('one', { kind, result: refused })], filter).length === 1
      })
    const expected = {
      'voucher.transfer': 'transfers',
      'transfer.offer': 'transfers',
      'cash.withdraw': 'cash',
      'order.place': 'trades',
      'trade.sell': 'trades',
      'payment.claim': 'payments',
      'payment-code.request': 'payments',
      'pledge.offer': 'pledges',
      'voucher.issue': 'supply',
    }
    for (const [kind, group] of Object.entries(expected)) expect(groupsOf(kind), kind).deep.equal(['all', group])
    expect(groupsOf('participant.accept')).deep.equal(['all'])
  })

  it('asks a gateway for a month of this device’s calendar, and for nothing that was not chosen', () => {
    const { from, to } = spanOfMonth('2026-12')
    expect([from, to]).deep.equal([new Date(2026, 11, 1).getTime(), new Date(2027, 0, 1).getTime()])
    expect(Object.values(searchOf(wholeHistory)).filter((value) => value !== undefined)).deep.equal([])
    expect(searchOf({ group: 'cash', voucher: 'CNY', month: '2026-12', search: ' x ' })).deep.equal({
      ...{ kind: 'cash.deposit,cash.withdraw', voucher: 'CNY', search: 'x' },
      ...{ from: String(from), to: String(to) },
    })
    expect(monthsUpTo(new Date(2027, 0, 31).getTime(), 3)).deep.equal(['2027-01', '2026-12', '2026-11'])
  })

  it('announces what came in from others since the last line that was seen, and nothing else', () => {
    const lines = [
      line('12.0.1'),
      line('12.0.0', { change: '-5' }),
      line('11.2.0', { instruction: 'own' }),
      line('11.1.0', { isFee: true }),
      line('10.0.0', { counterparty: undefined }),
      line('9.3.0'),
      line('9.2.0'),
    ]
    const told = (seen: string | undefined) => incomingSince(lines, seen).map(({ entry }) => entry)
    expect(told('9.2.0')).deep.equal(['12.0.1', '9.3.0'])
    expect(told('9.10.0')).deep.equal(['12.0.1'])
    expect(told('12.0.1')).deep.equal([])
    expect(told('12.0')).deep.equal(['12.0.1'])
    expect(told(undefined)).deep.equal(['12.0.1', '9.3.0', '9.2.0'])
  })
})
