import { expect } from 'chai'
import { authenticationBytesMaximum, isAuthentication } from '../../../chaincode/wire/authentication.ts'
import { type AuthenticationType, authenticationTypes } from '../../../chaincode/wire/authentication-types.ts'
import { authenticationSamples } from '../../support/authentications.ts'

const isOf = (type: AuthenticationType, text: string): boolean => isAuthentication(type, Buffer.from(text))

describe('what a promotion is authenticated by', () => {
  const rows = { image: 'S2-046', audio: 'S2-047', video: 'S2-048', digits: 'S2-049', text: 'S2-050' } as const
  for (const type of authenticationTypes) {
    it(`${rows[type]} is of the type ${type} by its own bytes, and not too large`, () => {
      const sample = authenticationSamples[type]
      const most = authenticationBytesMaximum[type]
      expect(isAuthentication(type, sample)).equal(true)
      for (const other of ['', '<svg onload="x">', '123']) {
        if (type !== 'text' || other === '') expect(isOf(type, other), other).equal(false)
      }
      expect(isAuthentication(type, Buffer.concat([sample, Buffer.alloc(most)]))).equal(false)
    })
  }

  it('S2-047 S2-048 is sound or video in a container that holds both, and a picture in neither', () => {
    for (const type of ['audio', 'video'] as const)
      expect(isAuthentication(type, authenticationSamples.video)).equal(true)
    expect(isAuthentication('video', authenticationSamples.audio)).equal(false)
    expect(isAuthentication('image', authenticationSamples.video)).equal(false)
    expect(isAuthentication('audio', authenticationSamples.image)).equal(false)
  })

  it('S2-049 S2-050 is 4 to 32 digits, or 1 to 256 characters in UTF-8', () => {
    for (const wrong of ['123', '1'.repeat(33), '12a4', '１２３４']) expect(isOf('digits', wrong), wrong).equal(false)
    expect(isOf('text', '验'.repeat(256))).equal(true)
    expect(isOf('text', 'a'.repeat(257))).equal(false)
    expect(isAuthentication('text', Uint8Array.of(0xff, 0xfe))).equal(false)
    expect(isAuthentication('digits', Uint8Array.of(0xff))).equal(false)
  })
})
