import type { FirstTexts } from '../../sdk/stores.ts'
import type { Database } from './database.ts'

const markOf = (digest: string): string => `first text ${digest}`

/** What this browser's account says in confidence as it opens a trade: on disk before it is signed, and gone once the bank has it. */
export const firstTextsIn = (database: Database): FirstTexts => ({
  keep: async (digest, text) => {
    const transaction = database.transaction('marks', 'readwrite', { durability: 'strict' })
    await Promise.all([transaction.store.put(text, markOf(digest)), transaction.done])
  },
  find: (digest) => database.get('marks', markOf(digest)),
  forget: (digest) => database.delete('marks', markOf(digest)),
})
