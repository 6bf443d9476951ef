import type { ContentKeys, DemandKeys } from '../../sdk/stores.ts'
import type { Database } from './database.ts'
import { findSealKey, sealKeyFor } from './seal-key.ts'

/** The keys that this browser made for its demands; a private half cannot be read out of it. */
export const demandKeysIn = (database: Database): DemandKeys => ({
  make: (demand) => sealKeyFor(database, demand),
  find: (demand) => findSealKey(database, demand),
})

const markOf = (target: string): string => `content key ${target}`

/** The keys of what this browser encrypted to be delivered. */
export const contentKeysIn = (database: Database): ContentKeys => ({
  keep: async (target, key) => {
    await database.put('marks', key, markOf(target))
  },
  find: (target) => database.get('marks', markOf(target)),
})
