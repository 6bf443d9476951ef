import type { BlobStore } from './blob-store.ts'
import type { LaidBlob, LaidBlobs } from './laid-blobs.ts'

/** What is done with each name comes one after another, so that what is being laid down is not deleted meanwhile. */
class NameTurns {
  readonly #last = new Map<string, Promise<unknown>>()

  async take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(work)
    const settled = turn.catch(() => {})
    this.#last.set(name, settled)
    try {
      return await turn
    } finally {
      if (this.#last.get(name) === settled) this.#last.delete(name)
    }
  }
}

/** What a blob may take: whose it is, and how many bytes the owner may have. */
export interface Room {
  owner: string
  most: number
}

/**
 * Blobs with the list of who laid them down. What the list names is there, whatever was cut off: bytes are written before they are listed and
 * go before they are taken off the list. Throws `BlobFault` where the store fails.
 */
export class KeptBlobs {
  readonly #store: BlobStore
  readonly #laid: LaidBlobs
  readonly #turns = new NameTurns()
  /** Bytes of each owner that are on their way into the store, so that many at once have no more room than one after another. */
  readonly #arriving = new Map<string, number>()

  constructor(store: BlobStore, laid: LaidBlobs) {
    this.#store = store
    this.#laid = laid
  }

  /** Keeps a blob for an owner, from `now` on; whether that is new, or `full` where the owner has no room. */
  put(name: string, bytes: Uint8Array, { owner, most }: Room, now: number): Promise<'new' | 'known' | 'full'> {
    return this.#turns.take(name, async () => {
      const arriving = this.#arriving.get(owner) ?? 0
      if (!this.#laid.hasRoom(name, owner, { size: bytes.length + arriving, most })) return 'full'
      this.#arrive(owner, bytes.length)
      try {
        await this.#store.put(name, bytes)
        return this.#laid.lay(name, owner, bytes.length, now) ? 'new' : 'known'
      } finally {
        this.#arrive(owner, -bytes.length)
      }
    })
  }

  #arrive(owner: string, bytes: number): void {
    const arriving = (this.#arriving.get(owner) ?? 0) + bytes
    if (arriving === 0) this.#arriving.delete(owner)
    else this.#arriving.set(owner, arriving)
  }

  /** Whether an owner laid it down and it is there; its time counts from `now` on, so that an upload that goes on finds what it began. */
  has(name: string, owner: string, now: number): Promise<boolean> {
    return this.#turns.take(name, async () => this.#laid.touch(name, owner, now) && (await this.#store.has(name)))
  }

  get(name: string): Promise<Uint8Array | undefined> {
    return this.#store.get(name)
  }

  /** Deletes what an owner laid down before this moment and no package names; its bytes when nobody else laid them down. True when it went. */
  purge(one: LaidBlob, before: number): Promise<boolean> {
    return this.#turns.take(one.name, async () => {
      if (!this.#laid.isUnused(one, before)) return false
      if (!this.#laid.isOfOthers(one)) await this.#store.delete(one.name)
      this.#laid.forget(one)
      return true
    })
  }

  /** Lists what the store has and nobody is known to have laid down. */
  async adopt(now: number): Promise<void> {
    for await (const name of this.#store.names()) this.#laid.adopt(name, now)
  }
}
