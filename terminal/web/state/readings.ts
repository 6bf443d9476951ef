import { database, session } from './session.ts'

/** What was read, and when, in milliseconds since 1970. */
export interface Reading<T> {
  value: T
  at: number
}

// What another build kept may have another shape. The address of a built module holds a digest of all that it is made of.
const build = import.meta.url

const nameOf = (key: string): string => `${session.value?.account ?? ''} ${key}`

/** Keeps what was read in this browser, for a page that opens without a network; signing out forgets it. */
export const keepReading = async (key: string, value: unknown): Promise<void> => {
  const name = nameOf(key)
  await (await database()).put('readings', { value, at: Date.now(), build }, name)
}

/** What was last read under a key by the same account and the same build; undefined where there is none. */
export const findReading = async <T>(key: string): Promise<Reading<T> | undefined> => {
  const kept = await (await database()).get('readings', nameOf(key))
  return kept === undefined || kept.build !== build ? undefined : { value: kept.value as T, at: kept.at }
}
