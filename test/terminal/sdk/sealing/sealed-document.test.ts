import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { digestOf } from '../../../../chaincode/wire/bounded-json.ts'
import { canonical } from '../../../../chaincode/wire/canonical.ts'
import type { SealKey } from '../../../../chaincode/wire/sealing/seal-key.ts'
import { sealedBytesMaximum } from '../../../../chaincode/wire/sealing/sealed-document.ts'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { createProfile, profileSealKey } from '../../../../terminal/sdk/node/profile.ts'
import { createSealKey, loadSealKey } from '../../../../terminal/sdk/node/seal-key-file.ts'
import { type DeliveryAddress, deliveryAddress } from '../../../../terminal/sdk/sealing/delivery-address.ts'
import { open, seal } from '../../../../terminal/sdk/sealing/sealed-document.ts'
import { withFolder } from '../../support/scene.ts'

const address: DeliveryAddress = {
  name: 'Alice 李',
  telephone: '+86 10 0000',
  lines: ['Hutong 5', 'Beijing'],
  postcode: '100000',
}
const context = { provider: 'noodle-house', buyer: 'alice', certificate: 'C'.repeat(43) }
const [desk, telephone, other] = ['D', 'T', 'O'].map((letter) => letter.repeat(43)) as [string, string, string]

const made = (device: string): Promise<SealKey> =>
  withFolder((folder) => createSealKey(join(folder, 'seal.key'), device)) as Promise<SealKey>

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const fault = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(fault instanceof TerminalFault)) throw fault ?? new Error('a fault was expected')
  return fault.code
}

describe('a sealed document', () => {
  let keys: [SealKey, SealKey, SealKey]
  before(async () => {
    keys = [await made(desk), await made(telephone), await made(other)]
  })
  const sealed = () => seal(address, { recipients: keys.slice(0, 2), context })
  const opened = ({ bytes, digest }: { bytes: Uint8Array; digest: string }, key: SealKey, changes: object = {}) =>
    open(bytes, { digest, key, context, shape: deliveryAddress, ...changes })

  it('S1-051 opens on each device that it was sealed to, and on no other', async () => {
    const document = await sealed()
    expect(await opened(document, keys[0])).deep.equal(address)
    expect(await opened(document, keys[1])).deep.equal(address)
    expect(await codeOf(opened(document, keys[2]))).equal('sealed_for_others')
    // Somebody else under the name of a device that has a part in it.
    expect(await codeOf(opened(document, { ...keys[2], device: desk }))).equal('sealed_unreadable')
    expect(await codeOf(opened(document, { ...keys[0], device: telephone }))).equal('sealed_unreadable')
  })

  it('S1-051 shows nothing of what is in it, not even its exact length', async () => {
    const [one, two] = [
      await sealed(),
      await seal({ ...address, note: 'x' }, { recipients: keys.slice(0, 2), context }),
    ]
    expect(one.bytes.length).equal(two.bytes.length)
    const text = Buffer.from(one.bytes).toString()
    for (const secret of ['Alice', 'Hutong', '100000']) {
      expect(text).not.include(secret)
      expect(text).not.include(Buffer.from(secret).toString('base64url').slice(0, 6))
    }
    expect((await sealed()).digest).not.equal(one.digest)
  })

  it('opens for no other provider, buyer or certificate', async () => {
    const document = await sealed()
    const others = [{ provider: 'mallory' }, { buyer: 'mallory' }, { certificate: 'E'.repeat(43) }]
    for (const change of others) {
      const moved = { context: { ...context, ...change } }
      expect(await codeOf(opened(document, keys[0], moved))).equal('sealed_unreadable')
    }
  })

  it('is refused when anything in it is another, also where the digest fits', async () => {
    const document = await sealed()
    const parts = JSON.parse(Buffer.from(document.bytes).toString())
    const flip = (text: string) => `${text[0] === 'A' ? 'B' : 'A'}${text.slice(1)}`
    const [first, second] = parts.keys
    const changes = [
      { format: 2 },
      { commitment: flip(parts.commitment) },
      { iv: flip(parts.iv) },
      { iv: '' },
      { ciphertext: flip(parts.ciphertext) },
      { keys: [{ ...first, wrapped: flip(first.wrapped) }, second] },
      { keys: [{ ...first, encapsulated: second.encapsulated }, second] },
      { keys: [{ ...first, encapsulated: '' }, second] },
      { keys: [] },
      { more: 1 },
    ]
    for (const change of changes) {
      const bytes = Buffer.from(canonical({ ...parts, ...change }))
      const altered = { bytes, digest: await digestOf(bytes) }
      expect(await codeOf(opened(altered, keys[0])), Object.keys(change)[0]).equal('sealed_unreadable')
      expect(await codeOf(opened({ ...altered, digest: document.digest }, keys[0]))).equal('sealed_unreadable')
    }
    const long = Buffer.alloc(sealedBytesMaximum + 1, 0x20)
    expect(await codeOf(opened({ bytes: long, digest: await digestOf(long) }, keys[0]))).equal('sealed_unreadable')
  })

  it('is refused when it holds something else than was asked for', async () => {
    const document = await seal({ lines: 1 }, { recipients: keys.slice(0, 1), context })
    expect(await codeOf(opened(document, keys[0]))).equal('sealed_unreadable')
  })

  it('is made for no device, and of no long text, never', async () => {
    expect(await codeOf(seal(address, { recipients: [], context }))).equal('no_seal_key')
    const long = { ...address, note: 'x'.repeat(4_096) }
    expect(await codeOf(seal(long, { recipients: keys, context }))).equal('seal_too_large')
    const widest = await seal({ ...address, note: 'x'.repeat(3_800) }, { recipients: Array(32).fill(keys[0]), context })
    expect(widest.bytes.length).lessThan(sealedBytesMaximum)
  })
})

describe('a key for sealed documents in a file', () => {
  it('is readable by its owner only, cannot be read out of the program, and opens the same after it was loaded again', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'seal.key')
      expect(await loadSealKey(file, desk)).equal(undefined)
      const key = await createSealKey(file, desk)
      expect((await stat(file)).mode & 0o777).equal(0o600)
      expect(await readdir(folder)).deep.equal(['seal.key'])
      const loaded = (await loadSealKey(file, desk)) as SealKey
      expect(loaded.publicKey).deep.equal(key.publicKey)
      expect(loaded.pair.privateKey.extractable).equal(false)
      const document = await seal(address, { recipients: [key], context })
      expect(await open(document.bytes, { ...document, key: loaded, context, shape: deliveryAddress })).deep.equal(
        address,
      )
    }))

  it('is made once for the device of a profile, and is another key than the one that it signs with', () =>
    withFolder(async (folder) => {
      const profile = await createProfile(join(folder, 'alice'), { participant: 'alice', name: 'laptop' })
      const key = await profileSealKey(profile)
      expect(key.device).equal(profile.signer.device)
      expect(key.publicKey).not.deep.equal(profile.signer.publicKey)
      expect((await profileSealKey(profile)).publicKey).deep.equal(key.publicKey)
    }))

  it('is never replaced, and a file that holds none is refused without its content', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'seal.key')
      await writeFile(file, 'not a key', { mode: 0o600 })
      expect(await codeOf(createSealKey(file, desk))).equal('file_exists')
      const fault = await loadSealKey(file, desk).catch((error: unknown) => error as TerminalFault)
      expect(fault).include({ code: 'key_unreadable' })
      expect(String(fault)).not.include('not a key')
      expect(await readFile(file, 'utf8')).equal('not a key')
    }))
})
