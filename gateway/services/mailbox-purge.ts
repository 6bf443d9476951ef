import type { Logger } from 'pino'
import { type Package, packageOpenings, packages } from '../../chaincode/domains/packages/tables.ts'
import type { MatchedRows } from '../../chaincode/rules/matching/candidates.ts'
import { BlobFault } from '../mailbox/blob-store.ts'
import type { KeptBlobs } from '../mailbox/kept-blobs.ts'
import type { LaidBlob, LaidBlobs } from '../mailbox/laid-blobs.ts'
import type { Metrics } from '../metrics.ts'
import { digestOfBytes } from './document-fetch.ts'
import { readManifest } from './mailbox.ts'

/** For how long blobs lie, in milliseconds: what no package names, and what a package names that has ended. */
export interface BlobTerms {
  unused: number
  ended: number
}

interface Options {
  blobs: KeptBlobs
  laid: LaidBlobs
  /** What the ledger says of packages. */
  records: Pick<MatchedRows, 'each'>
  /** The home whose packages lie here. */
  mspId: string
  terms: BlobTerms
  /** Whether all blocks are in: before that, what was delivered may look as if it was not. */
  isUpToDate: () => boolean
  metrics: Pick<Metrics, 'mailbox'>
  log: Pick<Logger, 'info' | 'warn'>
  /** The time in UTC milliseconds. */
  now: () => number
}

const lookMilliseconds = 60_000
const restMilliseconds = 3_600_000
const together = 200

/**
 * Deletes what the mailbox need not keep: what was laid down and is named by no package of this home after one term, and what a package named
 * after another one, counted from when it was seen to have ended. A package ends when it is revoked, rejected, or opened and past its time; one
 * that nobody opened is kept, since late keys are as good. It can be cut off anywhere: what it has to do stands in the list of blobs and in the
 * store.
 */
export class MailboxPurge {
  readonly #options: Options
  readonly #timer: NodeJS.Timeout
  #isBusy = false
  #restsUntil = 0

  constructor(options: Options) {
    this.#options = options
    this.#timer = setInterval(() => void this.look(), lookMilliseconds)
    this.#timer.unref()
  }

  /** Purges when it is time and all blocks are in; the timer does so. Never rejects: what fails comes again. */
  async look(): Promise<void> {
    const { isUpToDate, now, log } = this.#options
    if (this.#isBusy || now() < this.#restsUntil || !isUpToDate()) return
    this.#isBusy = true
    try {
      await this.run()
      this.#restsUntil = now() + restMilliseconds
    } catch (error) {
      const reason = error instanceof BlobFault ? { reason: error.message } : { err: error }
      log.warn(reason, 'the mailbox was not purged; it will be later')
    } finally {
      this.#isBusy = false
    }
  }

  /** Purges once, and gives how many went; throws where store or disk fails, and what it has not done then stays to be done. */
  async run(): Promise<number> {
    const { blobs, now, metrics, log } = this.#options
    const held = await this.#notePackages()
    await blobs.adopt(now())
    const purged = await this.#purgeUnused(held)
    if (purged > 0) log.info({ purged }, 'parts of sealed packages that nothing needs were deleted')
    metrics.mailbox.inc({ event: 'purged' }, purged)
    return purged
  }

  /** Notes what packages name and which of them have ended; gives whose blobs stay, because it is not known what a package of theirs names. */
  async #notePackages(): Promise<Set<string>> {
    const { records, mspId, laid, terms, now } = this.#options
    const held = new Set<string>()
    // All of them first: rows are not read on while others are waited for.
    for (const one of [...records.each(packages)].filter(({ giverHome }) => giverHome === mspId)) {
      if (!laid.isNoted(one.interaction)) {
        const names = await this.#namesOf(one)
        if (names === undefined) held.add(one.giver)
        else laid.note(one.interaction, names)
      }
      if (!laid.isNoted(one.interaction) || !this.#hasEnded(one)) continue
      if (laid.end(one.interaction, now()) + terms.ended <= now()) laid.unname(one.interaction)
    }
    return held
  }

  #hasEnded({ status, until, interaction }: Package): boolean {
    if (status === 'revoked' || status === 'rejected') return true
    if (until > BigInt(this.#options.now())) return false
    for (const _ of this.#options.records.each(packageOpenings, interaction)) return true
    return false
  }

  /** What a package names; its own name where that is no manifest. Undefined where its manifest was laid down and is not to be had. */
  async #namesOf({ package: name, giver, interaction }: Package): Promise<string[] | undefined> {
    const { blobs, laid, log } = this.#options
    const bytes = await blobs.get(name)
    if (bytes !== undefined && digestOfBytes(bytes) === name) return [name, ...(readManifest(bytes)?.parts ?? [])]
    if (!laid.owns(name, giver)) return [name]
    log.warn(
      { interaction },
      'the manifest of a package is missing or altered; nothing that its giver laid down is deleted',
    )
    return undefined
  }

  async #purgeUnused(held: ReadonlySet<string>): Promise<number> {
    const { blobs, laid, terms, now } = this.#options
    const before = now() - terms.unused
    let purged = 0
    let behind: LaidBlob = { name: '', owner: '' }
    for (;;) {
      const found = laid.unused(before, behind, together)
      for (const one of found) purged += Number(this.#isFree(one, held) && (await blobs.purge(one, before)))
      const last = found.at(-1)
      if (last === undefined) return purged
      behind = last
    }
  }

  /** What is nobody's could be of anybody who is held. */
  #isFree({ owner }: LaidBlob, held: ReadonlySet<string>): boolean {
    return held.size === 0 || (owner !== '' && !held.has(owner))
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
