import { database } from '../../state/session.ts'
import type { Marks } from './evidence.ts'

/** This browser's own notes by name, in which it keeps the texts that it sealed. */
export const marks: Marks = {
  get: async (name) => (await database()).get('marks', name),
  put: async (name, text) => (await database()).put('marks', text, name),
}
