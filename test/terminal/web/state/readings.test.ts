import 'fake-indexeddb/auto'
import { expect } from 'chai'
import { loadedOutsidePage } from '../support/page.ts'

const load = () =>
  loadedOutsidePage(async () => ({
    ...(await import('../../../../terminal/web/state/readings.ts')),
    ...(await import('../../../../terminal/web/state/session.ts')),
  }))

describe('what a page shows without a network', () => {
  it('S0-050 is what the same account read last, with its time, and nothing once it has signed out', async () => {
    const { findReading, keepReading, enterLimited, signOut } = await load()
    enterLimited('alice')
    const before = Date.now()
    await keepReading('home', { total: '1' })
    await keepReading('home', { total: '2' })
    const kept = await findReading<{ total: string }>('home')
    expect(kept?.value).deep.equal({ total: '2' })
    expect(kept?.at).within(before, Date.now())
    enterLimited('bob')
    expect(await findReading('home')).equal(undefined)
    enterLimited('alice')
    expect(await findReading('home')).not.equal(undefined)
    await signOut()
    enterLimited('alice')
    expect(await findReading('home')).equal(undefined)
  })

  it('is nothing that another build kept, which may have had another shape', async () => {
    const { database, enterLimited, findReading, keepReading } = await load()
    enterLimited('alice')
    await keepReading('home', 1)
    const store = await database()
    const [name] = await store.getAllKeys('readings')
    await store.put('readings', { value: 1, at: 1, build: 'another' }, String(name))
    expect(await findReading('home')).equal(undefined)
  })
})
