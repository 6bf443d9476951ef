import { expect } from 'chai'
import { stub } from 'sinon'
import { type Audible, giveCue } from '../../../../terminal/web/state/cues.ts'
import { changeSettings } from '../../../../terminal/web/state/settings.ts'

const browserOf = () => {
  const felt: number[][] = []
  const heard: string[] = []
  const audible: Audible = {
    vibrate: (pattern) => felt.push(pattern) > 0,
    speak: (text, language) => void heard.push(`${language}: ${text}`),
  }
  return { felt, heard, audible }
}

describe('what can be heard and felt of a payment', () => {
  afterEach(() => changeSettings({ hasSound: true, language: undefined }))

  it('shakes differently for a question, for what went well and for what did not, and says what it is told', () => {
    changeSettings({ language: 'zh' })
    const { felt, heard, audible } = browserOf()
    giveCue('asked', undefined, audible)
    giveCue('done', '收款到账 ¥18.50', audible)
    giveCue('failed', undefined, audible)
    expect(new Set(felt.map(String)).size).equal(3)
    expect(heard).deep.equal(['zh-CN: 收款到账 ¥18.50'])
  })

  it('is nothing where the settings say so', () => {
    changeSettings({ hasSound: false })
    const { felt, heard, audible } = browserOf()
    giveCue('done', 'paid', audible)
    expect([...felt, ...heard]).empty
  })

  it('goes on with the rest where a browser refuses a part, or has none', () => {
    const { heard, audible } = browserOf()
    const refuse = () => {
      throw new Error('not before the page was touched')
    }
    const warn = stub(console, 'warn')
    giveCue('done', 'paid', { ...audible, vibrate: refuse, makeContext: refuse })
    warn.restore()
    expect(warn.callCount).equal(2)
    expect(heard).lengthOf(1)
    giveCue('done', 'paid', {})
  })
})
