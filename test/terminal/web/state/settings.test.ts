import { expect } from 'chai'
import sinon from 'sinon'
import { applySettings, changeSettings, language, locale, settings } from '../../../../terminal/web/state/settings.ts'
import { openHookPage } from '../support/hook-page.ts'

describe('how this browser shows things', () => {
  let page: ReturnType<typeof openHookPage>
  let stop = () => {}
  const before = settings.value
  const stored = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')
  const keep = (storage: object) =>
    Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true, writable: true })

  beforeEach(() => {
    page = openHookPage()
    keep(page.window.localStorage)
  })
  afterEach(async () => {
    stop()
    settings.value = before
    if (stored === undefined) Reflect.deleteProperty(globalThis, 'localStorage')
    else Object.defineProperty(globalThis, 'localStorage', stored)
    sinon.restore()
    await page.close()
  })

  const inOtherTab = (value: unknown, key = 'assay-settings') => {
    page.window.localStorage.setItem('assay-settings', typeof value === 'string' ? value : JSON.stringify(value))
    page.window.dispatchEvent(new page.window.StorageEvent('storage', { key }))
  }

  it('is kept, stands on the page itself, and follows other tabs; what is damaged there is as if it were new', () => {
    stop = applySettings()
    const root = page.window.document.documentElement
    changeSettings({ language: 'en', theme: 'dark' })
    expect([root.lang, root.dataset['theme']]).deep.equal(['en-GB', 'dark'])
    expect(JSON.parse(page.window.localStorage.getItem('assay-settings') ?? '')).include({ theme: 'dark' })
    inOtherTab({ language: 'zh', theme: 'light', notices: 'dialog', isAreaShown: false, hasSound: false })
    expect([root.lang, root.dataset['theme']]).deep.equal(['zh-CN', 'light'])
    expect(settings.value).deep.equal({
      language: 'zh',
      theme: 'light',
      notices: 'dialog',
      isAreaShown: false,
      hasSound: false,
    })
    inOtherTab({ theme: 'dark' }, 'something else')
    expect(settings.value.theme).equal('light')
    const first = { language: undefined, theme: 'system', notices: 'area', isAreaShown: true, hasSound: true }
    inOtherTab({ language: 'fr', theme: 7, notices: 'loud', isAreaShown: 'yes', hasSound: 'loud' })
    expect(settings.value).deep.equal(first)
    for (const damaged of ['{', '7']) {
      settings.value = before
      inOtherTab(damaged)
      expect(settings.value, damaged).include({ theme: 'system', notices: 'area', isAreaShown: true })
    }
    page.window.localStorage.clear()
    page.window.dispatchEvent(new page.window.StorageEvent('storage', { key: 'assay-settings' }))
    expect(settings.value).include({ theme: 'system', notices: 'area', isAreaShown: true })
    stop()
    inOtherTab({ theme: 'dark' })
    expect([settings.value.theme, root.dataset['theme']]).deep.equal(['system', 'system'])
  })

  it('is shown also where a browser keeps nothing', () => {
    const denied = () => {
      throw new Error('denied')
    }
    keep({ getItem: denied, setItem: denied })
    changeSettings({ theme: 'dark' })
    expect(settings.value.theme).equal('dark')
  })

  it('is in the language that was chosen, else the first of the browser’s that is spoken here, else Chinese', () => {
    const languages = (...tags: string[]) => {
      Object.defineProperty(globalThis.navigator, 'languages', { value: tags, configurable: true })
      settings.value = { ...before, language: 'zh' }
      settings.value = { ...before, language: undefined }
      return [language.value, locale.value]
    }
    try {
      expect(languages('fr', 'en-US', 'zh')).deep.equal(['en', 'en-GB'])
      expect(languages('zh-Hans', 'en')).deep.equal(['zh', 'zh-CN'])
      expect(languages('fr', 'ende')).deep.equal(['zh', 'zh-CN'])
    } finally {
      Reflect.deleteProperty(globalThis.navigator, 'languages')
    }
  })
})

describe('the time that a page shows', () => {
  it('goes on each second', async () => {
    const clock = sinon.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'setInterval', 'clearInterval'] })
    try {
      // Another copy of the module, whose clock begins here.
      const copy = `${import.meta.resolve('../../../../terminal/web/state/clock.ts')}?begun-here`
      const { now } = (await import(copy)) as typeof import('../../../../terminal/web/state/clock.ts')
      const start = now.value
      clock.tick(999)
      expect(now.value).equal(start)
      clock.tick(1)
      expect(now.value).equal(1_001_000)
    } finally {
      clock.restore()
    }
  })
})
