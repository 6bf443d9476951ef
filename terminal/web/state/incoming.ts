import { signal } from '@preact/signals'
import { accountListPath, listAnswers, type StatementEntry } from '../../sdk/lists.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { incomingSince } from './history.ts'
import { onLedgerEvent } from './live.ts'

/** What has come in from others and was not put away yet: the newest line, and how many more came with it. */
export const incoming = signal<{ entry: StatementEntry; others: number } | undefined>(undefined)

const linesRead = '20'
const shownMilliseconds = 12_000

// The events of all kinds by which something may come in from somebody else.
const mayBring =
  /^(voucher\.transfer|transfer\.|cash\.deposit|payment\.(approve|refund)|trade\.|order\.fill|pledge\.enforce|purchase\.(complete|decide|refund)|gap)/

const readNewest = (terminal: Terminal): Promise<{ items: StatementEntry[] }> =>
  terminal.read(accountListPath(terminal.participant, 'statement', { limit: linesRead }), listAnswers.statement)

/** Puts the notice away. */
export const putAway = (): void => {
  incoming.value = undefined
}

/**
 * Announces each line that comes in from others, once: what stood there at the beginning was seen before. Answers how to stop.
 */
export const watchIncoming = (terminal: Terminal): (() => void) => {
  let seen: string | undefined
  let work: Promise<void> = Promise.resolve()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  const announce = (items: StatementEntry[], isFirst: boolean): void => {
    const fresh = isFirst || isStopped ? [] : incomingSince(items, seen)
    seen = items[0]?.entry ?? seen
    const [entry] = fresh
    if (entry === undefined) return
    incoming.value = { entry, others: fresh.length - 1 + (incoming.value === undefined ? 0 : 1) }
    clearTimeout(timer)
    timer = setTimeout(putAway, shownMilliseconds)
  }
  // One reading after another, so that each line is new once.
  const look = (isFirst = false): void => {
    work = work
      .then(async () => announce((await readNewest(terminal)).items, isFirst))
      .catch((error: unknown) => console.warn(error))
  }
  look(true)
  const forget = onLedgerEvent(({ event }) => {
    if (mayBring.test(event) && !event.endsWith('.refused')) look()
  })
  return () => {
    isStopped = true
    forget()
    clearTimeout(timer)
    putAway()
  }
}
