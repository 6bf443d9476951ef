import 'fake-indexeddb/auto'
import { BroadcastChannel as NodeChannel } from 'node:worker_threads'
import { expect } from 'chai'
import sinon from 'sinon'
import type { Terminal } from '../../../../terminal/sdk/terminal.ts'
import { findProfile, keepProfile, makeDeviceKey } from '../../../../terminal/web/platform/device-key.ts'
import { loadedOutsidePage } from '../support/page.ts'

const state = await loadedOutsidePage(() => import('../../../../terminal/web/state/session.ts'))
const { session, endedBy, roles, ownTerminal, signOut, followOtherTabs, leaveIfRevoked, resume, database } = state

const device = 'd'.repeat(43)
// What watches the ledger, once a test has begun that, follows whoever is signed in.
const someTerminal = () => ({ follow: async () => {}, unsettled: async () => [] }) as unknown as Terminal
const signIn = (account = 'alice', terminal = someTerminal()) => {
  session.value = { mode: 'authorised', account, terminal, roles: ['customer'], device }
}
const turn = () => new Promise((resume) => setTimeout(resume, 5))
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await turn()
}

describe('the session of the web terminal', () => {
  const place = { hash: '' }
  const window = new EventTarget()

  before(() => {
    Object.defineProperty(globalThis, 'location', { value: place, configurable: true })
    Object.defineProperty(globalThis, 'window', { value: window, configurable: true })
  })
  beforeEach(async () => {
    place.hash = '#/vouchers'
    session.value = undefined
    endedBy.value = undefined
    const store = await database()
    for (const mark of await store.getAllKeys('marks')) await store.delete('marks', mark)
  })
  afterEach(() => sinon.restore())
  after(() => {
    session.value = undefined
    for (const name of ['location', 'window']) Reflect.deleteProperty(globalThis, name)
  })

  it('has roles and a terminal with an authorised device only', () => {
    expect([roles.value, ownTerminal.value]).to.deep.equal([[], undefined])
    state.enterLimited('alice')
    expect([session.value?.mode, roles.value, ownTerminal.value]).to.deep.equal(['limited', [], undefined])
    const terminal = someTerminal()
    signIn('alice', terminal)
    expect([roles.value, ownTerminal.value === terminal]).to.deep.equal([['customer'], true])
  })

  it('ends in all tabs at once, says why where nobody asked for it, and keeps the key', async () => {
    const other = new NodeChannel('assay-session')
    const heard: unknown[] = []
    other.onmessage = ({ data }) => heard.push(data)
    const store = await database()
    const profile = await makeDeviceKey('alice')
    await keepProfile(store, profile)
    await store.put('marks', 'alice', 'current')
    signIn()
    await signOut('idle')
    expect([session.value, endedBy.value, place.hash]).to.deep.equal([undefined, 'idle', '#/sign-in'])
    await until(() => heard.length > 0)
    expect(heard).to.deep.equal([{ account: 'alice', reason: 'idle' }])
    expect(await store.get('marks', 'current')).to.equal(undefined)
    expect((await findProfile(store, 'alice'))?.device).to.equal(profile.device)
    other.close()
  })

  it('stays where the person is when they signed out themselves', async () => {
    signIn()
    await signOut()
    expect([session.value, endedBy.value, place.hash]).to.deep.equal([undefined, undefined, '#/vouchers'])
  })

  it('follows another tab that ends this account’s session, and nothing else that is said there', async () => {
    followOtherTabs()
    const other = new NodeChannel('assay-session')
    signIn('alice')
    for (const told of [{ account: 'bob', reason: 'revoked' }, 'alice', null, { account: 'alice', reason: 'hacked' }])
      other.postMessage(told)
    other.postMessage({ account: 'alice', reason: 'revoked' })
    await until(() => session.value === undefined)
    expect([endedBy.value, place.hash]).to.deep.equal(['revoked', '#/sign-in'])
    signIn('alice')
    other.postMessage({ account: 'bob' })
    other.postMessage({ account: 'alice', reason: 7 })
    await turn()
    await turn()
    expect(session.value?.account).to.equal('alice')
    other.close()
  })

  it('S4-011 ends once the gateway says that the device is none of the account’s any more, and for no other code', async () => {
    signIn()
    for (const code of ['too_many_requests', 'internal_fault', 'session_expired', 'not_allowed'])
      leaveIfRevoked(code, ownTerminal.value)
    await turn()
    expect(session.value?.account).to.equal('alice')
    leaveIfRevoked('revoked_device', ownTerminal.value)
    await until(() => session.value === undefined)
    expect(endedBy.value).to.equal('revoked')
  })

  it('is taken up again after a reload with the roles known last, though no gateway answers', async () => {
    const store = await database()
    await keepProfile(store, await makeDeviceKey('alice'))
    await store.put('marks', 'alice', 'current')
    await store.put('marks', JSON.stringify(['customer', 'merchant']), 'roles alice')
    await store.put('marks', String(Date.now()), 'used')
    sinon.stub(globalThis, 'fetch').rejects(new TypeError('no network'))
    await resume()
    expect(session.value?.mode).to.equal('authorised')
    expect(roles.value).to.deep.equal(['customer', 'merchant'])
    expect(endedBy.value).to.equal(undefined)
    session.value = undefined
  })

  it('reads damaged notes of roles as none', async () => {
    const store = await database()
    await keepProfile(store, await makeDeviceKey('alice'))
    await store.put('marks', 'alice', 'current')
    await store.put('marks', JSON.stringify(['customer', 'root']), 'roles alice')
    await store.put('marks', String(Date.now()), 'used')
    sinon.stub(globalThis, 'fetch').rejects(new TypeError('no network'))
    await resume()
    expect(roles.value).to.deep.equal([])
    session.value = undefined
  })

  it('is not taken up after half an hour without use, nor without a key', async () => {
    const store = await database()
    await keepProfile(store, await makeDeviceKey('alice'))
    await store.put('marks', 'alice', 'current')
    await store.put('marks', String(Date.now() - 31 * 60_000), 'used')
    await resume()
    expect([session.value, endedBy.value]).to.deep.equal([undefined, 'idle'])
    endedBy.value = undefined
    await store.put('marks', 'nobody', 'current')
    await resume()
    expect([session.value, endedBy.value]).to.deep.equal([undefined, undefined])
  })

  it('ends after half an hour in which nobody touched the page, and not while somebody does', async () => {
    const store = await database()
    const clock = sinon.useFakeTimers({ now: Date.now(), toFake: ['Date', 'setInterval', 'clearInterval'] })
    try {
      state.watchIdleness()
      signIn()
      window.dispatchEvent(new Event('pointerdown'))
      while ((await store.get('marks', 'used')) === undefined) await turn()
      clock.tick(29 * 60_000)
      window.dispatchEvent(new Event('keydown'))
      const noted = String(Date.now())
      while ((await store.get('marks', 'used')) !== noted) await turn()
      clock.tick(29 * 60_000)
      await turn()
      await turn()
      expect(session.value?.account, 'it was touched a while ago').to.equal('alice')
      clock.tick(2 * 60_000)
      await until(() => session.value === undefined)
      expect(endedBy.value).to.equal('idle')
    } finally {
      clock.restore()
    }
  })

  const stub = (answer: () => Promise<Response>) => sinon.stub(globalThis, 'fetch').callsFake(answer)
  const takeUp = async (): Promise<void> => {
    const store = await database()
    await keepProfile(store, await makeDeviceKey('alice'))
    await store.put('marks', 'alice', 'current')
    await store.delete('marks', 'roles alice')
    await store.put('marks', String(Date.now()), 'used')
    await resume()
  }

  it('begins with no roles where this browser remembers none', async () => {
    stub(() => Promise.reject(new TypeError('no network')))
    await takeUp()
    expect([session.value?.mode, roles.value]).to.deep.equal(['authorised', []])
  })

  it('is nobody’s where this browser was used by nobody, and counts one that was never used as idle', async () => {
    await resume()
    expect([session.value, endedBy.value]).to.deep.equal([undefined, undefined])
    const store = await database()
    await keepProfile(store, await makeDeviceKey('alice'))
    await store.put('marks', 'alice', 'current')
    await store.delete('marks', 'used')
    await resume()
    expect([session.value, endedBy.value]).to.deep.equal([undefined, 'idle'])
  })

  it('of before is not ended, nor are its roles another’s, by what the gateway says of it after the next has begun', async () => {
    let answer: (response: Response) => void = () => {}
    stub(() => new Promise<Response>((resolve) => (answer = resolve)))
    await takeUp()
    session.value = { mode: 'limited', account: 'bob' }
    answer(Response.json({ code: 'revoked_device', status: 401 }, { status: 401 }))
    await turn()
    await turn()
    expect([session.value?.account, endedBy.value]).to.deep.equal(['bob', undefined])
  })

  it('notes no use while nobody is signed in with a device', async () => {
    const store = await database()
    await store.delete('marks', 'used')
    const clock = sinon.useFakeTimers({ now: Date.now(), toFake: ['setInterval', 'clearInterval'] })
    state.watchIdleness()
    state.enterLimited('alice')
    window.dispatchEvent(new Event('pointerdown'))
    await turn()
    expect(await store.get('marks', 'used')).to.equal(undefined)
    clock.tick(15_000)
    await turn()
    expect(session.value?.account).to.equal('alice')
    clock.restore()
  })

  it('S4-011 is not ended by what the gateway says of the device of an earlier one', async () => {
    signIn('alice')
    const earlier = ownTerminal.value
    signIn('bob')
    for (const asked of [earlier, undefined]) leaveIfRevoked('revoked_device', asked)
    await turn()
    expect([session.value?.account, endedBy.value]).to.deep.equal(['bob', undefined])
  })
})
