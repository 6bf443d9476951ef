import type { Pending } from '../outbox/outbox.ts'

/** An instruction in a lane, and the organisations whose peers must endorse what it does. */
export interface Entry {
  pending: Pending
  /** Resolves once the instruction is on the disk; rejects when it could not be written, so that nothing was promised. */
  stored: Promise<void>
  needs: readonly string[]
}

// Two endorse in any case (decision 0009), so that a second organisation that somebody needs costs nothing more.
const endorsersAtLeast = 2

/** The organisations that these instructions need together, sorted. */
export const needsOf = (entries: readonly Entry[]): string[] =>
  [...new Set(entries.flatMap(({ needs }) => needs))].sort()

/** Those of the entries that are on the disk, once that is known of all. */
export const storedOf = async (entries: readonly Entry[]): Promise<Entry[]> => {
  const results = await Promise.allSettled(entries.map(({ stored }) => stored))
  return entries.filter((_entry, index) => results[index]?.status === 'fulfilled')
}

/**
 * Takes the next batch off a queue: its oldest instruction, and those behind it that can go with it without asking more
 * organisations than the oldest one needs, or two. Changes the queue; what stays in it keeps its order.
 */
export const takeBatch = (queue: Entry[], maximum: number): Entry[] => {
  const [oldest] = queue
  if (oldest === undefined) return []
  const organisationsMaximum = Math.max(endorsersAtLeast, oldest.needs.length)
  const batch: Entry[] = []
  const rest: Entry[] = []
  const asked = new Set<string>()
  for (const entry of queue) {
    const together = new Set([...asked, ...entry.needs])
    const fits = batch.length < maximum && together.size <= organisationsMaximum
    if (fits) for (const organisation of entry.needs) asked.add(organisation)
    ;(fits ? batch : rest).push(entry)
  }
  queue.splice(0, queue.length, ...rest)
  return batch
}
