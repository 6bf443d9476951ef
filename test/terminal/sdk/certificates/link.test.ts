import { expect } from 'chai'
import { linkTo, readLink, requireOwnAddress } from '../../../../terminal/sdk/certificates/link.ts'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'

const certificate = `${'C'.repeat(42)}A`
const key = `${'k'.repeat(42)}A`

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act()
  } catch (error) {
    if (error instanceof TerminalFault) return error.code
    throw error
  }
  return undefined
}

describe('the link to a goods certificate', () => {
  it('holds where it leads, the certificate and the key, and reads back as written', () => {
    for (const origin of ['https://noodles.example', 'https://noodles.example:8443', 'http://127.0.0.1:27000']) {
      const text = linkTo(origin, certificate, key)
      expect(text).equal(`${origin}/c/${certificate}#${key}`)
      expect(readLink(text)).deep.equal({ origin, certificate, key })
    }
  })

  it('S1-031 is refused when it is broken, and the fault repeats no key', () => {
    const good = linkTo('https://noodles.example', certificate, key)
    const broken = [
      '',
      'noodles',
      good.replace(/#.*/, ''),
      good.slice(0, -1),
      `${good}A`,
      good.replace('/c/', '/d/'),
      good.replace('https:', 'http:'),
      good.replace('https:', 'javascript:'),
      good.replace('https://', 'https://user:secret@'),
      good.replace('https://noodles', 'https://NOODLES'),
      good.replace('.example', '.example:443'),
      good.replace('#', '?a=1#'),
      good.replace('#', '/#'),
      ` ${good}`,
      good.replace(certificate, 'C'.repeat(42)),
      good.replace('noodles', 'n'.repeat(600)),
    ]
    for (const text of broken)
      expect(
        codeOf(() => readLink(text)),
        text,
      ).equal('broken_link')
    try {
      readLink(good.replace('/c/', '/d/'))
    } catch (error) {
      expect(String(error)).not.include(key)
    }
    expect(codeOf(() => linkTo('https://noodles.example/', certificate, key))).equal('broken_link')
    expect(codeOf(() => linkTo('ftp://noodles.example', certificate, key))).equal('broken_link')
  })

  it('S1-031 is refused where it leads to no address of its provider', () => {
    const link = readLink(linkTo('https://noodles.example', certificate, key))
    const provider = { addresses: ['https://other.example', 'https://noodles.example'] }
    expect(codeOf(() => requireOwnAddress(link, provider))).equal(undefined)
    const elsewhere = readLink(linkTo('https://noodles.example.evil.example', certificate, key))
    expect(codeOf(() => requireOwnAddress(elsewhere, provider))).equal('foreign_link')
  })
})
