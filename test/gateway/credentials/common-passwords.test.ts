import { expect } from 'chai'
import { commonPasswords } from '../../../gateway/credentials/common-passwords.ts'

describe('the common passwords', () => {
  it('are in small letters and long enough to be asked about, and none of them was lost', () => {
    for (const password of commonPasswords) {
      expect(password).equal(password.toLowerCase())
      expect(password.length, password).at.least(10)
    }
    expect(commonPasswords.size).at.least(97)
  })
})
