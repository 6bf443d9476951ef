import { type Package, packages } from '../../chaincode/domains/packages/tables.ts'
import type { View } from '../../chaincode/rules/rule.ts'
import { readBounded } from '../../chaincode/wire/bounded-json.ts'
import { type Manifest, manifest, partBytes } from '../../chaincode/wire/manifest.ts'
import type { BlobStore } from '../mailbox/blob-store.ts'
import type { LaidBlobs } from '../mailbox/laid-blobs.ts'
import { Problem } from '../problem.ts'
import { digestOfBytes, fetchDocument } from './document-fetch.ts'
import type { ResultSigner } from './result-signer.ts'
import type { Session } from './sessions.ts'

interface Options {
  store: BlobStore
  laid: LaidBlobs
  view: View
  signer: ResultSigner
  /** Each organisation's gateway by its MSP. */
  gateways: { readonly [mspId: string]: string }
  bytesPerParticipant: number
}

/** Who reads: somebody with a session, or another member's gateway for one of its own. */
export interface BlobReader {
  participant?: string
  mspId?: string
}

/** Which blob of which package; `isRelayed` when another gateway asks, which is never passed on. */
export interface AskedBlob {
  name: string
  interaction: string
  isRelayed: boolean
}

const living: readonly Package['status'][] = ['open', 'released']

/** How long what belongs to no package may lie, and what belongs to one behind its own time, in milliseconds. */
const day = 86_400_000
export const blobTerms = { unused: 2 * day, behindPackage: 30 * day } as const

/**
 * Sealed packages in parts, each under the digest of its bytes, for the sides of an interaction alone (decision 0047). The gateway sees neither
 * keys nor content; nobody's word counts for a part, only its digest does.
 */
export class Mailbox {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** Keeps a part or a manifest; refuses `digest_differs` and `documents_too_many`. True when this participant had not laid it down. */
  async put({ participant }: Session, name: string, bytes: Uint8Array): Promise<boolean> {
    const { store, laid, bytesPerParticipant: most } = this.#options
    if (digestOfBytes(bytes) !== name) throw new Problem('digest_differs', { outcome: 'none' })
    if (!laid.hasRoom(name, participant, { size: bytes.length, most })) {
      throw new Problem('documents_too_many', { outcome: 'none' })
    }
    // The bytes first: what the list names is there.
    await store.put(name, bytes)
    return laid.lay(name, participant, bytes.length, Date.now())
  }

  /** Whether this participant has laid it down here, so that an upload goes on where it ended. */
  async has({ participant }: Session, name: string): Promise<boolean> {
    return this.#options.laid.owns(name, participant) && this.#options.store.has(name)
  }

  /**
   * A blob of a package, for who gave it and who is to receive it; of another home it is fetched, part by part, and not kept. Everybody else,
   * a blob of another package, and one of a package that was revoked or rejected gets `not_found`, whether or not there is one.
   */
  async read(reader: BlobReader, asked: AskedBlob): Promise<Uint8Array> {
    const found = this.#options.view.find(packages, asked.interaction)
    if (found === undefined || !living.includes(found.status) || !isSide(found, reader)) throw new Problem('not_found')
    if (asked.name !== found.package) {
      const parts = await this.#manifestOf(found, asked.isRelayed)
      if (parts?.parts.includes(asked.name) !== true) throw new Problem('not_found')
    }
    const bytes = await this.#bytes(asked.name, found, asked.isRelayed)
    if (bytes === undefined) throw new Problem('not_found')
    return bytes
  }

  async #manifestOf(found: Package, isRelayed: boolean): Promise<Manifest | undefined> {
    const bytes = await this.#bytes(found.package, found, isRelayed)
    return bytes === undefined ? undefined : readManifest(bytes)
  }

  async #bytes(name: string, { giverHome, interaction }: Package, isRelayed: boolean): Promise<Uint8Array | undefined> {
    const { store, signer, gateways } = this.#options
    const kept = await store.get(name)
    // Who can write to the store is not believed either.
    if (kept !== undefined && digestOfBytes(kept) === name) return kept
    const url = giverHome === signer.mspId || isRelayed ? undefined : gateways[giverHome]
    if (url === undefined) return undefined
    const path = `/v1/blobs/${name}?interaction=${interaction}`
    return fetchDocument(url, { path, digest: name, bytesMaximum: partBytes, signer })
  }
}

const isSide = ({ giver, giverHome, receiver, receiverHome }: Package, { participant, mspId }: BlobReader): boolean =>
  mspId === undefined ? participant === giver || participant === receiver : [giverHome, receiverHome].includes(mspId)

/** A manifest, as a package's sealing terminal wrote it; undefined for anything else. */
export const readManifest = (bytes: Uint8Array): Manifest | undefined => {
  try {
    return readBounded(new TextDecoder('utf-8', { fatal: true }).decode(bytes), manifest)
  } catch {
    return undefined
  }
}
