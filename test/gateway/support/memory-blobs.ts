import { BlobFault, type BlobStore } from '../../../gateway/mailbox/blob-store.ts'

/** Blobs in memory, which a test may alter and take away. */
export class MemoryBlobs implements BlobStore {
  readonly kept = new Map<string, Uint8Array>()
  /** True while the store does not answer. */
  isAway = false
  /** What is done before a blob is deleted. */
  beforeDelete: (name: string) => Promise<void> | void = () => {}

  async put(name: string, bytes: Uint8Array): Promise<void> {
    this.#answer()
    this.kept.set(name, bytes)
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    this.#answer()
    return this.kept.get(name)
  }

  async has(name: string): Promise<boolean> {
    this.#answer()
    return this.kept.has(name)
  }

  async delete(name: string): Promise<void> {
    this.#answer()
    await this.beforeDelete(name)
    this.kept.delete(name)
  }

  async *names(): AsyncGenerator<string> {
    this.#answer()
    yield* [...this.kept.keys()]
  }

  #answer(): void {
    if (this.isAway) throw new BlobFault('the store is away')
  }
}
