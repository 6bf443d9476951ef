import { access, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import type { BlobStore } from './blob-store.ts'

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Keeps blobs as files of a folder that only its owner may read, in folders by the first two letters of their names. */
export class FolderBlobs implements BlobStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    const file = this.#fileOf(name)
    await mkdir(join(this.#folder, name.slice(0, 2)), { recursive: true, mode: 0o700 })
    await writeFileAtomic(file, Buffer.from(bytes), { mode: 0o600 })
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    return readFile(this.#fileOf(name)).catch((error: unknown) => {
      if (isAbsent(error)) return undefined
      throw error
    })
  }

  async has(name: string): Promise<boolean> {
    return access(this.#fileOf(name)).then(
      () => true,
      () => false,
    )
  }

  async delete(name: string): Promise<void> {
    await rm(this.#fileOf(name), { force: true })
  }

  /** Only digests are names, so that no name leads out of the folder. */
  #fileOf(name: string): string {
    return join(this.#folder, name.slice(0, 2), instructionIdName.parse(name))
  }
}
