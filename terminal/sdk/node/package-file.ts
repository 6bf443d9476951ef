import { constants } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { fromBase64url, toBase64url } from '#platform'
import { TerminalFault } from '../errors.ts'
import { drawPackageKeys, type PackageContext, packageKeyBytes } from '../packages/package-keys.ts'
import type { Bytes } from '../packages/streams.ts'
import { openPackage, sealPackage, type UnpackingBounds } from '../packages/two-key-package.ts'
import { createPrivately, readPrivately } from './private-file.ts'

/** The files that a package and its two keys lie in. */
export interface PackageFiles {
  sealed: string
  firstKey: string
  secondKey: string
}

const opened = (file: string): Promise<FileHandle> =>
  open(file, constants.O_RDONLY).catch((error: Error) => {
    throw new TerminalFault('file_unreadable', {
      problem: `${file}: ${error.message}`,
      next: 'Name a file that is there and that you may read.',
    })
  })

const bytesOf = (handle: FileHandle): Bytes => handle.readableWebStream({ autoClose: true }) as unknown as Bytes

const keyText = (key: Uint8Array): string => `${toBase64url(key)}\n`

/** Reads a key of a package; refuses `key_unreadable` for what is none, and `key_file_open`. Never repeats anything of the file. */
const readKey = async (file: string): Promise<Uint8Array<ArrayBuffer>> => {
  const text = await readPrivately(file)
  const key = text === undefined ? undefined : fromBase64url(text.trim())
  if (key?.length === packageKeyBytes) return Uint8Array.from(key)
  throw new TerminalFault('key_unreadable', {
    problem: text === undefined ? `there is no key at ${file}` : `${file} holds no key of a package`,
    next: 'Name the file of the key, as whoever sealed the package made it.',
  })
}

/** Makes each file, or none of them: where one cannot be made, those made before it are gone again. */
const createAll = async (files: readonly (readonly [file: string, content: string | Bytes])[]): Promise<void> => {
  const made: string[] = []
  try {
    for (const [file, content] of files) {
      await createPrivately(file, content)
      made.push(file)
    }
  } catch (error) {
    for (const file of made) await rm(file, { force: true })
    throw error
  }
}

/**
 * Seals a file under two keys drawn for it, each in a file of its own; none of the three may be there yet (`file_exists`). The package is
 * written last, so that there is none without its keys. Refuses `file_unreadable`.
 */
export const sealFile = async (file: string, to: PackageFiles, context: PackageContext): Promise<void> => {
  const keys = drawPackageKeys()
  const handle = await opened(file)
  try {
    await createAll([
      [to.firstKey, keyText(keys.first)],
      [to.secondKey, keyText(keys.second)],
      [to.sealed, sealPackage(bytesOf(handle), keys, context)],
    ])
  } finally {
    await handle.close()
  }
}

/**
 * Opens a package into a file that must not be there yet, all of it or nothing, and gives how many bytes came out. Refuses as `openPackage`
 * does, `key_unreadable`, `key_file_open`, `file_unreadable` and `file_exists`.
 */
export const openFile = async (
  { sealed, firstKey, secondKey }: PackageFiles,
  file: string,
  { context, bounds }: { context: PackageContext; bounds: UnpackingBounds },
): Promise<number> => {
  const keys = { first: await readKey(firstKey), second: await readKey(secondKey) }
  const handles = [await opened(sealed), await opened(sealed)]
  try {
    const sources = handles.values()
    const source = () => bytesOf(sources.next().value as FileHandle)
    const { bytes, content } = await openPackage(source, { keys, context, bounds })
    await createPrivately(file, content)
    return bytes
  } finally {
    for (const handle of handles) await handle.close()
  }
}
