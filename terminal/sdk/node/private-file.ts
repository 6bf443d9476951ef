import { randomBytes } from 'node:crypto'
import { constants, type FileHandle, link, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { TerminalFault } from '../errors.ts'

const ownerOnly = 0o600
const readableByOthers = 0o077

const syncFolder = async (folder: string): Promise<void> => {
  // Windows opens no folders; there a rename is durable by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, constants.O_RDONLY)
  await handle.sync().finally(() => handle.close())
}

type Content = string | AsyncIterable<Uint8Array>

const writeThrough = async (handle: FileHandle, content: Content): Promise<void> => {
  try {
    await writeFile(handle, content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const viaTemporaryFile = async (file: string, content: Content, place: (temporary: string) => Promise<void>) => {
  const temporary = `${file}.${process.pid}.${randomBytes(6).toString('hex')}.part`
  try {
    await writeThrough(await open(temporary, 'wx', ownerOnly), content)
    await place(temporary)
  } finally {
    await rm(temporary, { force: true })
  }
  await syncFolder(dirname(file))
}

/** Writes a file that only its owner may read, whole or not at all; it is on disk when this resolves. */
export const writePrivately = (file: string, text: string): Promise<void> =>
  viaTemporaryFile(file, text, (temporary) => rename(temporary, file))

/** The same for a file that must not be there yet; refuses `file_exists` and leaves that file alone. */
export const createPrivately = (file: string, content: Content): Promise<void> =>
  viaTemporaryFile(file, content, async (temporary) => {
    await link(temporary, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
      throw new TerminalFault('file_exists', {
        problem: `${file} exists already and is kept as it is`,
        next: 'Use it, or choose another name, or another profile with --profile NAME.',
      })
    })
  })

/** Reads a file that holds a secret; undefined when there is none. Refuses `key_file_open` when others may read it. */
export const readPrivately = async (file: string): Promise<string | undefined> => {
  const handle = await open(file, constants.O_RDONLY).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new TerminalFault('file_unreadable', {
      problem: `${file}: ${error.message}`,
      next: 'Make it readable to you.',
    })
  })
  if (handle === undefined) return undefined
  try {
    const { mode } = await handle.stat()
    if (process.platform !== 'win32' && (mode & readableByOthers) !== 0) {
      throw new TerminalFault('key_file_open', {
        problem: `${file} may be read by others on this machine (mode ${(mode & 0o777).toString(8)})`,
        next: `Close it with: chmod 600 '${file}' (and revoke the device when others may have read it).`,
      })
    }
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}
