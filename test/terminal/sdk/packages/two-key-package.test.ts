import { deflateRawSync } from 'node:zlib'
import { expect } from 'chai'
import fc from 'fast-check'
import type { Bytes } from '../../../../terminal/sdk/bytes.ts'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import {
  drawPackageKeys,
  headerBytes,
  newHeader,
  type PackageContext,
  type PackageKeys,
} from '../../../../terminal/sdk/packages/package-keys.ts'
import { framesOf } from '../../../../terminal/sdk/packages/streams.ts'
import {
  frameBytes,
  openPackage,
  sealPackage,
  unpackingBounds,
} from '../../../../terminal/sdk/packages/two-key-package.ts'

const context: PackageContext = { interaction: 'I'.repeat(43), receiver: 'client-a' }
const sealedFrame = frameBytes + 16

/** A stream of these bytes, in pieces of this size. */
const inPieces = (bytes: Uint8Array, size = 10_000): Bytes => {
  let at = 0
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) controller.close()
      else controller.enqueue(bytes.slice(at, at + size))
      at += size
    },
  })
}

const collect = async (stream: Bytes): Promise<Buffer> => {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

const random = (length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(length, at + 65_536)))
  return bytes
}

const sealed = (content: Uint8Array, keys: PackageKeys) => collect(sealPackage(inPieces(content), keys, context))

const opened = async (bytes: Uint8Array, keys: PackageKeys, changed: Partial<PackageContext> = {}) => {
  const { content, bytes: length } = await openPackage(() => inPieces(bytes), {
    ...{ keys, context: { ...context, ...changed } },
  })
  const all = await collect(content)
  expect(length).equal(all.length)
  return all
}

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const fault = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(fault instanceof TerminalFault)) throw fault ?? new Error('a fault was expected')
  return fault.code
}

/** The header and each frame of a package. */
const partsOf = (bytes: Buffer): Buffer[] => {
  const parts = [bytes.subarray(0, headerBytes)]
  for (let at = headerBytes; at < bytes.length; at += sealedFrame) parts.push(bytes.subarray(at, at + sealedFrame))
  return parts
}

describe('a package of two keys', () => {
  const keys = drawPackageKeys()
  const content = random(3 * frameBytes + 5)

  it('opens with both keys to what was sealed, whatever its length and its pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3 * frameBytes }),
        fc.integer({ min: 1_000, max: 200_000 }),
        async (length, size) => {
          const bytes = random(length)
          const drawn = drawPackageKeys()
          const all = await collect(sealPackage(inPieces(bytes, size), drawn, context))
          expect((await opened(all, drawn)).equals(bytes)).equal(true)
        },
      ),
      { numRuns: 12 },
    )
    for (const length of [0, frameBytes - 5, frameBytes, 2 * frameBytes]) {
      const bytes = random(length)
      expect((await opened(await sealed(bytes, keys), keys)).equals(bytes), `${length}`).equal(true)
    }
  })

  it('S1-058 S3-054 refuses a key that is missing or wrong before anything is decrypted, and neither key alone opens it', async () => {
    const bytes = await sealed(content, keys)
    const other = drawPackageKeys()
    const wrong: PackageKeys[] = [
      ...[{ ...keys, first: other.first }, { ...keys, second: other.second }, other],
      ...[
        { ...keys, second: new Uint8Array(32) },
        { ...keys, first: new Uint8Array() },
      ],
      ...[
        { first: keys.second, second: keys.first },
        { first: keys.first, second: keys.first },
      ],
    ]
    for (const pair of wrong) expect(await codeOf(opened(bytes, pair))).equal('package_keys_wrong')
  })

  it('S1-057 is not openable as a key without its package, nor for another receiver or interaction', async () => {
    const bytes = await sealed(content, keys)
    expect(await codeOf(opened(new Uint8Array(), keys))).equal('package_unreadable')
    expect(await codeOf(opened(bytes.subarray(0, headerBytes), keys))).equal('package_unreadable')
    expect(await codeOf(opened(bytes, keys, { receiver: 'client-b' }))).equal('package_keys_wrong')
    expect(await codeOf(opened(bytes, keys, { interaction: 'J'.repeat(43) }))).equal('package_keys_wrong')
  })

  it('S1-058 refuses frames that were swapped, cut off, left out, repeated, added or altered, and gives no byte of it', async () => {
    const bytes = await sealed(content, keys)
    const [header, one, two, ...rest] = partsOf(bytes) as [Buffer, Buffer, Buffer, ...Buffer[]]
    const last = rest.at(-1) as Buffer
    const flipped = Buffer.from(bytes)
    flipped[flipped.length - 1] = (flipped.at(-1) as number) ^ 1
    const attacks: { [name: string]: Buffer } = {
      swapped: Buffer.concat([header, two, one, ...rest]),
      'cut off behind a frame': Buffer.concat([header, one, two]),
      'cut off in a frame': bytes.subarray(0, bytes.length - 3),
      'left out': Buffer.concat([header, two, ...rest]),
      repeated: Buffer.concat([header, one, one, two, ...rest]),
      added: Buffer.concat([bytes, last]),
      altered: flipped,
    }
    for (const [name, attack] of Object.entries(attacks)) {
      expect(await codeOf(opened(attack, keys)), name).equal('package_unreadable')
    }
  })

  it('S1-058 does not open to two contents under two pairs of keys: its commitment is to one pair', async () => {
    const other = drawPackageKeys()
    const bytes = await sealed(content, keys)
    const foreign = await sealed(content, other)
    const mixed = Buffer.concat([foreign.subarray(0, headerBytes), bytes.subarray(headerBytes)])
    expect(await codeOf(opened(mixed, keys))).equal('package_keys_wrong')
    expect(await codeOf(opened(mixed, other))).equal('package_unreadable')
  })

  it('S3-054 stops what unpacks to more than is allowed, by bytes and by ratio, before anything is given', async () => {
    const zeros = inPieces(new Uint8Array(40 * 2 ** 20), 2 ** 20)
    const bomb = await collect(sealPackage(zeros, keys, context))
    expect(bomb.length).lessThan(2 ** 17)
    expect(await codeOf(opened(bomb, keys))).equal('package_too_large')
    const plain = await sealed(content, keys)
    const bounds = { ...unpackingBounds, bytes: content.length - 1 }
    const narrow = openPackage(() => inPieces(plain), { keys, context, bounds })
    expect(await codeOf(narrow)).equal('package_too_large')
  })

  it('refuses what was sealed by both keys and is not packed as packages are', async () => {
    const { header, cipher } = await newHeader(keys, context)
    const frame = async (bytes: Uint8Array<ArrayBuffer>) => {
      const [iv, additionalData] = [new Uint8Array(12), new Uint8Array(13)]
      additionalData[12] = 1
      const name = 'AES-GCM'
      const ciphertext = await crypto.subtle.encrypt({ name, iv, additionalData }, cipher, bytes)
      return Buffer.concat([header, new Uint8Array(ciphertext)])
    }
    const packed = Uint8Array.from(deflateRawSync(Buffer.from('good')))
    expect((await opened(await frame(packed), keys)).toString()).equal('good')
    expect(await codeOf(opened(await frame(random(100)), keys))).equal('package_unreadable')
    expect(await codeOf(opened(await frame(packed.slice(0, -1)), keys))).equal('package_unreadable')
  })

  it('is cut into frames of which there is always a last one', async () => {
    const sizes = async (length: number) => {
      const found: string[] = []
      for await (const { bytes, isLast } of framesOf(inPieces(random(length), 7), { size: 10, head: 4 })) {
        found.push(`${bytes.length}${isLast ? ' last' : ''}`)
      }
      return found
    }
    expect(await sizes(0)).deep.equal(['0 last'])
    expect(await sizes(4)).deep.equal(['4 last'])
    expect(await sizes(14)).deep.equal(['4', '10 last'])
    expect(await sizes(25)).deep.equal(['4', '10', '10', '1 last'])
  })
})
