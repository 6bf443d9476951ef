import { expect } from 'chai'
import { displayName } from '../../../../../chaincode/wire/identifiers.ts'
import { suggestDeviceName } from '../../../../../terminal/web/screens/login/device-name.ts'

describe('the name that a browser proposes for itself', () => {
  it('S4-002 S4-003 S4-004 tells a phone, a tablet and a computer apart', () => {
    const phone = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36'
    const tablet = 'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1'
    const computer = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'
    const now = new Date(2026, 10, 27, 12).getTime()
    const namesIn = (language: 'zh' | 'en') =>
      [phone, tablet, computer].map((userAgent) => suggestDeviceName(userAgent, { language, now }))
    expect(namesIn('en')).deep.equal([
      'Android phone · Chrome · 27 Nov',
      'iPad · Safari · 27 Nov',
      'Linux · Firefox · 27 Nov',
    ])
    expect(namesIn('zh')).deep.equal([
      '安卓手机 · Chrome · 11月27日',
      'iPad · Safari · 11月27日',
      'Linux · Firefox · 11月27日',
    ])
    expect(namesIn('zh').every((name) => displayName.safeParse(name).success)).equal(true)
    expect(suggestDeviceName('', { language: 'en', now })).equal('Device · browser · 27 Nov')
  })
})
