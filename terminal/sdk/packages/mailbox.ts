import { digestOf, readBounded, textOf, utf8 } from '../../../chaincode/wire/bounded-json.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { type Manifest, manifest, partBytes, partSize, partsMaximum } from '../../../chaincode/wire/manifest.ts'
import type { Bytes } from '../bytes.ts'
import { TerminalFault } from '../errors.ts'
import type { Terminal } from '../terminal.ts'
import { packageUnreadable } from './package-keys.ts'
import { framesOf, streamOf } from './streams.ts'

/** How far a package is on its way, in parts. */
export interface Progress {
  done: number
  all: number
}

type Told = (progress: Progress) => void

const pathOf = (name: string): string => `/v1/blobs/${name}`

const tooLong = (): TerminalFault =>
  new TerminalFault('package_too_large', {
    problem: `a package has at most ${partsMaximum} parts of ${partBytes} bytes`,
    next: 'Send it in several packages.',
  })

/** Of which parts a sealed package is made; refuses `package_too_large` above 960 parts. */
export const manifestOf = async (sealed: Bytes): Promise<Manifest> => {
  const parts: string[] = []
  let size = 0
  for await (const { bytes } of framesOf(sealed, { size: partBytes })) {
    if (parts.length === partsMaximum) throw tooLong()
    parts.push(await digestOf(bytes))
    size += bytes.length
  }
  return { format: 1, size, parts }
}

const manifestBytes = (made: Manifest): Uint8Array<ArrayBuffer> => utf8(canonical({ ...made }))

/**
 * Lays a sealed package down at one's own gateway, part by part, and its manifest last; gives the package's name. What lies there already is not
 * sent again, so that an upload that was cut off goes on. Refuses as `manifestOf` does.
 */
export const uploadPackage = async (
  terminal: Pick<Terminal, 'hasBytes' | 'putBytes'>,
  sealed: () => Promise<Bytes> | Bytes,
  onProgress: Told = () => {},
): Promise<{ package: string; size: number }> => {
  const made = await manifestOf(await sealed())
  let done = 0
  for await (const { bytes } of framesOf(await sealed(), { size: partBytes })) {
    const path = pathOf(made.parts[done] as string)
    if (!(await terminal.hasBytes(path))) await terminal.putBytes(path, bytes)
    done += 1
    onProgress({ done, all: made.parts.length })
  }
  const bytes = manifestBytes(made)
  const name = await digestOf(bytes)
  await terminal.putBytes(pathOf(name), bytes)
  return { package: name, size: made.size }
}

/** What a package's row says of it, as far as it is fetched by. */
export interface FetchedPackage {
  interaction: string
  package: string
}

const fetchBlob = async (
  terminal: Pick<Terminal, 'readBytes'>,
  { interaction, name, maximum }: { interaction: string; name: string; maximum: number },
): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = await terminal.readBytes(`${pathOf(name)}?interaction=${interaction}`, maximum)
  if ((await digestOf(bytes)) !== name) throw packageUnreadable('a part of it is not the one that was promised')
  return bytes
}

/** The manifest of a package; refuses `package_unreadable` for bytes of another digest, and for what is no manifest. */
export const readManifest = async (
  terminal: Pick<Terminal, 'readBytes'>,
  { interaction, package: name }: FetchedPackage,
): Promise<Manifest> => {
  const text = textOf(await fetchBlob(terminal, { interaction, name, maximum: partBytes }))
  const made = text === undefined ? undefined : readBounded(text, manifest)
  if (made === undefined) throw packageUnreadable('it is no package')
  return made
}

async function* partsOf(
  terminal: Pick<Terminal, 'readBytes'>,
  interaction: string,
  made: Manifest,
  onProgress: Told,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (const [place, name] of made.parts.entries()) {
    yield await fetchBlob(terminal, { interaction, name, maximum: partSize(made, place) })
    onProgress({ done: place + 1, all: made.parts.length })
  }
}

/** A sealed package as its parts come from one's own gateway, each checked; refuses `package_unreadable`. */
export const downloadPackage = (
  terminal: Pick<Terminal, 'readBytes'>,
  { interaction, made }: { interaction: string; made: Manifest },
  onProgress: Told = () => {},
): Bytes => streamOf(partsOf(terminal, interaction, made, onProgress))
