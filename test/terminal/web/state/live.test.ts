import 'fake-indexeddb/auto'
import { expect } from 'chai'
import sinon from 'sinon'
import type { Following, LedgerEvent } from '../../../../terminal/sdk/events.ts'
import type { Terminal } from '../../../../terminal/sdk/terminal.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { watchLedger, liveness, height, changes, onLedgerEvent, session } = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/live.ts')),
  ...(await import('../../../../terminal/web/state/session.ts')),
}))

const pollMilliseconds = 10_000
const ledgerAt = (at: string) =>
  Response.json({ ledger: 'assay', organisation: 'bank', mspId: 'BankMSP', gateways: {}, height: at })

describe('how the page stands to the ledger', () => {
  const window = new EventTarget()
  let clock: sinon.SinonFakeTimers
  let answer: () => Promise<Response>
  let following: Omit<Following, 'authorization'> | undefined

  // What a gateway answers is read in turns of their own.
  const settle = async () => {
    for (let turns = 0; turns < 10; turns += 1) await new Promise((resume) => setImmediate(resume))
  }
  const pass = async () => {
    clock.tick(pollMilliseconds)
    await settle()
  }
  const signIn = () => {
    const follow = async (one: Omit<Following, 'authorization'>) => {
      following = one
    }
    const terminal = { follow, unsettled: async () => [] } as unknown as Terminal
    session.value = { mode: 'authorised', account: 'alice', terminal, roles: [], device: 'd' }
  }
  const tell = (event: Partial<LedgerEvent>) =>
    following?.onEvent({ id: undefined, event: 'trade.buy.accepted', data: {}, ...event })

  // The page watches once for its whole life, so all tests are of one page.
  before(async () => {
    clock = sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    Object.defineProperty(globalThis, 'window', { value: window, configurable: true })
    answer = async () => ledgerAt('40')
    sinon.stub(globalThis, 'fetch').callsFake(() => answer())
    session.value = undefined
    height.value = undefined
    watchLedger()
    await settle()
  })
  beforeEach(() => {
    answer = async () => ledgerAt('40')
    height.value = '40'
    following = undefined
  })
  after(() => {
    session.value = undefined
    clock.restore()
    sinon.restore()
    Reflect.deleteProperty(globalThis, 'window')
  })

  it('S0-046 asks now and then without a session, and a new block alone counts as a change', async () => {
    await pass()
    expect(liveness.value).to.equal('live')
    const before = changes.value
    await pass()
    expect(changes.value).to.equal(before)
    answer = async () => ledgerAt('41')
    await pass()
    expect([height.value, changes.value]).to.deep.equal(['41', before + 1])
  })

  it('S0-046 is stale when what answers is no gateway or the network is gone, and lives again by itself', async () => {
    answer = async () => new Response('not here', { status: 404 })
    await pass()
    expect(liveness.value).to.equal('stale')
    answer = async () => ledgerAt('42')
    await pass()
    expect([liveness.value, height.value]).to.deep.equal(['live', '42'])
    window.dispatchEvent(new Event('offline'))
    expect(liveness.value).to.equal('stale')
    window.dispatchEvent(new Event('online'))
    await settle()
    expect(liveness.value).to.equal('live')
  })

  it('never goes back to a lower height, nor to one that is no number', async () => {
    for (const wrong of ['39', 'x', '-1']) {
      answer = async () => ledgerAt(wrong)
      await pass()
      expect(height.value, wrong).to.equal('40')
    }
  })

  it('S0-046 follows the events of a session: each is told on, counts as a change and tells the height', async () => {
    signIn()
    await settle()
    following?.onState('open')
    expect(liveness.value).to.equal('live')
    const before = changes.value
    const heard: LedgerEvent[] = []
    const stop = onLedgerEvent((event) => heard.push(event))
    tell({ id: '50.0.0', data: { ledger: { block: '50' } } })
    tell({ data: { ledger: { block: 'fifty' } } })
    tell({ event: 'gap', data: undefined })
    expect([height.value, changes.value, heard.length]).to.deep.equal(['51', before + 3, 3])
    stop()
    tell({ data: { ledger: { block: '51' } } })
    expect([height.value, heard.length]).to.deep.equal(['52', 3])
  })

  it('S0-046 is stale while the stream is lost, and what is shown is read again once it is open', async () => {
    signIn()
    await settle()
    following?.onState('open')
    const before = changes.value
    following?.onState('lost')
    following?.onState('lost')
    expect([liveness.value, changes.value]).to.deep.equal(['stale', before])
    following?.onState('open')
    expect([liveness.value, changes.value]).to.deep.equal(['live', before + 1])
    following?.onState('open')
    expect(changes.value, 'nothing was missed').to.equal(before + 1)
  })

  it('ends the stream of a session with the session, and opens one for the next', async () => {
    signIn()
    await settle()
    const first = following
    expect(first?.signal.aborted).to.equal(false)
    session.value = undefined
    await settle()
    expect(first?.signal.aborted).to.equal(true)
    signIn()
    await settle()
    expect(following).not.to.equal(first)
    expect(following?.signal.aborted).to.equal(false)
  })
})
