import { expect } from 'chai'
import { openHookPage } from '../support/hook-page.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { path, signInAndComeBack, goOnAfterLogin } = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/route.ts')),
  ...(await import('../../../../terminal/web/state/after-login.ts')),
}))

describe('the way back from a login', () => {
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

  it('S1-038 leads to where somebody was, once, and else to the start', () => {
    path.value = '/certificate'
    signInAndComeBack()
    expect(location.hash).equal('#/sign-in')
    goOnAfterLogin()
    expect(location.hash).equal('#/certificate')
    goOnAfterLogin()
    expect(location.hash).equal('#/')
  })

  it('S1-038 leads there from a login that was declined too, and else to where nobody need be logged in', () => {
    path.value = '/certificate'
    signInAndComeBack()
    goOnAfterLogin('/vouchers')
    expect(location.hash).equal('#/certificate')
    goOnAfterLogin('/vouchers')
    expect(location.hash).equal('#/vouchers')
  })
})
