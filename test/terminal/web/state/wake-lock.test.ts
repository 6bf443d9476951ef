import { expect } from 'chai'
import { holdAwake } from '../../../../terminal/web/state/wake-lock.ts'

/** A page that can be seen or not, and who listens to what of it. */
const pageOf = (visibilityState: 'visible' | 'hidden') => {
  const listeners = new Map<string, Set<() => void>>()
  const of = (name: string) => listeners.get(name) ?? listeners.set(name, new Set()).get(name)
  return {
    visibilityState: visibilityState as DocumentVisibilityState,
    isWatched: () => [...listeners.values()].some(({ size }) => size > 0),
    tell: (name: string) => {
      for (const listener of of(name) ?? []) listener()
    },
    addEventListener: (name: string, listener: unknown) => void of(name)?.add(listener as () => void),
    removeEventListener: (name: string, listener: unknown) => void of(name)?.delete(listener as () => void),
  }
}

const browserOf = () => {
  const counts = { held: 0, released: 0 }
  const request = async () => {
    counts.held += 1
    const release = async () => {
      counts.released += 1
    }
    return { release }
  }
  return { counts, wakeLock: { request } }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('a screen that must not go dark', () => {
  it('is kept awake while it is seen, again after it was hidden, and let go at the end', async () => {
    const [page, browser] = [pageOf('visible'), browserOf()]
    const end = holdAwake(browser, page)
    await settled()
    expect(browser.counts).deep.equal({ held: 1, released: 0 })
    page.tell('visibilitychange')
    await settled()
    expect(browser.counts.held).equal(2)
    end()
    await settled()
    expect(browser.counts.released).equal(1)
    expect(page.isWatched()).equal(false)
  })

  it('is let go also when the lock comes after the end', async () => {
    const browser = browserOf()
    holdAwake(browser, pageOf('visible'))()
    await settled()
    expect(browser.counts).deep.equal({ held: 1, released: 1 })
  })

  it('is nothing to ask for while hidden, and quietly goes on where the browser has no lock or refuses it', async () => {
    const browser = browserOf()
    holdAwake(browser, pageOf('hidden'))
    await settled()
    expect(browser.counts.held).equal(0)
    holdAwake({}, pageOf('visible'))()
    const end = holdAwake(
      { wakeLock: { request: async () => Promise.reject(new Error('refused')) } },
      pageOf('visible'),
    )
    end()
    await settled()
    end()
  })
})
