import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { bringBack, FileFault } from './file-fault.ts'

const shape = z.strictObject({ files: z.record(z.string(), z.string()) })
const fileName = 'inventory.json'

/**
 * Which files this gateway has made in its data folder, and the fingerprints of its keys, so that a file that has gone is never
 * taken for one that was never there. A folder from before has no inventory: what is found there is taken as it is.
 */
export class Inventory {
  readonly folder: string
  readonly #files: { [name: string]: string }

  /** Reads a data folder's inventory; refuses by FileFault one that cannot be read. */
  constructor(folder: string) {
    this.folder = folder
    this.#files = this.#read()
  }

  #read(): { [name: string]: string } {
    const file = join(this.folder, fileName)
    if (!existsSync(file)) return {}
    try {
      return shape.parse(JSON.parse(readFileSync(file, 'utf8'))).files
    } catch {
      throw new FileFault({
        file,
        reason: 'is damaged',
        next: 'when all other files of its folder are as they should be, delete it; it is made anew from them',
      })
    }
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  /** The fingerprint noted for a file; undefined when this gateway has not used such a file yet. */
  noted(name: string): string | undefined {
    return this.#files[name]
  }

  /** Writes down that a file is in use. */
  note(name: string, fingerprint = ''): void {
    if (this.#files[name] === fingerprint) return
    this.#files[name] = fingerprint
    this.#write()
  }

  /** Takes a file off the list, so that it may be made anew. */
  forget(name: string): void {
    delete this.#files[name]
    this.#write()
  }

  #write(): void {
    const text = `${JSON.stringify({ files: this.#files }, undefined, 2)}\n`
    writeFileAtomic.sync(this.path(fileName), text, { mode: 0o600 })
  }

  /**
   * Whether there is such a file, which is then not empty. Refuses by FileFault one that is, and one that was used before and has
   * gone.
   */
  has(name: string): boolean {
    const file = this.path(name)
    const state = statSync(file, { throwIfNoEntry: false })
    if (state === undefined) {
      if (this.noted(name) === undefined) return false
      throw new FileFault({ file, reason: 'is missing, and was in use', next: bringBack })
    }
    if (state.size === 0) throw new FileFault({ file, reason: 'is empty', next: bringBack })
    return true
  }
}
