import { generateKeyPairSync, verify } from 'node:crypto'
import { expect } from 'chai'
import { nativeSigner } from '../../../gateway/fabric/signer.ts'

const curveOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The two whole numbers of a DER signature. */
const integersOf = (der: Buffer): Buffer[] => {
  expect(der[0]).to.equal(0x30)
  expect(der[1]).to.equal(der.length - 2)
  const lengthOfR = der[3] as number
  const r = der.subarray(4, 4 + lengthOfR)
  expect(der[4 + lengthOfR]).to.equal(0x02)
  const s = der.subarray(6 + lengthOfR)
  expect(s).to.have.lengthOf(der[5 + lengthOfR] as number)
  return [r, s]
}

describe('the signer of Fabric messages', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const sign = nativeSigner(privateKey)

  it('signs whole messages in DER, the shortest form of it, with low s, as the platform checks them', async () => {
    for (let count = 0; count < 300; count += 1) {
      const message = Buffer.from(`message ${count}`)
      const der = Buffer.from(await sign(message))
      expect(verify('sha256', message, publicKey, der)).to.equal(true)
      expect(verify('sha256', Buffer.from('another'), publicKey, der)).to.equal(false)
      for (const integer of integersOf(der)) {
        expect((integer[0] as number) < 0x80, 'positive').to.equal(true)
        const isPadded = integer[0] === 0 && integer.length > 1
        if (isPadded) expect((integer[1] as number) >= 0x80, 'no needless zero').to.equal(true)
      }
      const [, s] = integersOf(der)
      expect(BigInt(`0x${s?.toString('hex')}`) <= curveOrder / 2n).to.equal(true)
    }
  })
})
