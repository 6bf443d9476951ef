import { expect } from 'chai'
import fc from 'fast-check'
import type { Json } from '../../../chaincode/wire/canonical.ts'
import { verifyPublished } from '../../../terminal/sdk/published.ts'
import { Device } from '../../support/devices.ts'
import { digestOf, issueBody, mint, publishedVoucher } from '../support/published-voucher.ts'

type Copy = ReturnType<typeof publishedVoucher>

const changed = (change: (copy: Copy) => void): Copy => {
  const copy = structuredClone(publishedVoucher())
  change(copy)
  return copy
}

/** A change of the row by a publisher who makes the digest fit. */
const rewritten = (members: { [member: string]: Json }) =>
  changed((copy) => {
    Object.assign(copy.voucher, members)
    copy.published.digest = digestOf(copy.voucher)
  })

describe('checking a published voucher offline', () => {
  it('finds nothing wrong with an honest copy, whatever the order of its members', async () => {
    const copy = publishedVoucher()
    expect(await verifyPublished(copy, { code: 'GOLD-1G', publicKey: mint.publicKey })).to.deep.equal({ isGood: true })
    const turned = { ...copy, voucher: Object.fromEntries(Object.entries(copy.voucher).reverse()) }
    expect(await verifyPublished(JSON.parse(JSON.stringify(turned)))).to.deep.equal({ isGood: true })
  })

  it('goes with a supply that grew and with terms that were revised, but not with a first version that differs', async () => {
    expect((await verifyPublished(changed(({ voucher }) => Object.assign(voucher, { supply: '7' })))).isGood).to.equal(
      true,
    )
    expect((await verifyPublished(rewritten({ name: 'Gold of the mint', version: '2' }))).isGood).to.equal(true)
    expect((await verifyPublished(rewritten({ functions: [], version: '2' }))).isGood).to.equal(true)
    expect(await verifyPublished(rewritten({ name: 'Gold of the mint' }))).to.deep.equal({
      isGood: false,
      fault: 'forged_voucher',
      member: 'voucher.name',
    })
  })

  it('says forged_voucher to a row that is not that of its digest, also where nothing in it was signed', async () => {
    const revised = rewritten({ name: 'Gold of the mint', version: '2' })
    for (const change of [{ name: 'Gold of somebody' }, { functions: ['transfer'] }, { version: '3' }]) {
      const copy = structuredClone(revised)
      Object.assign(copy.voucher, change)
      expect(await verifyPublished(copy)).to.deep.equal({
        isGood: false,
        fault: 'forged_voucher',
        member: 'published.digest',
      })
    }
  })

  const incomplete: [string, (copy: Copy) => void][] = [
    ['the metal information', ({ voucher }) => delete voucher['product']],
    ['the fineness', ({ voucher }) => Object.assign(voucher, { product: { type: 'metal', metal: 'gold' } })],
    ['the code', ({ voucher }) => delete voucher['voucher']],
    ['the functions', ({ voucher }) => delete voucher['functions']],
    ['the unit', ({ voucher }) => delete voucher['unit']],
    ['the whole voucher', (copy) => delete (copy as Partial<Copy>).voucher],
    ['the proof', (copy) => delete (copy as Partial<Copy>).published],
    ['the digest', ({ published }) => delete (published as Partial<Copy['published']>).digest],
    [
      'the issuer’s key',
      ({ published }) => delete (published.issuedBy as Partial<Copy['published']['issuedBy']>).publicKey,
    ],
  ]
  for (const [what, change] of incomplete) {
    it(`says incomplete_voucher where ${what} is missing`, async () => {
      expect(await verifyPublished(changed(change))).to.include({ isGood: false, fault: 'incomplete_voucher' })
    })
  }

  const forger = new Device('mint', ['issuer'])
  const other = publishedVoucher({ ...issueBody, voucher: 'GOLD-2G' })
  const forged: [string, Copy][] = [
    ['another name under the same digest', changed(({ voucher }) => Object.assign(voucher, { name: 'Gold' }))],
    [
      'another metal under a digest that fits',
      rewritten({ product: { ...issueBody.product, metal: 'silver' } as Json }),
    ],
    ['another issuer', rewritten({ issuer: 'forger' })],
    ['another code', rewritten({ voucher: 'GOLD-2G' })],
    ['functions that were not signed', rewritten({ functions: ['buy', 'sell', 'pledge', 'transfer'] })],
    ['another unit', rewritten({ unit: { ...issueBody.unit, basePerShown: '100' } })],
    ['the proof of another voucher', { ...publishedVoucher(), published: other.published }],
    [
      'the issuer’s key exchanged',
      changed(({ published }) => Object.assign(published.issuedBy, { publicKey: forger.publicKey })),
    ],
    ['another instruction’s id', changed(({ published }) => Object.assign(published.issuedBy, { id: 'A'.repeat(43) }))],
    [
      'another signature',
      changed(({ published }) => Object.assign(published.issuedBy.envelope, { signature: 'A'.repeat(86) })),
    ],
    [
      'another quantity issued',
      changed(({ published }) =>
        Object.assign(published.issuedBy.envelope.instruction['body'] as object, { quantity: '1' }),
      ),
    ],
    ['no envelope', changed(({ published }) => Object.assign(published.issuedBy, { envelope: {} }))],
  ]
  for (const [what, copy] of forged) {
    it(`says forged_voucher to ${what}`, async () => {
      expect(await verifyPublished(copy)).to.include({ isGood: false, fault: 'forged_voucher' })
    })
  }

  it('says forged_voucher to an instruction of another kind, to a key that the ledger does not know, and to another code than was asked for', async () => {
    const envelope = JSON.parse(mint.sign(mint.instruction('voucher.retire', { voucher: 'GOLD-1G' })))
    const kind = changed(({ published }) => Object.assign(published.issuedBy, { envelope, id: undefined }))
    expect((await verifyPublished(kind)).isGood).to.equal(false)
    const bySomeoneElse = publishedVoucher(issueBody, forger)
    expect((await verifyPublished(bySomeoneElse)).isGood).to.equal(true)
    const expected = { publicKey: mint.publicKey }
    expect(await verifyPublished(bySomeoneElse, expected)).to.include({ fault: 'forged_voucher' })
    expect(await verifyPublished(publishedVoucher(), { code: 'GOLD-2G' })).to.include({ fault: 'forged_voucher' })
  })

  it('never throws, whatever it is given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (anything, inside) => {
        expect((await verifyPublished(anything)).isGood).to.equal(false)
        const copy = changed(({ published }) => Object.assign(published.issuedBy, { envelope: inside }))
        expect((await verifyPublished(copy)).isGood).to.equal(false)
      }),
      { numRuns: 50 },
    )
  })
})
