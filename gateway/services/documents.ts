import type { DocumentKind, DocumentStore } from '../documents/document-store.ts'
import type { Metrics } from '../metrics.ts'
import { Problem } from '../problem.ts'
import { digestOfBytes, fetchDocument } from './document-fetch.ts'
import type { GoodsRecords } from './goods-records.ts'
import type { ResultSigner } from './result-signer.ts'
import type { SealedOf } from './sealed-of.ts'
import type { Session } from './sessions.ts'

/** The most bytes of each: a body is 64 kB and what encryption adds, a text 2,000 characters of up to four bytes. */
export const documentBytesMaximum: { readonly [K in DocumentKind]: number } = {
  'certificate-body': 65_536 + 28,
  'sealed-document': 16_384,
  'review-text': 8_000,
}

const textCharactersMaximum = 2_000

interface Options {
  store: DocumentStore
  records: GoodsRecords
  signer: ResultSigner
  /** Each organisation's gateway by its MSP. */
  gateways: { readonly [mspId: string]: string }
  bytesPerParticipant: number
  metrics: Pick<Metrics, 'documents'>
}

/** Which document is asked for. */
export interface Asked {
  digest: string
  /** The record of the ledger in which the digest stands: a certificate, a purchase, an instance, a demand, or a recommendation. */
  of: string | undefined
  /** What `of` is, for a sealed document; a purchase where nothing is said. */
  as?: SealedOf
  /** True when another gateway asks, which is never passed on. */
  isRelayed: boolean
}

/** Who asks for a sealed document: somebody with a session, or another member's gateway for one of its own. */
interface SealedReader {
  participant?: string
  isAuditor?: boolean
  mspId?: string
}

interface Elsewhere {
  kind: DocumentKind
  path: string
  homes: readonly (string | undefined)[]
}

const isText = (bytes: Uint8Array): boolean => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text !== '' && [...text].length <= textCharactersMaximum
  } catch {
    return false
  }
}

/**
 * What lies off the ledger under a digest that stands on it. Nobody is believed: bytes are kept and given only under their own digest,
 * whether a participant laid them down or another gateway gave them.
 */
export class Documents {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** Keeps the encrypted body of a certificate; refuses `not_allowed` to who is no open provider, and as `#keep` does. */
  putBody({ participant }: Session, digest: string, bytes: Uint8Array): boolean {
    if (!this.#options.records.isOpenProvider(participant)) throw this.#refusal('certificate-body', 'not_allowed')
    return this.#keep('certificate-body', participant, digest, bytes)
  }

  /** Keeps a sealed document; refuses as `#keep` does. */
  putSealed({ participant }: Pick<Session, 'participant'>, digest: string, bytes: Uint8Array): boolean {
    return this.#keep('sealed-document', participant, digest, bytes)
  }

  /** Keeps the text of a review; refuses `malformed_request` for what is no text of 1 to 2,000 characters, and as `#keep` does. */
  putText({ participant }: Session, digest: string, bytes: Uint8Array): boolean {
    if (!isText(bytes)) {
      const detail = `a text of 1 to ${textCharactersMaximum} characters in UTF-8 is wanted`
      throw this.#refusal('review-text', 'malformed_request', detail)
    }
    return this.#keep('review-text', participant, digest, bytes)
  }

  /** A body, for anybody; one that another home has is kept here too, once the ledger says of which certificate it is. */
  async readBody({ digest, of, isRelayed }: Asked): Promise<Uint8Array> {
    const { store, records, bytesPerParticipant } = this.#options
    const kept = store.find('certificate-body', digest)
    if (kept !== undefined && kept !== 'removed') return kept.bytes
    const provider = of === undefined || isRelayed ? undefined : records.providerOf(of, digest)
    if (provider === undefined) throw new Problem('not_found')
    const path = `certificate-bodies/${digest}`
    const bytes = await this.#fetch({ kind: 'certificate-body', path, homes: [provider.home] }, digest)
    store.keep({ kind: 'certificate-body', digest, owner: provider.participant, bytes }, bytesPerParticipant)
    return bytes
  }

  /**
   * The text of a review, for anybody: as its author laid it down, and only where the ledger has that review. So a text that its author
   * removed does not come back by another's hand. Refuses `text_removed`; one of another home is not kept, since it may be removed there.
   */
  async readText({ digest, of = '', isRelayed }: Asked): Promise<Uint8Array> {
    const author = this.#options.records.authorOf(of, digest)
    if (author === undefined) throw new Problem('not_found')
    const kept = this.#options.store.find('review-text', digest, author.participant)
    if (kept === 'removed') throw new Problem('text_removed')
    if (kept !== undefined) return kept.bytes
    if (isRelayed) throw new Problem('not_found')
    const path = `review-texts/${digest}?purchase=${of}`
    return this.#fetch({ kind: 'review-text', path, homes: [author.home] }, digest)
  }

  /**
   * A sealed document, for who laid it down and for the sides of the purchase, handover, demand or delivery in which its digest stands: `reader` is
   * such a side, or the member whose gateway asks for it. What is evidence, auditors read too, who may be logged in at any member's
   * gateway. Everybody else gets `not_found`, whether or not there is one (S1-051).
   */
  async readSealed(reader: SealedReader, asked: Asked): Promise<Uint8Array> {
    const { digest, of, as = 'purchase', isRelayed } = asked
    const isForAuditor = reader.isAuditor === true || reader.mspId !== undefined
    const isEvidence =
      as === 'purchase' && of !== undefined && isForAuditor && this.#options.records.isEvidence(of, digest)
    const parties = of === undefined ? undefined : this.#options.records.partiesOf(as, of, digest)
    const isParty = parties?.some(
      ({ participant, home }) => participant === reader.participant || home === reader.mspId,
    )
    const kept = this.#options.store.find('sealed-document', digest)
    const found = kept === 'removed' ? undefined : kept
    const isOwner = reader.participant !== undefined && found?.owners.includes(reader.participant) === true
    if (isParty !== true && !isOwner && !isEvidence) throw new Problem('not_found')
    if (found !== undefined) return found.bytes
    if (isRelayed) throw new Problem('not_found')
    const homes = parties?.map(({ home }) => home) ?? []
    return this.#fetch({ kind: 'sealed-document', path: `sealed-documents/${digest}?${as}=${of}`, homes }, digest)
  }

  /** Removes the text of a review: its author's own, or everybody's by who runs this gateway's desk; refuses `not_found`. */
  removeText({ participant, roles, home }: Session, digest: string): void {
    const { store, signer, metrics } = this.#options
    const isOperator = roles.includes('registrar') && home === signer.mspId
    if (!store.remove('review-text', digest, isOperator ? undefined : participant)) throw new Problem('not_found')
    metrics.documents.inc({ kind: 'review-text', event: 'removed' })
  }

  #refusal(kind: DocumentKind, code: ConstructorParameters<typeof Problem>[0], detail?: string): Problem {
    this.#options.metrics.documents.inc({ kind, event: 'refused' })
    return new Problem(code, { outcome: 'none', ...(detail === undefined ? {} : { detail }) })
  }

  /**
   * True when it is new. Refuses `digest_differs` for bytes of another digest, `text_removed` for what was removed, and
   * `documents_too_many` for who has as much here as anybody may.
   */
  #keep(kind: DocumentKind, owner: string, digest: string, bytes: Uint8Array): boolean {
    const { store, bytesPerParticipant, metrics } = this.#options
    if (digestOfBytes(bytes) !== digest) throw this.#refusal(kind, 'digest_differs')
    const done = store.keep({ kind, digest, owner, bytes }, bytesPerParticipant)
    if (done === 'removed') throw this.#refusal(kind, 'text_removed')
    if (done === 'full') throw this.#refusal(kind, 'documents_too_many')
    if (done === 'kept') metrics.documents.inc({ kind, event: 'kept' })
    return done === 'kept'
  }

  async #fetch({ kind, path, homes }: Elsewhere, digest: string): Promise<Uint8Array> {
    const { signer, gateways, metrics } = this.#options
    const bytesMaximum = documentBytesMaximum[kind]
    for (const home of new Set(homes)) {
      const url = home === undefined || home === signer.mspId ? undefined : gateways[home]
      if (url === undefined) continue
      const bytes = await fetchDocument(url, { path: `/v1/${path}`, digest, bytesMaximum, signer })
      if (bytes === undefined) continue
      metrics.documents.inc({ kind, event: 'fetched' })
      return bytes
    }
    throw new Problem('not_found')
  }
}
