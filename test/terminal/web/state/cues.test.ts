import { expect } from 'chai'
import { fake, stub } from 'sinon'
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

  describe('by the browser itself', () => {
    const names = [
      'AudioContext',
      'GainNode',
      'OscillatorNode',
      'speechSynthesis',
      'SpeechSynthesisUtterance',
      'navigator',
    ]
    const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)
    const put = (name: string, value: unknown) => Object.defineProperty(globalThis, name, { value, configurable: true })
    afterEach(() => {
      for (const [name, descriptor] of before) {
        if (descriptor === undefined) Reflect.deleteProperty(globalThis, name)
        else Object.defineProperty(globalThis, name, descriptor)
      }
    })

    it('is one tone after the other, of which the last sets the sound free, and words in the language', () => {
      const closed = fake()
      const tones: { frequency: number; from: number; to: number; onended?: () => void }[] = []
      class Volume {
        connect = fake()
      }
      class Tone {
        readonly #heard: (typeof tones)[number]
        connect = fake()
        constructor(_context: unknown, { frequency }: { frequency: number }) {
          this.#heard = { frequency, from: -1, to: -1 }
          tones.push(this.#heard)
        }
        start(at: number) {
          this.#heard.from = at
        }
        stop(at: number) {
          this.#heard.to = at
        }
        set onended(listener: () => void) {
          this.#heard.onended = listener
        }
      }
      class Context {
        currentTime = 10
        destination = {}
        close = closed
      }
      class Speech {
        lang = ''
        readonly text: string
        constructor(text: string) {
          this.text = text
        }
      }
      const [vibrate, speak] = [fake.returns(true), fake()]
      put('AudioContext', Context)
      put('GainNode', Volume)
      put('OscillatorNode', Tone)
      put('SpeechSynthesisUtterance', Speech)
      put('speechSynthesis', { speak })
      put('navigator', { languages: ['en'], vibrate })
      changeSettings({ language: 'en' })
      giveCue('done', 'paid')
      expect(tones.map(({ frequency }) => frequency)).deep.equal([660, 880, 1320])
      for (const [place, { from, to }] of tones.entries()) {
        expect(to, 'each lasts').greaterThan(from)
        expect(from).equal(tones[place - 1]?.to ?? 10)
      }
      expect(tones.map(({ onended }) => onended !== undefined)).deep.equal([false, false, true])
      expect(closed.callCount).equal(0)
      tones.at(-1)?.onended?.()
      expect(closed.callCount).equal(1)
      expect(vibrate.args).deep.equal([[[200]]])
      expect(speak.args.map(([{ text, lang }]) => [text, lang])).deep.equal([['paid', 'en-GB']])
    })

    it('is nothing in one that can neither sound, shake nor speak', () => {
      const warn = stub(console, 'warn')
      put('navigator', { languages: ['en'] })
      giveCue('asked', 'a question')
      warn.restore()
      expect(warn.callCount).equal(0)
    })
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
