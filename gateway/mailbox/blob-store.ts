/**
 * Where the mailbox keeps sealed bytes, each under the SHA-256 of them. It is shaped as object stores are, so that a folder and a bucket can
 * both be one; neither looks into what it keeps, and whoever reads checks the digest. Each call throws `BlobFault` where the store itself fails.
 */
export interface BlobStore {
  /** Keeps bytes whole or not at all; the same ones again are no fault. */
  put(name: string, bytes: Uint8Array): Promise<void>
  /** The bytes; undefined where there are none of this name, or more than a blob may have. */
  get(name: string): Promise<Uint8Array | undefined>
  has(name: string): Promise<boolean>
  /** Forgets the bytes; none of this name is no fault. */
  delete(name: string): Promise<void>
  /** The names of all that it keeps; what has another form than a digest is not the mailbox's, and is passed over. */
  names(): AsyncIterable<string>
}

/** That a store away from this machine cannot do its work now. The message has neither its keys nor a name of a blob. */
export class BlobFault extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BlobFault'
  }
}
