import { effect, signal } from '@preact/signals'
import { z } from 'zod'
import type { LedgerEvent } from '../../sdk/events.ts'
import { readLedger } from '../../sdk/reads.ts'
import { connection, ownTerminal } from './session.ts'

/** How the page stands to the ledger: `stale` once what is shown may be old. */
export const liveness = signal<'connecting' | 'live' | 'stale'>('connecting')

/** How many blocks the gateway has read, as last heard. */
export const height = signal<string | undefined>(undefined)

/** Counts what happened that may change what is shown; whoever shows something reads again when it grows. */
export const changes = signal(0)

type Listener = (event: LedgerEvent) => void
const listeners = new Set<Listener>()

/** Hears of each event; answers how to stop. */
export const onLedgerEvent = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const pollMilliseconds = 10_000
const placed = z.object({ ledger: z.object({ block: z.string().regex(/^[0-9]{1,16}$/) }) })

/** Takes note of a height; it never goes back. */
export const noteHeight = (told: string): void => {
  if (height.value === undefined || BigInt(told) > BigInt(height.value)) height.value = told
}

const poll = async (): Promise<void> => {
  try {
    const before = height.value
    noteHeight((await readLedger(connection)).height)
    if (ownTerminal.value === undefined) {
      liveness.value = 'live'
      // Without a session there is no stream, so a new block is all that tells of a change.
      if (before !== undefined && before !== height.value) changes.value += 1
    }
  } catch {
    liveness.value = 'stale'
  }
}

const take = (event: LedgerEvent): void => {
  const at = placed.safeParse(event.data)
  if (at.success) noteHeight((BigInt(at.data.ledger.block) + 1n).toString())
  for (const listener of listeners) listener(event)
  changes.value += 1
}

const follow = (signal: AbortSignal): void => {
  void ownTerminal.value?.follow({
    signal,
    onState: (state) => {
      const wasStale = liveness.value === 'stale'
      liveness.value = state === 'open' ? 'live' : 'stale'
      if (state === 'open' && wasStale) changes.value += 1
    },
    onEvent: take,
  })
}

/** Keeps the page at the ledger's present: by its events in a session, by asking now and then without one. */
export const watchLedger = (): void => {
  if (!navigator.onLine) liveness.value = 'stale'
  void poll()
  setInterval(() => void poll(), pollMilliseconds)
  window.addEventListener('offline', () => {
    liveness.value = 'stale'
  })
  window.addEventListener('online', () => void poll())
  effect(() => {
    const controller = new AbortController()
    follow(controller.signal)
    return () => controller.abort()
  })
}
