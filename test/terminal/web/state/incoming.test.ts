import 'fake-indexeddb/auto'
import { expect } from 'chai'
import sinon from 'sinon'
import type { Following } from '../../../../terminal/sdk/events.ts'
import type { StatementEntry } from '../../../../terminal/sdk/lists.ts'
import type { Terminal } from '../../../../terminal/sdk/terminal.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { watchLedger, watchIncoming, incoming, putAway, openedEntry, session } = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/live.ts')),
  ...(await import('../../../../terminal/web/state/incoming.ts')),
  ...(await import('../../../../terminal/web/state/opened-entry.ts')),
  ...(await import('../../../../terminal/web/state/session.ts')),
}))

const line = (entry: string, more: Partial<StatementEntry> = {}): StatementEntry => ({
  ...{ entry, at: '1000', position: entry, kind: 'voucher.transfer', voucher: 'CNY', change: '5', balance: '5' },
  ...{ isFee: false, counterparty: 'bob', ...more },
})

describe('what comes in from others', () => {
  let clock: sinon.SinonFakeTimers
  let following: Omit<Following, 'authorization'> | undefined
  let items: StatementEntry[]
  let answer: () => Promise<{ items: StatementEntry[] }>
  let stop: () => void
  let reading: sinon.SinonSpy<[], Promise<{ items: StatementEntry[] }>>
  const settle = async () => {
    for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate)
  }
  const tell = async (event: string) => {
    following?.onEvent({ id: undefined, event, data: {} })
    await settle()
  }
  const told = () => incoming.value && [incoming.value.entry.entry, incoming.value.others]

  before(async () => {
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    Object.defineProperty(globalThis, 'window', { value: new EventTarget(), configurable: true })
    sinon.stub(globalThis, 'fetch').rejects(new TypeError('no network'))
    watchLedger()
    await settle()
  })
  beforeEach(async () => {
    items = [line('1.0.0')]
    answer = async () => ({ items })
    reading = sinon.spy(() => answer())
    const follow = async (one: Omit<Following, 'authorization'>) => {
      following = one
    }
    const terminal = { participant: 'alice', read: reading, follow, unsettled: async () => [] } as unknown as Terminal
    session.value = { mode: 'authorised', account: 'alice', terminal, roles: [], device: 'd' }
    stop = watchIncoming(terminal)
    await settle()
  })
  afterEach(() => {
    stop()
    session.value = undefined
  })
  after(() => {
    clock.restore()
    sinon.restore()
    Reflect.deleteProperty(globalThis, 'window')
  })

  it('is not what stood there at the beginning, and each line is announced once', async () => {
    expect([told(), openedEntry.value]).deep.equal([undefined, undefined])
    items = [line('2.0.0'), ...items]
    await tell('voucher.transfer.accepted')
    expect(told()).deep.equal(['2.0.0', 0])
    putAway()
    await tell('voucher.transfer.accepted')
    expect([told(), reading.callCount]).deep.equal([undefined, 3])
  })

  it('is told by its newest line and how many more came, with one that is still in sight', async () => {
    items = [line('3.0.0'), line('2.0.0', { change: '-5' }), line('2.0.0'), ...items]
    await tell('trade.buy.accepted')
    expect(told()).deep.equal(['3.0.0', 1])
    items = [line('4.0.0'), ...items]
    await tell('cash.deposit.accepted')
    expect(told()).deep.equal(['4.0.0', 1])
  })

  it('is put away by itself after a while, which begins anew with each line', async () => {
    items = [line('2.0.0'), ...items]
    await tell('gap')
    clock.tick(11_999)
    items = [line('3.0.0'), ...items]
    await tell('gap')
    clock.tick(11_999)
    expect(told()).deep.equal(['3.0.0', 1])
    clock.tick(1)
    expect(told()).equal(undefined)
  })

  it('is asked for only after what may have brought something', async () => {
    for (const event of ['voucher.issue.accepted', 'voucher.transfer.refused', 'payment.claim.accepted'])
      await tell(event)
    expect(reading.callCount).equal(1)
    for (const event of ['payment.refund.accepted', 'pledge.enforce.accepted', 'order.fill.accepted']) await tell(event)
    expect(reading.callCount).equal(4)
  })

  it('is read again after a reading that failed, and after one that found nothing', async () => {
    const warn = sinon.stub(console, 'warn')
    const error = new Error('no line')
    answer = async () => {
      throw error
    }
    await tell('gap')
    expect(warn.args).deep.equal([[error]])
    warn.restore()
    const before = items
    items = []
    answer = async () => ({ items })
    await tell('gap')
    expect(told()).equal(undefined)
    items = [line('2.0.0'), ...before]
    await tell('gap')
    expect(told()).deep.equal(['2.0.0', 0])
  })

  it('is nothing more once nobody watches, also what was being read', async () => {
    items = [line('2.0.0'), ...items]
    following?.onEvent({ id: undefined, event: 'gap', data: {} })
    stop()
    await settle()
    expect([told(), reading.callCount]).deep.equal([undefined, 2])
    await tell('gap')
    expect(reading.callCount).equal(2)
  })
})
