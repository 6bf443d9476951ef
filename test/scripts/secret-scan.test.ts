import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Secret, SecretScan } from '../support/secret-scan.ts'

const code: Secret = { name: 'message code', value: '90817263', isShort: true }
const digits: Secret = { name: 'payment code', value: '620123456789012347' }
const key: Secret = { name: 'key', value: Uint8Array.from({ length: 32 }, (_, index) => 255 - index) }

const scan = new SecretScan([code, digits, key])

const found = (text: string | Buffer): string[] => [
  ...new Set(scan.find(Buffer.from(text as string), 'here').map(({ secret }) => secret)),
]

/** The secret among others' bytes: every letter before and behind it, at every place of a group of three. */
const surrounded = (bytes: Buffer): Buffer[] =>
  Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).flatMap((letter) =>
    ['', '1', '12'].map((more) => Buffer.concat([Buffer.from(`${letter}${more}`), bytes, Buffer.from(letter)])),
  )

describe('the search for secrets', () => {
  for (const { name, value } of [code, digits, key]) {
    const bytes = Buffer.from(value as string)

    it(`finds a ${name} as it is and in hexadecimal`, () => {
      const hexadecimal = bytes.toString('hex')
      for (const text of [bytes.toString('latin1'), hexadecimal, hexadecimal.toUpperCase()]) {
        expect(found(Buffer.from(`"${text}"`, 'latin1'))).deep.equal([name])
      }
    })

    it(`finds a ${name} in base64 wherever it begins`, () => {
      const texts = surrounded(bytes).flatMap((all) => [all.toString('base64'), all.toString('base64url')])
      for (const text of texts) expect(found(text), text).deep.equal([name])
    })
  }

  it('finds digits in groups, and passes over short ones that are a part of a longer number', () => {
    expect(found('> 620 123 456 789 012 347 <')).deep.equal(['payment code'])
    expect(found('6201-2345-6789-0123-47')).deep.equal(['payment code'])
    expect(found('"at":1790817263123')).deep.equal([])
    expect(found('the code 90817263.')).deep.equal(['message code'])
  })

  it('finds a text with spaces and signs in the addresses of requests', () => {
    const street = '17 Heron Lane, 盐仓'
    const search = new SecretScan([{ name: 'street', value: street }])
    const asForm = new URLSearchParams({ to: street }).toString()
    for (const text of [`/v1/x/${encodeURIComponent(street)}`, `/v1/x?${asForm}`]) {
      expect(search.find(Buffer.from(text), 'here').map(({ secret }) => secret)).deep.equal(['street'])
    }
  })

  it('finds in a large file what its pieces cut in two, and passes over short digits that go on in the next piece', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-scan-'))
    const file = join(folder, 'large')
    const piece = 1 << 20
    try {
      for (const cut of [0, 1, 7, 17]) {
        writeFileSync(file, `${'x'.repeat(piece - cut)}620123456789012347${'y'.repeat(piece)}`)
        expect((await scan.findInLarge(file)).map(({ secret }) => secret)).deep.equal(['payment code'])
      }
      writeFileSync(file, `${'x'.repeat(piece - 8)}908172631${'y'.repeat(piece)}`)
      expect(await scan.findInLarge(file)).deep.equal([])
      writeFileSync(file, `${'x'.repeat(piece - 8)}90817263`)
      expect((await scan.findInLarge(file)).map(({ secret }) => secret)).deep.equal(['message code'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('finds nothing where nothing is, at the very ends too', () => {
    expect(found('')).deep.equal([])
    expect(found('9081726')).deep.equal([])
    expect(found('x90817263')).deep.equal(['message code'])
    expect(found('62012345678901234')).deep.equal([])
  })
})
