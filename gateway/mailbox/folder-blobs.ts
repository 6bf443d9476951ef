import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { access, mkdir, open, opendir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import type { BlobStore } from './blob-store.ts'

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

const ifThere = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (isAbsent(error)) return undefined
    throw error
  })

/** Keeps blobs as files of a folder that only its owner may read, in folders by the first two letters of their names. */
export class FolderBlobs implements BlobStore {
  readonly #folder: string
  /** Where files are written before they get their names. */
  readonly #incoming: string

  /** What an earlier process left half written goes; a folder belongs to one gateway. */
  constructor(folder: string) {
    this.#folder = folder
    this.#incoming = join(folder, 'incoming')
    rmSync(this.#incoming, { recursive: true, force: true })
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    const file = this.#fileOf(name)
    const temporary = join(this.#incoming, randomBytes(9).toString('base64url'))
    for (const folder of [this.#incoming, join(file, '..')]) await mkdir(folder, { recursive: true, mode: 0o700 })
    try {
      const handle = await open(temporary, 'wx', 0o600)
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(temporary, file)
    } finally {
      await rm(temporary, { force: true })
    }
  }

  get(name: string): Promise<Uint8Array | undefined> {
    return ifThere(readFile(this.#fileOf(name)))
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

  async *names(): AsyncGenerator<string> {
    for await (const { parentPath, name } of (await ifThere(opendir(this.#folder, { recursive: true }))) ?? []) {
      if (instructionIdName.safeParse(name).success && parentPath === join(this.#folder, name.slice(0, 2))) yield name
    }
  }

  /** Only digests are names, so that no name leads out of the folder. */
  #fileOf(name: string): string {
    return join(this.#folder, name.slice(0, 2), instructionIdName.parse(name))
  }
}
