import { expect } from 'chai'
import { holdAwake } from '../../../../terminal/web/state/wake-lock.ts'

const pageOf = (visibilityState: 'visible' | 'hidden') => {
  const listeners = new Set<() => void>()
  return {
    visibilityState: visibilityState as DocumentVisibilityState,
    listeners,
    addEventListener: (_name: string, listener: unknown) => void listeners.add(listener as () => void),
    removeEventListener: (_name: string, listener: unknown) => void listeners.delete(listener as () => void),
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
    for (const listener of page.listeners) listener()
    await settled()
    expect(browser.counts.held).equal(2)
    end()
    await settled()
    expect(browser.counts.released).equal(1)
    expect(page.listeners.size).equal(0)
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
    await settled()
    end()
  })
})
