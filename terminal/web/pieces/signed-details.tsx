import './desk.css'
import { noticeWords } from '../dictionary/notices.ts'
import type { KeptResult } from '../platform/database.ts'
import { results } from '../state/instructing.ts'
import { say } from '../state/settings.ts'
import { InstructionSheet } from './instruction-sheet.tsx'

/** The signed instruction behind what a screen shows, where this browser sent it; nothing else. */
export const SignedDetails = ({ of }: { of: (kept: KeptResult) => boolean }) => {
  const kept = results.value.find(of)
  if (kept === undefined) return null
  return (
    <details class="signed">
      <summary>{say(noticeWords.details)}</summary>
      <InstructionSheet kept={kept} />
    </details>
  )
}
