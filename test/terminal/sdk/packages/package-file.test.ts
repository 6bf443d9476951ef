import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Bytes } from '../../../../terminal/sdk/bytes.ts'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { openInto, type PackageFiles, packageFiles, sealFile } from '../../../../terminal/sdk/node/package-file.ts'
import { drawPackageKeys, headerBytes, type PackageKeys } from '../../../../terminal/sdk/packages/package-keys.ts'
import { frameBytes, unpackingBounds } from '../../../../terminal/sdk/packages/two-key-package.ts'

const context = { interaction: 'I'.repeat(43), receiver: 'client-a' }
const sealedFrame = frameBytes + 16

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof TerminalFault ? error.code : String(error)),
  )

describe('a package in files', () => {
  let folder: string
  let files: PackageFiles
  let keys: PackageKeys
  const at = (name: string) => join(folder, name)

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-package-'))
    files = await packageFiles({ folder }, context.interaction)
    // Longer than two frames, so that they can be moved; nothing of it packs.
    const some = () => Buffer.from(crypto.getRandomValues(new Uint8Array(65_536)))
    writeFileSync(at('content'), Buffer.concat([some(), some(), some()]))
    keys = await sealFile(at('content'), files, context)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const opened = (bytes: Buffer, changed: Partial<Parameters<typeof openInto>[2]> = {}) => {
    const source = () => new Blob([Uint8Array.from(bytes)]).stream() as unknown as Bytes
    return openInto(at('opened'), source, { keys, context, bounds: unpackingBounds, ...changed })
  }
  /** Refuses with a code, and leaves no file behind, nor a part of one. */
  const failed = async (what: string, code: string, opening: () => Promise<unknown>): Promise<void> => {
    const before = readdirSync(folder).sort()
    expect(await codeOf(opening()), what).equal(code)
    expect(readdirSync(folder).sort(), what).deep.equal(before)
  }

  it('S1-058 S3-054 opens into a file of its owner’s alone, whole; no attack on it leaves a part of one', async () => {
    const sealed = readFileSync(files.sealed)
    const frames: Buffer[] = []
    for (let place = headerBytes; place < sealed.length; place += sealedFrame)
      frames.push(sealed.subarray(place, place + sealedFrame))
    const [one, two, ...rest] = frames as [Buffer, Buffer, ...Buffer[]]
    const header = sealed.subarray(0, headerBytes)
    const altered = Buffer.from(sealed)
    altered[headerBytes + sealedFrame] = (altered[headerBytes + sealedFrame] as number) ^ 1
    const attacks: { [attack: string]: Buffer } = {
      ...{ altered, nothing: Buffer.alloc(0), 'header alone': header },
      swapped: Buffer.concat([header, two, one, ...rest]),
      repeated: Buffer.concat([header, one, one, two, ...rest]),
      'left out': Buffer.concat([header, two, ...rest]),
      'cut off': sealed.subarray(0, sealed.length - 1),
      'cut off behind a frame': Buffer.concat([header, one, two]),
      'another blob': Buffer.from(crypto.getRandomValues(new Uint8Array(1_000))),
    }
    for (const [attack, bytes] of Object.entries(attacks))
      await failed(attack, 'package_unreadable', () => opened(bytes))
    expect(await opened(sealed)).equal(196_608)
    expect(readFileSync(at('opened')).equals(readFileSync(at('content')))).equal(true)
    expect(statSync(at('opened')).mode & 0o777).equal(0o600)
    await failed('over a file', 'file_exists', () => opened(sealed))
  })

  it('S1-058 S3-054 opens with neither key missing or wrong, nor for another receiver or interaction', async () => {
    const sealed = readFileSync(files.sealed)
    const other = drawPackageKeys()
    for (const [what, changed] of Object.entries({
      'another first key': { keys: { ...keys, first: other.first } },
      'another second key': { keys: { ...keys, second: other.second } },
      'no first key': { keys: { ...keys, first: new Uint8Array() } },
      'no second key': { keys: { ...keys, second: new Uint8Array() } },
      'another receiver': { context: { ...context, receiver: 'client-b' } },
      'another interaction': { context: { ...context, interaction: 'J'.repeat(43) } },
    }))
      await failed(what, 'package_keys_wrong', () => opened(sealed, changed))
  })

  it('S3-054 stops what unpacks to more than is allowed, or to far more than its size', async () => {
    const sealed = readFileSync(files.sealed)
    const bounds = { bytes: 196_607, ratio: 200 }
    await failed('a byte too much', 'package_too_large', () => opened(sealed, { bounds }))
    expect(await opened(sealed, { bounds: { ...bounds, bytes: 196_608 } })).equal(196_608)
    rmSync(at('opened'))
    writeFileSync(at('content'), Buffer.alloc(8 * 2 ** 20))
    const bomb = await packageFiles({ folder }, 'B'.repeat(43))
    keys = await sealFile(at('content'), bomb, context)
    await failed('a bomb', 'package_too_large', () => opened(readFileSync(bomb.sealed)))
  })

  it('is sealed once: what was cut off before its delivery goes on with the same keys and bytes', async () => {
    const sealed = readFileSync(files.sealed)
    writeFileSync(at('content'), 'something else meanwhile')
    expect(await sealFile(at('content'), files, context)).deep.equal(keys)
    expect(readFileSync(files.sealed).equals(sealed)).equal(true)
    for (const file of Object.values(files)) expect(statSync(file).mode & 0o777).equal(0o600)
  })

  it('S1-057 is not delivered without its keys: a file that holds none is refused, and nothing of it is repeated', async () => {
    writeFileSync(files.secondKey, 'the password of pump 7')
    const refused = await sealFile(at('content'), files, context).catch((error: TerminalFault) => error)
    expect(refused).include({ code: 'key_unreadable' })
    expect((refused as TerminalFault).message).not.contain('pump')
  })
})
