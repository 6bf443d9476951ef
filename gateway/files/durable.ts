import { randomBytes } from 'node:crypto'
import { closeSync, constants, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const ownerOnly = 0o600

const syncFolder = (folder: string): void => {
  // Windows opens no folders; there a new name is durable by itself.
  if (process.platform === 'win32') return
  const handle = openSync(folder, constants.O_RDONLY)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Gives a file another name, which must be free; durable when it returns, and EEXIST is thrown when the name is taken. */
export const nameDurably = (temporary: string, file: string): void => {
  const handle = openSync(temporary, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  linkSync(temporary, file)
  rmSync(temporary)
  syncFolder(dirname(file))
}

/** The name under which a file is made before it gets its own. */
export const temporaryName = (file: string): string => `${file}.${process.pid}.${randomBytes(6).toString('hex')}.part`

/**
 * Makes a file that only its owner may read, whole or not at all, however the power goes; it is on the disk when this returns.
 * Throws EEXIST, and leaves the file alone, when there is one.
 */
export const createDurably = (file: string, content: Uint8Array | string): void => {
  const temporary = temporaryName(file)
  try {
    writeFileSync(temporary, content, { mode: ownerOnly, flag: 'wx' })
    nameDurably(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
