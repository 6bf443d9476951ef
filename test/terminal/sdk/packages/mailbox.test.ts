import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { partBytes } from '../../../../chaincode/wire/manifest.ts'
import type { Bytes } from '../../../../terminal/sdk/bytes.ts'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import {
  downloadPackage,
  manifestOf,
  type Progress,
  readManifest,
  uploadPackage,
} from '../../../../terminal/sdk/packages/mailbox.ts'

const interaction = 'I'.repeat(43)
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url')

/** A mailbox that keeps what it is given, and says what it was asked for. */
class Box {
  readonly kept = new Map<string, Uint8Array>()
  readonly put: string[] = []
  /** After so many parts it is gone. */
  room = 100

  hasBytes = async (path: string): Promise<boolean> => this.kept.has(path)
  putBytes = async (path: string, bytes: Uint8Array): Promise<void> => {
    if (this.put.length === this.room) throw new Error('gone')
    this.put.push(path)
    // Who laid them down may release them afterwards.
    this.kept.set(path, Uint8Array.from(bytes))
  }
  readBytes = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
    const [name = '', query = ''] = path.split('?')
    expect(query).equal(`interaction=${interaction}`)
    const bytes = this.kept.get(name)
    if (bytes === undefined) throw new Error('not there')
    return Uint8Array.from(bytes)
  }
}

const sourceOf = (bytes: Uint8Array) => (): Bytes =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes)
      controller.close()
    },
  })

const collect = async (stream: Bytes): Promise<Buffer> => {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof TerminalFault ? error.code : String(error)),
  )

describe('a package in the mailbox', () => {
  const sealed = Buffer.concat([Buffer.alloc(partBytes, 1), Buffer.alloc(partBytes, 2), Buffer.from('end')])
  const progress: Progress[] = []
  const told = (one: Progress) => progress.push(one)
  let box: Box
  beforeEach(() => {
    box = new Box()
    progress.length = 0
  })

  it('is laid down in parts with its manifest last, and read again whole, with its progress', async () => {
    const { package: name, size } = await uploadPackage(box, sourceOf(sealed), told)
    expect(size).equal(sealed.length)
    expect(box.put.at(-1)).equal(`/v1/blobs/${name}`)
    expect(progress).deep.equal([1, 2, 3].map((done) => ({ done, all: 3 })))
    const made = await readManifest(box, { interaction, package: name })
    expect(made).deep.equal(await manifestOf(sourceOf(sealed)()))
    expect((await collect(downloadPackage(box, { interaction, made }, told))).equals(sealed)).equal(true)
    expect(progress.slice(3)).deep.equal([1, 2, 3].map((done) => ({ done, all: 3 })))
  })

  it('goes on where an upload was cut off, and sends nothing twice', async () => {
    box.room = 2
    expect(await codeOf(uploadPackage(box, sourceOf(sealed)))).equal('Error: gone')
    box.room = 100
    await uploadPackage(box, sourceOf(sealed))
    expect(new Set(box.put).size).equal(box.put.length)
    expect(box.put).length(4)
  })

  it('S3-053 is refused where a part, or the manifest, is another, swapped or none', async () => {
    const { package: name } = await uploadPackage(box, sourceOf(sealed))
    const made = await readManifest(box, { interaction, package: name })
    const [one, two] = made.parts.map((part) => `/v1/blobs/${part}`) as [string, string]
    const [first, second] = [box.kept.get(one), box.kept.get(two)] as [Uint8Array, Uint8Array]
    box.kept.set(one, second)
    box.kept.set(two, first)
    expect(await codeOf(collect(downloadPackage(box, { interaction, made })))).equal('package_unreadable')
    box.kept.set(`/v1/blobs/${name}`, Buffer.from('{}'))
    expect(await codeOf(readManifest(box, { interaction, package: name }))).equal('package_unreadable')
    const none = Buffer.from('no manifest')
    box.kept.set(`/v1/blobs/${digest(none)}`, none)
    expect(await codeOf(readManifest(box, { interaction, package: digest(none) }))).equal('package_unreadable')
  })

  it('is refused where it has more parts than a manifest names', async () => {
    let left = 961
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        left -= 1
        if (left < 0) controller.close()
        else controller.enqueue(new Uint8Array(partBytes))
      },
    })
    expect(await codeOf(manifestOf(endless))).equal('package_too_large')
  }).timeout(300_000)
})
