/**
 * Where the mailbox keeps sealed bytes, each under the SHA-256 of them. It is shaped as object stores are, so that a folder and a bucket can
 * both be one; neither looks into what it keeps.
 */
export interface BlobStore {
  /** Keeps bytes whole or not at all; the same ones again are no fault. */
  put(name: string, bytes: Uint8Array): Promise<void>
  /** The bytes; undefined where there are none of this name. */
  get(name: string): Promise<Uint8Array | undefined>
  has(name: string): Promise<boolean>
  /** Forgets the bytes; none of this name is no fault. */
  delete(name: string): Promise<void>
}
