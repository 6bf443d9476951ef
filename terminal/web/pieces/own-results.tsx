import type { KeptResult } from '../platform/database.ts'
import { results } from '../state/instructing.ts'
import { NoticeArea } from './notice-area.tsx'

/** The results of one part of the terminal; nothing at all while there are none. */
export const OwnResults = ({ only }: { only: (kept: KeptResult) => boolean }) =>
  results.value.some(only) ? <NoticeArea only={only} /> : null
