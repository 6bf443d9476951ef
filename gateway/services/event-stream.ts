import type { Writable } from 'node:stream'
import type { LedgerEvents } from '../projection/ledger-events.ts'
import { type LedgerPlace, ledgerPlaceText, type Recorded } from '../projection/recorded.ts'
import { type Reader, visibleDocument } from './document.ts'

const pageSize = 100

const message = (fields: { [name: string]: string }): string =>
  `${Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')}\n`

const eventOf = (recorded: Recorded, reader: Reader): string => {
  const document = visibleDocument(recorded, reader)
  const { kind, status } = document
  return message({ id: ledgerPlaceText(recorded), event: `${kind}.${status}`, data: JSON.stringify(document) })
}

/**
 * One reader's events (decision 0013). It keeps no events of its own: it reads them from the projection as fast as the
 * reader takes them, so its memory is the socket's buffer. A reader who takes nothing for a while is cut off, and comes
 * back with the position of the last event that reached him.
 */
export class EventStream {
  readonly #options: { events: LedgerEvents; reader: Reader; output: Writable; stallMilliseconds: number }
  #at: LedgerPlace
  #stall: NodeJS.Timeout | undefined

  /** Begins after `after`, or with what comes next when that is left out. */
  constructor(
    options: { events: LedgerEvents; reader: Reader; output: Writable; stallMilliseconds: number },
    after: LedgerPlace | undefined,
  ) {
    this.#options = options
    const { events, output } = options
    this.#at = after ?? events.last()
    output.on('drain', () => this.#drained())
    // Only an id: a reader who is cut off before his first event then knows where he stood.
    if (after === undefined) this.#write(message({ id: ledgerPlaceText(this.#at) }))
    if (after !== undefined && !events.isKnown(after)) this.#tellGap(after)
  }

  /** Says that the position asked for stands in no block here, so that the reader cannot know what he has missed. */
  #tellGap(after: LedgerPlace): void {
    const data = { asked: ledgerPlaceText(after), last: ledgerPlaceText(this.#options.events.last()) }
    this.#write(message({ event: 'gap', data: JSON.stringify(data) }))
  }

  /** Writes what has come since, until the reader's buffer is full. */
  pump(): void {
    for (let more = true; more && this.#isReady(); ) more = this.#writePage()
  }

  #isReady(): boolean {
    return this.#stall === undefined && !this.#options.output.destroyed
  }

  /** True when a whole page was written, so that more may follow. */
  #writePage(): boolean {
    const { reader, events } = this.#options
    const found = reader.isAuditor ? events.all(this.#at, pageSize) : events.concerning(reader, this.#at, pageSize)
    for (const recorded of found) {
      if (!this.#isReady()) return false
      this.#write(eventOf(recorded, reader))
      this.#at = { block: Number(recorded.block), position: recorded.position, place: recorded.place }
    }
    return found.length === pageSize
  }

  /** A comment, so that neither side nor anything between takes the silence for a broken line. */
  beat(): void {
    if (this.#stall === undefined) this.#write(': still here\n\n')
  }

  #write(text: string): void {
    const { output, stallMilliseconds } = this.#options
    if (output.write(text) || this.#stall !== undefined) return
    this.#stall = setTimeout(() => output.destroy(), stallMilliseconds)
  }

  #drained(): void {
    clearTimeout(this.#stall)
    this.#stall = undefined
    this.pump()
  }

  close(): void {
    clearTimeout(this.#stall)
    this.#options.output.end()
  }
}
