import { constants } from 'node:fs'
import { access, type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fromBase64url, toBase64url } from '#platform'
import { instructionIdName } from '../../../chaincode/wire/identifiers.ts'
import type { Bytes } from '../bytes.ts'
import { TerminalFault } from '../errors.ts'
import { drawPackageKeys, type PackageContext, type PackageKeys, packageKeyBytes } from '../packages/package-keys.ts'
import { openPackage, sealPackage, type UnpackingBounds } from '../packages/two-key-package.ts'
import { createPrivately, readPrivately } from './private-file.ts'
import type { Profile } from './profile.ts'

/** The files in which a profile keeps a package that it delivers: sealed, and its keys until they are elsewhere. */
export interface PackageFiles {
  sealed: string
  firstKey: string
  secondKey: string
}

/** Where a profile keeps the package of an interaction. */
export const packageFiles = async ({ folder }: Pick<Profile, 'folder'>, interaction: string): Promise<PackageFiles> => {
  const own = join(folder, 'packages')
  await mkdir(own, { recursive: true, mode: 0o700 })
  const stem = join(own, instructionIdName.parse(interaction))
  return { sealed: `${stem}.package`, firstKey: `${stem}.first-key`, secondKey: `${stem}.second-key` }
}

const opened = (file: string): Promise<FileHandle> =>
  open(file, constants.O_RDONLY).catch((error: Error) => {
    throw new TerminalFault('file_unreadable', {
      problem: `${file}: ${error.message}`,
      next: 'Name a file that is there and that you may read.',
    })
  })

const bytesOf = (handle: FileHandle): Bytes => handle.readableWebStream({ autoClose: true }) as unknown as Bytes

/** A file's bytes from its beginning, each time that it is asked; the file is closed with its end. Refuses `file_unreadable`. */
export const fileSource = async (file: string): Promise<() => Promise<Bytes>> => {
  await (await opened(file)).close()
  return async () => bytesOf(await opened(file))
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

/** Reads a key of a package; refuses `key_unreadable` for what is none, and `key_file_open`. Never repeats anything of the file. */
export const readPackageKey = async (file: string): Promise<Uint8Array<ArrayBuffer>> => {
  const text = await readPrivately(file)
  const key = text === undefined ? undefined : fromBase64url(text.trim())
  if (key?.length === packageKeyBytes) return Uint8Array.from(key)
  throw new TerminalFault('key_unreadable', {
    problem: text === undefined ? `there is no key at ${file}` : `${file} holds no key of a package`,
    next: 'Use the device and the profile that delivered the package.',
  })
}

const keysIn = async ({ firstKey, secondKey }: PackageFiles): Promise<PackageKeys> => {
  const drawn = drawPackageKeys()
  if (!(await isThere(firstKey))) await createPrivately(firstKey, `${toBase64url(drawn.first)}\n`)
  if (!(await isThere(secondKey))) await createPrivately(secondKey, `${toBase64url(drawn.second)}\n`)
  return { first: await readPackageKey(firstKey), second: await readPackageKey(secondKey) }
}

/**
 * Seals content under two keys drawn for it, once: what was sealed before, and not delivered yet, is taken as it is, so that a delivery that
 * was cut off goes on. The package is written last and whole, so that there is none without its keys. Gives the keys.
 */
export const sealInto = async (
  to: PackageFiles,
  source: () => Promise<Bytes>,
  context: PackageContext,
): Promise<PackageKeys> => {
  const keys = await keysIn(to)
  if (!(await isThere(to.sealed))) await createPrivately(to.sealed, sealPackage(await source(), keys, context))
  return keys
}

/** The same for a file; refuses `file_unreadable`. */
export const sealFile = async (file: string, to: PackageFiles, context: PackageContext): Promise<PackageKeys> =>
  sealInto(to, await fileSource(file), context)

/** Forgets the sealed bytes and the first key, once both lie elsewhere; the second key stays with this device. */
export const forgetSealed = async ({ sealed, firstKey }: PackageFiles): Promise<void> => {
  for (const file of [sealed, firstKey]) await rm(file, { force: true })
}

/**
 * Opens a package into a file that must not be there yet, all of it or nothing, and gives how many bytes came out. Refuses as `openPackage`
 * does, and `file_exists`.
 */
export const openInto = async (
  file: string,
  source: () => Bytes,
  parts: { keys: PackageKeys; context: PackageContext; bounds: UnpackingBounds },
): Promise<number> => {
  const { bytes, content } = await openPackage(source, parts)
  await createPrivately(file, content)
  return bytes
}
