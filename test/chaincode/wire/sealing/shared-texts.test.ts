import { expect } from 'chai'
import { areShared, digestsOfShared, sharedTexts, withSalt } from '../../../../chaincode/wire/sealing/shared-texts.ts'

describe('what a recommender shares of itself', () => {
  it('S3-017 S3-018 is named by digests that tell nothing of it, since no two are alike', async () => {
    const [one, two] = [withSalt('shop@example.org'), withSalt('shop@example.org')]
    const [first, second] = [await digestsOfShared({ contact: one }), await digestsOfShared({ contact: two })]
    expect(first.contact).match(/^[A-Za-z0-9_-]{43}$/)
    expect(first.contact).not.equal(second.contact)
    expect(first).not.have.property('place')
    expect((await digestsOfShared({ place: one })).place, 'a place is no contact').not.equal(first.contact)
    expect(() => withSalt('')).throw()
    expect(() => withSalt('x'.repeat(201))).throw()
    expect(sharedTexts.safeParse({ contact: { salt: 'AAAA', text: 'shop' } }).success).equal(false)
  })

  it('S3-017 S3-018 is exactly what its digests name, no more and no less', async () => {
    const [contact, place] = [withSalt('shop@example.org'), withSalt('Book Lane 1')]
    const both = await digestsOfShared({ contact, place })
    expect(await areShared({ contact, place }, both)).equal(true)
    expect(await areShared({ contact }, { contact: both.contact })).equal(true)
    expect(await areShared({ contact }, both), 'the place is missing').equal(false)
    expect(await areShared({ contact, place }, { contact: both.contact }), 'the place was not named').equal(false)
    expect(await areShared({ contact, place: { ...place, text: 'Elsewhere 2' } }, both)).equal(false)
    expect(await areShared({ contact: { ...contact, text: 'thief@example.org' }, place }, both)).equal(false)
  })
})
