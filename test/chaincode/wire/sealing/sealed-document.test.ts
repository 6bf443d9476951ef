import { expect } from 'chai'
import { z } from 'zod'
import { digestOf, readBounded, textOf, utf8 } from '../../../../chaincode/wire/bounded-json.ts'
import { canonical } from '../../../../chaincode/wire/canonical.ts'
import { type SealKey, suite } from '../../../../chaincode/wire/sealing/seal-key.ts'
import { open, seal } from '../../../../chaincode/wire/sealing/sealed-document.ts'

const [device, id] = ['D'.repeat(42).concat('A'), 'R'.repeat(42).concat('A')]
const shape = z.looseObject({ text: z.string() })
const context = { asked: 'alice', recommendation: id }

const fresh = async (): Promise<SealKey> => {
  const pair = await suite.kem.generateKeyPair()
  const { x, y } = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as { x: string; y: string }
  return { device, publicKey: { crv: 'P-256', kty: 'EC', x, y }, pair }
}
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { code?: string; message: string }) => `${error.code}: ${error.message}`,
  )

describe('sealing, as terminals and matching services do it', () => {
  let key: SealKey
  before(async () => {
    key = await fresh()
  })

  it('S3-017 S3-018 opens in its own context alone: for the same two, or under the same request', async () => {
    const consent = { recommender: 'book-shop', matcher: 'finder' }
    for (const [sealedIn, others] of [
      [consent, [{ ...consent, recommender: 'thief' }, { ...consent, matcher: 'other-finder' }, context]],
      [context, [{ ...context, asked: 'bob' }, { ...context, recommendation: device }, consent]],
    ] as const) {
      const sealed = await seal({ text: 'x' }, { recipients: [key], context: sealedIn })
      expect(await open(sealed.bytes, { ...sealed, key, context: sealedIn, shape })).deep.equal({ text: 'x' })
      for (const other of others)
        expect(await codeOf(open(sealed.bytes, { ...sealed, key, context: other, shape }))).match(/^sealed_unreadable/)
    }
  })

  it('says who could open nothing, whatever it is sealed for', async () => {
    for (const [named, one] of [
      ['provider-1', { provider: 'provider-1', buyer: 'alice', certificate: id }],
      ['bob', { to: 'bob', certificate: id }],
      ['finder', { recommender: 'book-shop', matcher: 'finder' }],
      ['alice', context],
      ['who asks', { demand: id, certificate: id }],
    ] as const)
      expect(await codeOf(seal({ text: 'x' }, { recipients: [], context: one }))).match(
        new RegExp(`^no_seal_key: ${named} has no device`),
      )
  })

  it('reads no document that is longer than any, holds no base64url, or is no text', async () => {
    const sealed = await seal({ text: 'x' }, { recipients: [key], context })
    const read = async (bytes: Uint8Array) =>
      codeOf(open(bytes, { digest: await digestOf(bytes), key, context, shape }))
    expect(await read(new Uint8Array(16_385).fill(0x20))).match(/^sealed_unreadable/)
    expect(await read(Uint8Array.of(0xff))).match(/^sealed_unreadable/)
    const parts = JSON.parse(textOf(sealed.bytes) ?? '') as { iv: string }
    expect(await read(utf8(canonical({ ...parts, iv: 'A' } as never)))).match(/^sealed_unreadable/)
  })

  it('reads no document whose sender sealed what is no text', async () => {
    const { subtle } = crypto
    const encrypt = subtle.encrypt.bind(subtle)
    const noText = new Uint8Array(512).fill(0xff)
    subtle.encrypt = (algorithm, secret, data) =>
      encrypt(algorithm, secret, data.byteLength === noText.length ? noText : data)
    const sealed = await seal({ text: 'x' }, { recipients: [key], context }).finally(() => {
      subtle.encrypt = encrypt
    })
    expect(await codeOf(open(sealed.bytes, { ...sealed, key, context, shape }))).match(/holds something else$/)
  })

  it('reads bounded JSON in the one form that is written, and nothing else', () => {
    expect(readBounded('{"text":"x"}', shape)).deep.equal({ text: 'x' })
    expect(readBounded('{ "text":"x"}', shape)).equal(undefined)
    expect(readBounded('{"text":"x"', shape)).equal(undefined)
    expect(readBounded(`{"text":"${'x'.repeat(65_536)}"}`, shape)).equal(undefined)
    expect(readBounded(`{"text":"${'李'.repeat(30_000)}"}`, shape)).equal(undefined)
    expect(readBounded(`{"deep":${'['.repeat(9)}${']'.repeat(9)},"text":"x"}`, shape)).equal(undefined)
    expect(readBounded('{"text":7}', shape)).equal(undefined)
  })
})
