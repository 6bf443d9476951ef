import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'

/** Writes a file that only its owner may read, whole or not at all, with the folders it needs; it is on the disk when this returns. */
export const writeDurably = (file: string, content: string | Buffer): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileAtomic.sync(file, content, { mode: 0o600 })
}

/** Reads a file that this network wrote, as JSON; throws, naming the file and what to do, when it is damaged. */
export const readWritten = <Value>(file: string, next: string): Value => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Value
  } catch {
    throw new Error(`${file} is damaged: bring it back from a copy; ${next}`)
  }
}
