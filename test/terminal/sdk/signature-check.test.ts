import { expect } from 'chai'
import fc from 'fast-check'
import type { PublicKey } from '../../../chaincode/wire/device.ts'
import { isResultSignedBy, resultText } from '../../../chaincode/wire/result-signature.ts'
import { isSignedBy, isUsableKey } from '../../../chaincode/wire/signature.ts'
import { isCurvePoint, isResultBy, isTextBy } from '../../../terminal/sdk/signature-check.ts'
import { Device, signatureOver } from '../../support/devices.ts'

const curveOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The other signature of the same nonce, which the ledger refuses. */
const withHighS = (signature: string): string => {
  const bytes = Buffer.from(signature, 'base64url')
  const s = curveOrder - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  return Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]).toString(
    'base64url',
  )
}

describe('the signature check of a terminal', () => {
  const device = new Device('alice', ['customer'])
  const other = new Device('bob', ['customer'])
  const text = 'text, also 文字'
  const signature = signatureOver(text, device.privateKey)

  it('says of signatures what the ledger says', async () => {
    const cases: [PublicKey, string, string][] = [
      [device.publicKey, text, signature],
      [device.publicKey, text, withHighS(signature)],
      [other.publicKey, text, signature],
      [device.publicKey, `${text} `, signature],
      [device.publicKey, text, ''],
      [device.publicKey, text, 'A'.repeat(86)],
      [device.publicKey, text, `${signature}=`],
    ]
    const said = await Promise.all(cases.map((of) => isTextBy(...of)))
    expect(said).deep.equal(cases.map((of) => isSignedBy(...of)))
    expect(said).deep.equal([true, false, false, false, false, false, false])
  })

  it('says of keys what the ledger says, and never throws', async () => {
    const { publicKey } = device
    const swapped = { ...publicKey, x: publicKey.y, y: publicKey.x }
    const zero = { ...publicKey, x: 'A'.repeat(43), y: 'A'.repeat(43) }
    for (const key of [publicKey, swapped, zero, { ...publicKey, x: publicKey.x.slice(1) }, { ...publicKey, y: '' }]) {
      expect(await isCurvePoint(key)).equal(isUsableKey(key))
    }
    const nothing = (() => undefined) as unknown as PublicKey
    expect([await isCurvePoint(nothing), await isTextBy(nothing, text, signature)]).deep.equal([false, false])
    const texts = fc.string({ maxLength: 50 })
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (x, y, anything) => {
        const key = { ...publicKey, x, y }
        expect(await isCurvePoint(key)).equal(isUsableKey(key))
        expect(await isTextBy(publicKey, text, anything)).equal(false)
      }),
    )
  })

  it('says of results what the ledger says', async () => {
    const signed = {
      mspId: 'BankMSP',
      signature: signatureOver(resultText({ mspId: 'BankMSP', body: '{}' }), device.privateKey),
    }
    for (const [body, by] of [
      ['{}', signed],
      ['{ }', signed],
      ['{}', { ...signed, mspId: 'MintMSP' }],
    ] as const) {
      expect(await isResultBy(device.publicKey, body, by)).equal(isResultSignedBy(device.publicKey, body, by))
    }
    expect(await isResultBy(device.publicKey, '{}', signed)).equal(true)
  })
})
