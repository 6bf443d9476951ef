import { createPublicKey, verify } from 'node:crypto'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { expect } from 'chai'
import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose'
import { readSelective, withoutPrice } from '../../../../terminal/sdk/certificates/selective.ts'
import { failureOf } from '../../../support/failure.ts'
import { type Issued, issueSample, now } from './sample.ts'

// Both forms are verified by libraries that are not ours, which know of Assay no more than the key in the header.

/** The key of a did:jwk, resolved as its method says. */
const resolve = (kid: string | undefined): JWK => {
  const [did, fragment] = (kid ?? '').split('#')
  expect(fragment).equal('0')
  return JSON.parse(Buffer.from((did ?? '').replace('did:jwk:', ''), 'base64url').toString()) as JWK
}

const keyOf = (token: string): JWK => resolve(decodeProtectedHeader(token.split('~')[0] as string).kid)

const partsOf = ({ document }: Issued) => JSON.parse(document) as { credential: string; selective: string }

const verifierOf = (token: string) => {
  const key = createPublicKey({ key: keyOf(token) as never, format: 'jwk' })
  return new SDJwtVcInstance({
    hasher: async (data, algorithm) =>
      new Uint8Array(await crypto.subtle.digest(algorithm.toUpperCase(), Buffer.from(data as string))),
    verifier: async (data, signature) =>
      verify('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')),
  })
}

const atNow = { currentDate: now / 1000 }

/** The same text with one character of this part changed. */
const altered = (text: string, place: number): string =>
  `${text.slice(0, place)}${text[place] === 'A' ? 'B' : 'A'}${text.slice(place + 1)}`

describe('the credentials of a goods certificate', () => {
  let issued: Issued
  before(async () => {
    issued = await issueSample()
  })

  it('S1-044 S1-050 are a vc+jwt that a standard library verifies by the key of its did:jwk', async () => {
    const { credential } = partsOf(issued)
    const key = keyOf(credential)
    const read = await jwtVerify(credential, await importJWK(key, 'ES256'), { algorithms: ['ES256'], typ: 'vc+jwt' })
    expect(await calculateJwkThumbprint(key)).equal(issued.row.device)
    expect(read.protectedHeader).include({ alg: 'ES256', typ: 'vc+jwt', cty: 'vc' })
    const { goods, price } = issued.certified
    expect(read.payload).deep.include({
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/undefined-terms/v2'],
      type: ['VerifiableCredential', 'GoodsCertificate'],
      issuer: read.protectedHeader.kid?.split('#')[0],
      credentialSubject: { ...goods, priceTerms: price },
    })
    expect(Date.parse(read.payload['validUntil'] as string)).equal(issued.certified.expiresAt)
  })

  it('S1-044 are refused by that library when a character of the vc+jwt is another', async () => {
    const { credential } = partsOf(issued)
    const key = await importJWK(keyOf(credential), 'ES256')
    const [head = '', body = ''] = credential.split('.')
    for (const place of [head.length + 40, head.length + body.length - 2, credential.length - 20]) {
      expect(await failureOf(jwtVerify(altered(credential, place), key))).match(/signature verification failed|JSON/)
    }
  })

  it('are an SD-JWT VC that a standard library verifies with the price terms disclosed', async () => {
    const { selective } = partsOf(issued)
    const { payload, header } = await verifierOf(selective).verify(selective, atNow)
    expect(header).include({ alg: 'ES256', typ: 'dc+sd-jwt' })
    expect(payload).deep.include({ ...issued.certified.goods, ...issued.certified.price })
    expect(payload).include({
      vct: 'urn:assay:goods-certificate:1',
      exp: Math.floor(issued.certified.expiresAt / 1000),
    })
  })

  it('prove the goods without the price terms, which stand nowhere in what is shown then', async () => {
    const shown = withoutPrice(partsOf(issued).selective)
    const { payload } = await verifierOf(shown).verify(shown, atNow)
    expect(payload).deep.include({ ...issued.certified.goods })
    expect(payload).not.have.any.keys('cash', 'price', 'salt')
    const plain = shown
      .split(/[.~]/)
      .map((part) => Buffer.from(part, 'base64url').toString())
      .join()
    for (const secret of [issued.certified.price.salt, '2800', 'CNY-DEMO']) expect(plain).not.include(secret)
  })

  it('S1-050 give no price that the provider did not sign, and are refused when altered or after their end', async () => {
    const { selective } = partsOf(issued)
    const verifier = verifierOf(selective)
    const other = partsOf(await issueSample()).selective
    const [token = '', , price = ''] = selective.split('~')
    const lower = Buffer.from(
      JSON.stringify([...JSON.parse(Buffer.from(price, 'base64url').toString()).slice(0, 2), '1']),
    )
    const swapped = selective.replace(price, lower.toString('base64url'))
    const borrowed = `${token}~${other.split('~')[1]}~`
    // The library passes over a disclosure that nobody signed, where ours refuses it: neither gives the price in it.
    for (const text of [swapped, borrowed]) {
      expect((await verifier.verify(text, atNow)).payload).not.have.property('price')
      expect(await readSelective(text)).equal(undefined)
    }
    expect(await failureOf(verifier.verify(altered(selective, token.length - 5), atNow))).match(/signature/i)
    const late = { currentDate: issued.certified.expiresAt / 1000 + 1 }
    expect(await failureOf(verifier.verify(selective, late))).match(/expired/i)
  })
})
