import { type Bytes, piecesOf } from '../bytes.ts'
import { TerminalFault } from '../errors.ts'
import {
  headerBytes,
  newHeader,
  type PackageContext,
  type PackageKeys,
  packageUnreadable,
  readHeader,
} from './package-keys.ts'
import { framesOf, streamOf } from './streams.ts'

/** So many bytes of what was compressed are encrypted together. */
export const frameBytes = 65_536
const tagBytes = 16
const sealedFrameBytes = frameBytes + tagBytes
const compression = 'deflate-raw'

// Each key encrypts one package, so the place of a frame is all that its nonce must tell.
const nonceOf = (place: number): Uint8Array<ArrayBuffer> => {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setBigUint64(4, BigInt(place))
  return nonce
}

/** Where a frame stands and whether it is the last: none can be moved, left out, repeated, or cut off behind. */
const algorithmOf = (place: number, isLast: boolean) => {
  const iv = nonceOf(place)
  const additionalData = new Uint8Array(13)
  additionalData.set(iv)
  additionalData[12] = Number(isLast)
  return { name: 'AES-GCM', iv, additionalData }
}

async function* sealedFrames(content: Bytes, keys: PackageKeys, context: PackageContext) {
  const { header, cipher } = await newHeader(keys, context)
  yield header
  const compressed = content.pipeThrough(new CompressionStream(compression) as TransformStream<Uint8Array, Uint8Array>)
  let place = 0
  for await (const { bytes, isLast } of framesOf(compressed, { size: frameBytes })) {
    yield new Uint8Array(await crypto.subtle.encrypt(algorithmOf(place, isLast), cipher, bytes))
    place += 1
  }
}

/**
 * Compresses and encrypts content so that only both keys together open it, for one receiver in one interaction (design D24): AES-256-GCM in
 * frames of 64 kB, each bound to its place and to whether it is the last, under a key that HKDF-SHA256 derives from both, with a commitment
 * to them. Memory stays flat however long the content is.
 */
export const sealPackage = (content: Bytes, keys: PackageKeys, context: PackageContext): Bytes =>
  streamOf(sealedFrames(content, keys, context))

async function* openedFrames(source: Bytes, keys: PackageKeys, context: PackageContext) {
  const frames = framesOf(source, { size: sealedFrameBytes, head: headerBytes })
  const { value: first } = await frames.next()
  const header = first?.bytes ?? new Uint8Array()
  const cipher = await readHeader(header, keys, context)
  let place = 0
  for await (const { bytes, isLast } of frames) {
    yield new Uint8Array(
      await crypto.subtle.decrypt(algorithmOf(place, isLast), cipher, bytes).catch(() => {
        throw packageUnreadable('a part of it was altered, moved, or is missing')
      }),
    )
    place += 1
  }
  if (place === 0) throw packageUnreadable('nothing stands behind its beginning')
}

/** How much may come out of a package: so many bytes, and of each byte of the package so many, the first megabyte aside. */
export interface UnpackingBounds {
  bytes: number
  ratio: number
}

export const unpackingBounds: UnpackingBounds = { bytes: 2 ** 30, ratio: 200 }
const alwaysAllowed = 2 ** 20

const tooLarge = (bound: string): TerminalFault =>
  new TerminalFault('package_too_large', {
    problem: `more comes out of the package than ${bound}; it was stopped there`,
    next: 'Ask who sent it what it is, and allow more only if you trust that.',
  })

/** Everything that comes out, one piece after another, counted before it is handed on. */
async function* unpacked(source: Bytes, keys: PackageKeys, context: PackageContext, bounds: UnpackingBounds) {
  let fault: unknown
  let [taken, given] = [0, 0]
  async function* counted() {
    try {
      for await (const bytes of openedFrames(source, keys, context)) {
        taken += bytes.length
        yield bytes
      }
    } catch (error) {
      fault = error
      throw error
    }
  }
  const opened = streamOf(counted()) as Bytes
  const content = opened.pipeThrough(new DecompressionStream(compression) as TransformStream<Uint8Array, Uint8Array>)
  try {
    for await (const piece of piecesOf(content as Bytes)) {
      given += piece.length
      if (given > bounds.bytes) throw tooLarge(`${bounds.bytes} bytes`)
      if (given > alwaysAllowed + taken * bounds.ratio) throw tooLarge(`${bounds.ratio} times its size`)
      yield Uint8Array.from(piece)
    }
  } catch (error) {
    if (error instanceof TerminalFault) throw error
    throw fault ?? packageUnreadable('what it holds is not packed as packages are')
  }
}

/**
 * Opens a package with both keys. It is read twice: first all of it is verified and counted, and only then anything is given, so that a
 * package which fails anywhere gives no part of its content. Refuses `package_keys_wrong` before anything is decrypted, `package_unreadable`
 * for what was altered, moved, repeated or cut off, and `package_too_large` above the bounds (S1-058, S3-054).
 */
export const openPackage = async (
  source: () => Bytes,
  { keys, context, bounds = unpackingBounds }: { keys: PackageKeys; context: PackageContext; bounds?: UnpackingBounds },
): Promise<{ bytes: number; content: Bytes }> => {
  let bytes = 0
  for await (const piece of unpacked(source(), keys, context, bounds)) bytes += piece.length
  return { bytes, content: streamOf(unpacked(source(), keys, context, bounds)) }
}
