import { sign } from 'node:crypto'
import { expect } from 'chai'
import { isSignedBy, isUsableKey, lowS, signatureText, thumbprint } from '../../../chaincode/wire/signature.ts'
import { Device, signatureOver } from '../../support/devices.ts'

const curveOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

const device = new Device('alice', ['customer'])
const other = new Device('alice', ['customer'])
const text = '{"quantity":"7","to":"bob"}'
const signature = signatureOver(text, device.privateKey)

const half = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
const numberFrom = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)

/** The signature with one of its halves, `r` or `s`, changed. */
const withHalf = (which: 'r' | 's', change: (value: bigint) => bigint): string => {
  const bytes = Buffer.from(signature, 'base64url')
  const [r, s] = [bytes.subarray(0, 32), bytes.subarray(32)]
  const parts = which === 'r' ? [half(change(numberFrom(r))), s] : [r, half(change(numberFrom(s)))]
  return Buffer.concat(parts).toString('base64url')
}

describe('a device signature', () => {
  it('holds for its key and its text', () => expect(isSignedBy(device.publicKey, text, signature)).equal(true))

  it('fails when one character of the text differs', () => {
    expect(isSignedBy(device.publicKey, text.replace('7', '8'), signature)).equal(false)
    expect(isSignedBy(device.publicKey, `${text} `, signature)).equal(false)
    expect(isSignedBy(device.publicKey, '', signature)).equal(false)
  })

  it('fails under another key', () => expect(isSignedBy(other.publicKey, text, signature)).equal(false))

  it('fails with the high one of its two s values, though the mathematics would hold', () => {
    const high = withHalf('s', (s) => curveOrder - s)
    expect(isSignedBy(device.publicKey, text, high)).equal(false)
    expect(signatureText(Buffer.from(high, 'base64url'))).equal(signature)
  })

  it('fails when any single bit of it is turned', () => {
    for (let bit = 0; bit < 512; bit += 37) {
      const bytes = Buffer.from(signature, 'base64url')
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(isSignedBy(device.publicKey, text, bytes.toString('base64url')), `bit ${bit}`).equal(false)
    }
  })

  it('fails with r or s at zero, at the order of the curve, or above it', () => {
    for (const which of ['r', 's'] as const) {
      for (const value of [0n, curveOrder, 2n ** 256n - 1n]) {
        expect(
          isSignedBy(
            device.publicKey,
            text,
            withHalf(which, () => value),
          ),
          `${which} ${value}`,
        ).equal(false)
      }
    }
  })

  it('fails when it is cut short, padded or empty', () => {
    const bytes = Buffer.from(signature, 'base64url')
    const texts = [bytes.subarray(0, 63), Buffer.concat([bytes, Buffer.alloc(1)]), Buffer.alloc(0), Buffer.alloc(64)]
    for (const hostile of texts) expect(isSignedBy(device.publicKey, text, hostile.toString('base64url'))).equal(false)
  })

  it('fails in another spelling of the same bytes', () => {
    expect(isSignedBy(device.publicKey, text, `${signature}==`)).equal(false)
    expect(isSignedBy(device.publicKey, text, `${signature} `)).equal(false)
    expect(isSignedBy(device.publicKey, text, Buffer.from(signature, 'base64url').toString('hex'))).equal(false)
    // The last character carries four bits that belong to no byte.
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const twin = last[last.indexOf(signature.at(-1) as string) ^ 1] as string
    expect(isSignedBy(device.publicKey, text, `${signature.slice(0, -1)}${twin}`)).equal(false)
  })

  it('fails in the DER form', () => {
    const der = sign('sha256', Buffer.from(text), device.privateKey)
    expect(isSignedBy(device.publicKey, text, der.toString('base64url'))).equal(false)
  })

  it('leaves a low s as it is', () => {
    const bytes = Buffer.from(signature, 'base64url')
    expect(lowS(bytes)).equal(bytes)
  })
})

describe('a device key', () => {
  it('is named by its RFC 7638 thumbprint', () => {
    // The example key of RFC 7517 appendix A.1, with a thumbprint made by another program (openssl dgst).
    const key = {
      crv: 'P-256',
      kty: 'EC',
      x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
      y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
    } as const
    expect(thumbprint(key)).equal('cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s')
  })

  it('is usable when it is a point of P-256', () => expect(isUsableKey(device.publicKey)).equal(true))

  it('is not usable off the curve', () => {
    const { publicKey } = device
    expect(isUsableKey({ ...publicKey, y: other.publicKey.y })).equal(false)
    expect(isUsableKey({ ...publicKey, x: 'A'.repeat(43), y: 'A'.repeat(43) })).equal(false)
    expect(isUsableKey({ ...publicKey, x: '_'.repeat(43) })).equal(false)
  })

  it('that is not usable signs nothing', () => {
    expect(isSignedBy({ ...device.publicKey, y: other.publicKey.y }, text, signature)).equal(false)
  })

  it('is low with s at half of the curve’s order, high with one more, and s cut short counts as followed by zeros', () => {
    const withS = (s: bigint) => Uint8Array.from(Buffer.concat([half(7n), half(s)]))
    const middle = curveOrder / 2n
    const low = withS(middle)
    expect(lowS(low)).to.equal(low)
    expect([...lowS(withS(middle + 1n))]).to.deep.equal([...withS(curveOrder - middle - 1n)])
    const short = low.subarray(0, 40)
    expect(lowS(short)).to.equal(short)
  })
})
