import { createPublicKey, X509Certificate } from 'node:crypto'
import { expect } from 'chai'
import { newPathKey, pinOf, pinOfKey, selfSigned } from '../../../chaincode/wire/delivery.ts'

describe('the certificate of one end of a path', () => {
  it('S2-024 is the key’s own, signed by it, and ends at no time that anybody lives to see', () => {
    const [key, other] = [newPathKey(), newPathKey()]
    const certificate = new X509Certificate(selfSigned(key))
    expect(certificate.verify(createPublicKey(key))).equal(true)
    expect(certificate.verify(createPublicKey(other))).equal(false)
    expect(certificate.validTo).equal('Dec 31 23:59:59 9999 GMT')
    expect(pinOf(certificate.publicKey))
      .equal(pinOfKey(key))
      .match(/^[A-Za-z0-9_-]{43}$/)
    expect(pinOfKey(other)).not.equal(pinOfKey(key))
  })
})
