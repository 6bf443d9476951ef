import { expect } from 'chai'
import sinon from 'sinon'
import { openHookPage } from '../support/hook-page.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { path, watchAddress, navigate, matchRoute, watchScrolling, restoreScrolling } = await loadedOutsidePage(
  async () => ({
    ...(await import('../../../../terminal/web/state/route.ts')),
    ...(await import('../../../../terminal/web/state/scroll.ts')),
  }),
)

describe('the address of the page', () => {
  let page: ReturnType<typeof openHookPage>
  beforeEach(() => {
    page = openHookPage()
    Object.defineProperty(globalThis, 'location', { value: page.window.location, configurable: true })
  })
  afterEach(async () => {
    Reflect.deleteProperty(globalThis, 'location')
    path.value = '/'
    await page.close()
  })

  it('says which screen is shown, also by the browser’s own back; an anchor changes none, and no address is the first', () => {
    watchAddress()
    const go = (hash: string): string => {
      page.window.location.hash = hash
      page.window.dispatchEvent(new page.window.Event('hashchange'))
      return path.value
    }
    expect(go('#/vouchers/AU')).equal('/vouchers/AU')
    expect(go('#orders')).equal('/vouchers/AU')
    expect(go('')).equal('/')
  })

  it('is changed by going to a screen', () => {
    navigate('/sign-in')
    expect(page.window.location.hash).equal('#/sign-in')
  })

  it('fits a route part by part, and gives its parameters decoded', () => {
    expect(matchRoute('/vouchers/:code', '/vouchers/AU%209?x=1')).deep.equal({ code: 'AU 9' })
    expect(matchRoute('/vouchers/:code', '/vouchers/%E0%A4')).deep.equal({ code: '%E0%A4' })
    expect(matchRoute('/vouchers/:code', '/orders/AU')).equal(undefined)
    expect(matchRoute('/vouchers/:code', '/vouchers')).equal(undefined)
    expect(matchRoute('/', '/')).deep.equal({})
    expect(matchRoute('/a', '/a/b')).equal(undefined)
  })
})

describe('how far a page is scrolled', () => {
  let page: ReturnType<typeof openHookPage>
  let clock: sinon.SinonFakeTimers
  let observed: { hold: () => void; isWatching: boolean } | undefined
  const given = ['location', 'history', 'ResizeObserver'] as const

  beforeEach(() => {
    page = openHookPage()
    observed = undefined
    class Observer {
      readonly #hold: () => void
      constructor(hold: () => void) {
        this.#hold = hold
      }
      observe() {
        observed = { hold: this.#hold, isWatching: true }
      }
      disconnect() {
        if (observed !== undefined) observed.isWatching = false
      }
    }
    const values = { location: page.window.location, history: page.window.history, ResizeObserver: Observer }
    for (const name of given) Object.defineProperty(globalThis, name, { value: values[name], configurable: true })
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(async () => {
    clock.restore()
    for (const name of given) Reflect.deleteProperty(globalThis, name)
    await page.close()
  })

  const scrollTo = (top: number) => {
    page.window.scrollTo({ top })
    page.window.dispatchEvent(new page.window.Event('scroll'))
  }
  const kept = (): unknown => (page.window.history.state as { scrolledTo?: unknown } | null)?.scrolledTo

  it('is noted with its place in the history once it rests, and not with another page’s', () => {
    watchScrolling()
    expect(page.window.history.scrollRestoration).equal('manual')
    scrollTo(100)
    clock.tick(149)
    expect(kept()).equal(undefined)
    scrollTo(200)
    clock.tick(149)
    expect(kept()).equal(undefined)
    clock.tick(1)
    expect(kept()).equal(200)
    scrollTo(300)
    page.window.location.hash = '#/other'
    page.window.history.replaceState(null, '')
    clock.tick(150)
    expect(kept()).equal(undefined)
  })

  it('is nought on a new page, where nothing is held', () => {
    page.window.scrollTo({ top: 50 })
    for (const state of [null, { scrolledTo: 'far' }]) {
      page.window.history.replaceState(state, '')
      restoreScrolling()()
      expect([page.window.scrollY, observed]).deep.equal([0, undefined])
    }
  })

  it('is brought back and held while the page grows, until somebody takes it in hand', () => {
    watchScrolling()
    page.window.history.replaceState({ scrolledTo: 400 }, '')
    restoreScrolling()
    expect(page.window.scrollY).equal(400)
    page.window.scrollTo({ top: 10 })
    observed?.hold()
    expect(page.window.scrollY).equal(400)
    scrollTo(401)
    expect(page.window.scrollY, 'a pixel is no move').equal(401)
    scrollTo(0)
    expect(page.window.scrollY).equal(400)
    clock.tick(150)
    page.window.dispatchEvent(new page.window.Event('wheel'))
    expect(observed?.isWatching).equal(false)
    scrollTo(20)
    expect(page.window.scrollY).equal(20)
    clock.tick(150)
    expect(kept()).equal(20)
  })

  it('is held for some seconds at most, and no more once the page gives up', () => {
    page.window.history.replaceState({ scrolledTo: 400 }, '')
    restoreScrolling()
    clock.tick(2_999)
    expect(observed?.isWatching).equal(true)
    clock.tick(1)
    expect(observed?.isWatching).equal(false)
    const stop = restoreScrolling()
    expect(observed?.isWatching).equal(true)
    stop()
    expect(observed?.isWatching).equal(false)
    scrollTo(7)
    expect(page.window.scrollY).equal(7)
  })
})
