import { p256 } from '@noble/curves/nist.js'
import { expect } from 'chai'
import fc from 'fast-check'
import * as browser from '../../../chaincode/wire/platform/browser.ts'
import * as node from '../../../chaincode/wire/platform/node.ts'
import { lowS } from '../../../chaincode/wire/signature.ts'
import { Device, signatureOver } from '../../support/devices.ts'

const device = new Device('alice', ['customer'])
const other = new Device('bob', ['customer'])

const bytesOf = (signature: string): Uint8Array => node.fromBase64url(signature) as Uint8Array

describe('the platform of a browser and that of Node', () => {
  it('digest and measure every text alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(browser.sha256(text)).equal(node.sha256(text))
        expect(browser.byteLength(text)).equal(node.byteLength(text))
      }),
    )
  })

  it('write bytes alike, and read what they wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = node.toBase64url(bytes)
        expect(browser.toBase64url(bytes)).equal(text)
        expect([...(browser.fromBase64url(text) ?? [])]).deep.equal([...bytes])
        expect([...(node.fromBase64url(text) ?? [])]).deep.equal([...bytes])
      }),
    )
  })

  it('read nothing that is written in another way', () => {
    for (const text of ['AA==', 'A', 'AB', 'A+', 'A/8', 'A A', 'é', '\u0000']) {
      expect(browser.fromBase64url(text), text).equal(undefined)
      expect(node.fromBase64url(text), text).equal(undefined)
    }
  })

  it('check signatures alike, over every text and with any bit turned', () => {
    const cases = fc.tuple(fc.string({ unit: 'grapheme' }), fc.nat(511), fc.boolean())
    fc.assert(
      fc.property(cases, ([text, bit, isTurned]) => {
        const bytes = bytesOf(signatureOver(text, device.privateKey))
        if (isTurned) bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
        expect(node.isSignature(device.publicKey, text, bytes)).equal(!isTurned)
        expect(browser.isSignature(device.publicKey, text, bytes)).equal(!isTurned)
        expect(browser.isSignature(other.publicKey, text, bytes)).equal(false)
      }),
      { numRuns: 40 },
    )
  })

  it('sign so that either finds the signature good, also where an integer begins with zeros', () => {
    // One in 128 signatures has an integer shorter than its 32 bytes: enough are made that both sorts come.
    const seen = { short: 0, long: 0 }
    for (let count = 0; count < 1500; count += 1) {
      const text = `text ${count}`
      const bytes = node.signatureBy(device.privateKey, Buffer.from(text))
      expect(bytes.length).equal(64)
      const isShort = bytes[0] === 0 || bytes[32] === 0
      seen[isShort ? 'short' : 'long'] += 1
      if (!isShort && count > 100) continue
      expect(node.isSignature(device.publicKey, text, bytes), `${text} ${node.toBase64url(bytes)}`).equal(true)
      expect(browser.isSignature(device.publicKey, text, lowS(bytes))).equal(true)
    }
    expect(seen.short).greaterThan(0)
    expect(seen.long).greaterThan(0)
  })

  it('know the same keys for points of the curve', () => {
    const off = { ...device.publicKey, y: other.publicKey.y }
    const short = { ...device.publicKey, x: 'AA' }
    for (const platform of [browser, node]) {
      expect(platform.isPoint(device.publicKey)).equal(true)
      expect(platform.isPoint(off)).equal(false)
      expect(platform.isPoint(short)).equal(false)
      expect(platform.isSignature(off, 'text', new Uint8Array(64))).equal(false)
    }
  })

  it('find no signature good that has not its length, nor one by a key that has not', () => {
    const text = 'text'
    const short = { ...device.publicKey, x: 'AA' }
    const good = bytesOf(signatureOver(text, device.privateKey))
    for (const platform of [browser, node]) {
      for (const length of [0, 3, 63])
        expect(platform.isSignature(device.publicKey, text, good.subarray(0, length))).equal(false)
      expect(platform.isSignature(short, text, good)).equal(false)
    }
  })

  it('know a key again after more keys than are kept', () => {
    const text = 'text'
    const good = bytesOf(signatureOver(text, device.privateKey))
    let point = p256.Point.BASE
    const keys = Array.from({ length: 10_001 }, () => {
      point = point.add(p256.Point.BASE)
      const bytes = point.toBytes(false)
      const [x, y] = [node.toBase64url(bytes.subarray(1, 33)), node.toBase64url(bytes.subarray(33))]
      return { ...device.publicKey, x, y }
    })
    expect(keys.every((key) => node.isPoint(key))).equal(true)
    expect(node.isSignature(device.publicKey, text, good)).equal(true)
    expect(node.isSignature(keys[0] as typeof device.publicKey, text, good)).equal(false)
  })
})
