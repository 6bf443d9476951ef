import { expect } from 'chai'
import { identityType } from '../../../chaincode/domains/trade-chain/terms.ts'
import { identityForms, readIdentity } from '../../../gateway/trade-chain/identity-forms.ts'
import { identitySamples } from '../support/identities.ts'

describe('the forms of identities', () => {
  it('S2-004 find the type of a value of each form, by the value alone', () => {
    for (const type of identityForms) {
      expect(readIdentity(identitySamples[type])?.type, type).equal(type)
      expect(identityType.safeParse(type).success, type).equal(true)
    }
  })

  it('write one identity one way, however its groups are parted', () => {
    const written = { type: 'account-number', value: '4539578763621486' }
    for (const text of ['4539578763621486', '4539 5787 6362 1486', ' 4539-5787-6362-1486 '])
      expect(readIdentity(text)).deep.equal(written)
    expect(readIdentity('+86 138-0013-8000')).deep.equal({ type: 'phone', value: '+8613800138000' })
    expect(readIdentity('11010519491231002x')?.value).equal('11010519491231002X')
    const fingerprint = 'AB'.repeat(32)
    expect(readIdentity(fingerprint.match(/../g)?.join(':') ?? '')?.value).equal('ab'.repeat(32))
  })

  it('S2-004 know nothing of what has a wrong check digit, length, day of birth, or of what is of no form', () => {
    const none = [
      ...['4539578763621487', '453957876362148', '45395787636214861', '', ' ', 'A-1', '+0123456', '13800138000'],
      ...['110105194912310021', '110105194913310028', '110105194902300020', 'g'.repeat(64), 'ab'.repeat(31)],
      ...['４５３９５７８７６３６２１４８６', '4539578763621486\u0000', 'x'.repeat(256), '4539 '.repeat(51)],
    ]
    for (const text of none) expect(readIdentity(text), JSON.stringify(text)).equal(undefined)
  })

  it('S2-007 give no value two types: what one changes into another form is read as that alone', () => {
    let seed = 7
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    const alphabet = '0123456789Xxabcdef+:- '
    for (let round = 0; round < 5_000; round += 1) {
      const sample = [...identitySamples[identityForms[next(identityForms.length)] ?? 'phone']]
      for (let change = next(4); change > 0; change -= 1)
        sample.splice(next(sample.length), next(3), alphabet[next(alphabet.length)] as string)
      const read = readIdentity(sample.join(''))
      if (read === undefined) continue
      // What it is written as is of the same form, and so of no other.
      expect(readIdentity(read.value)).deep.equal(read)
    }
  })
})
