import { z } from 'zod'
import type { ResponseWindow } from '../../../chaincode/domains/recommendations/window.ts'
import { understand } from '../answers.ts'
import { ownListPath } from '../own-lists.ts'
import type { Terminal } from '../terminal.ts'
import { type Listed, listedShape } from './records.ts'

const height = z.string().regex(/^[0-9]{1,16}$/)
const anyPage = z.object({ items: z.array(z.unknown()), next: z.string().optional(), height })

/** What somebody is asked, and by which list it came. */
export type Asked =
  | ({ of: 'demand' } & Listed<'requests'>)
  | ({ of: 'recommendation' } & Listed<'recommendation-requests'>)

/** Requests that are the word of one's own member, and how many were dropped. */
export interface Received {
  items: Asked[]
  dropped: number
}

const lists = { demand: 'requests', recommendation: 'recommendation-requests' } as const

type Reading = Pick<Terminal, 'participant' | 'connection' | 'readSigned'>

const isOwn = (asked: Asked, participant: string): boolean =>
  (asked.of === 'demand' ? asked.holder : asked.participant) === participant

/** What is whole and asks this very participant; anything else is discarded and reported (S3-019). */
const readAsked = (terminal: Reading, of: Asked['of'], { item, path }: { item: unknown; path: string }): Asked[] => {
  const read = listedShape(lists[of]).safeParse(item)
  const asked = read.success ? ({ of, ...read.data } as Asked) : undefined
  if (asked !== undefined && isOwn(asked, terminal.participant)) return [asked]
  terminal.connection.log({ event: 'answer_dropped', path, reason: asked === undefined ? 'unreadable' : 'foreign_id' })
  return []
}

/**
 * The receiving module: all that this participant is asked for, as one's own member's gateway signed it, since only its organisation checked
 * who matched. An answer without that signature is dropped and thrown as `answer_dropped` (S3-071); a request that lacks anything, or that
 * asks somebody else, is dropped alone (S3-019).
 */
export const receiveRequests = async (terminal: Reading, of: Asked['of']): Promise<Received> => {
  const received: Received = { items: [], dropped: 0 }
  let after: string | undefined
  do {
    const path = ownListPath(terminal.participant, lists[of], { limit: 200, after })
    const page = understand(anyPage, await terminal.readSigned(path))
    const items = page.items.flatMap((item) => readAsked(terminal, of, { item, path }))
    received.items.push(...items)
    received.dropped += page.items.length - items.length
    after = page.next
  } while (after !== undefined)
  return received
}

/** Between which moments, in UTC milliseconds, an answer is in time; the last one counts where the window is not strict. */
export const boundsOf = ({
  window,
  startedAt,
}: {
  window: ResponseWindow
  startedAt: string
}): { from: number; until: number } => {
  if (window.form === 'interval') return { from: Number(window.from), until: Number(window.until) }
  const from = Number(startedAt)
  return { from, until: window.form === 'moment' ? Number(window.at) : from + Number(window.milliseconds) }
}
