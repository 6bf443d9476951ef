import type { Logger } from 'pino'
import { type Package, packages } from '../../chaincode/domains/packages/tables.ts'
import type { View } from '../../chaincode/rules/rule.ts'
import { readBounded } from '../../chaincode/wire/bounded-json.ts'
import { type Manifest, manifest, partBytes } from '../../chaincode/wire/manifest.ts'
import { BlobFault } from '../mailbox/blob-store.ts'
import type { KeptBlobs } from '../mailbox/kept-blobs.ts'
import type { Metrics } from '../metrics.ts'
import { Problem } from '../problem.ts'
import { digestOfBytes, fetchOrFault } from './document-fetch.ts'
import type { ResultSigner } from './result-signer.ts'
import type { Session } from './sessions.ts'

interface Options {
  blobs: KeptBlobs
  view: View
  signer: ResultSigner
  /** Each organisation's gateway by its MSP. */
  gateways: { readonly [mspId: string]: string }
  bytesPerParticipant: number
  metrics: Pick<Metrics, 'mailbox'>
  log: Pick<Logger, 'warn'>
  /** The time in UTC milliseconds. */
  now: () => number
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

const storeRetrySeconds = 5
// Of at most 45 kB each.
const manifestsAtHand = 64

/**
 * Sealed packages in parts, each under the digest of its bytes, for the sides of an interaction alone (decision 0047). The gateway sees neither
 * keys nor content; nobody's word counts for a part, only its digest does.
 */
export class Mailbox {
  readonly #options: Options
  readonly #manifests = new Map<string, Manifest>()

  constructor(options: Options) {
    this.#options = options
  }

  /**
   * Keeps a part or a manifest; true when this participant had not laid it down. Refuses `digest_differs`, `documents_too_many`, and
   * `mailbox_unavailable`.
   */
  async put({ participant: owner }: Session, name: string, bytes: Uint8Array): Promise<boolean> {
    const { blobs, bytesPerParticipant: most, metrics, now } = this.#options
    if (digestOfBytes(bytes) !== name) throw new Problem('digest_differs', { outcome: 'none' })
    const done = await this.#ask(blobs.put(name, bytes, { owner, most }, now()))
    if (done === 'full') throw new Problem('documents_too_many', { outcome: 'none' })
    if (done === 'new') metrics.mailbox.inc({ event: 'kept' })
    return done === 'new'
  }

  /** Whether this participant has laid it down here, so that an upload goes on where it ended; refuses `mailbox_unavailable`. */
  has({ participant }: Session, name: string): Promise<boolean> {
    return this.#ask(this.#options.blobs.has(name, participant, this.#options.now()))
  }

  /**
   * A blob of a package, for who gave it and who is to receive it; of another home it is fetched, part by part, and not kept. Everybody else,
   * a blob of another package, and one of a package that was revoked or rejected gets `not_found`, whether or not there is one. Where the store
   * or the other gateway fails, it is `mailbox_unavailable` or `home_gateway_unavailable`.
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

  /** A package's manifest is asked for with each of its parts, so some stay at hand; a name stands for one text for ever. */
  async #manifestOf(found: Package, isRelayed: boolean): Promise<Manifest | undefined> {
    const known = this.#manifests.get(found.package)
    if (known !== undefined) return known
    const bytes = await this.#bytes(found.package, found, isRelayed)
    const read = bytes === undefined ? undefined : readManifest(bytes)
    if (read === undefined) return undefined
    const [oldest] = this.#manifests.keys()
    if (oldest !== undefined && this.#manifests.size >= manifestsAtHand) this.#manifests.delete(oldest)
    this.#manifests.set(found.package, read)
    return read
  }

  async #bytes(name: string, { giverHome, interaction }: Package, isRelayed: boolean): Promise<Uint8Array | undefined> {
    const { blobs, signer, gateways } = this.#options
    const kept = await this.#ask(blobs.get(name))
    // Who can write to the store is not believed either.
    if (kept !== undefined && digestOfBytes(kept) === name) return kept
    const url = giverHome === signer.mspId || isRelayed ? undefined : gateways[giverHome]
    if (url === undefined) return undefined
    const path = `/v1/blobs/${name}?interaction=${interaction}`
    return fetchOrFault(url, { path, digest: name, bytesMaximum: partBytes, signer })
  }

  /** What the store answers; its own failure is told to who asked, and stops nothing else. */
  async #ask<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof BlobFault)) throw error
      const { log, metrics } = this.#options
      metrics.mailbox.inc({ event: 'store_failed' })
      log.warn({ reason: error.message }, 'the store of sealed packages failed')
      throw new Problem('mailbox_unavailable', { outcome: 'none', retryAfterSeconds: storeRetrySeconds })
    }
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
