import { useEffect, useState } from 'preact/hooks'
import { noticeWords } from '../dictionary/notices.ts'
import { shellWords } from '../dictionary/shell.ts'
import type { KeptResult } from '../platform/database.ts'
import { lastTold, offerArea, results, toldInDialog } from '../state/instructing.ts'
import { say, settings } from '../state/settings.ts'
import { tellOutcome } from '../words/outcome.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { IncomingNotice } from './incoming-notice.tsx'
import { Section } from './page.tsx'
import { ResultCard } from './result-card.tsx'

const firstShown = 3

/** Says the newest result to screen readers, once: its status, what it was, and why not; and to everybody what has come in. */
export const Announcer = () => {
  const newest = results.value.find(({ id }) => id === lastTold.value)
  const told = newest === undefined ? undefined : tellOutcome(newest)
  return (
    <>
      <div class="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
        {told && say(noticeWords.announced)(told.kind, told.status, told.text ?? '')}
      </div>
      <IncomingNotice />
    </>
  )
}

/** The results of one voucher, or of all, newest first; hidden by the setting, dialogs take its place (rows S0-028 to S0-030). */
export const NoticeArea = ({ only }: { only?: (kept: KeptResult) => boolean }) => {
  const [shown, setShown] = useState(firstShown)
  const { isAreaShown } = settings.value
  useEffect(() => (isAreaShown ? offerArea() : undefined), [isAreaShown])
  if (!isAreaShown) return null
  const all = only === undefined ? results.value : results.value.filter(only)
  return (
    <Section title={say(noticeWords.title)}>
      {all.length === 0 && <p class="note">{say(noticeWords.noneText)}</p>}
      <ol class="results">
        {all.slice(0, shown).map((kept) => (
          <li key={kept.id}>
            <ResultCard kept={kept} />
          </li>
        ))}
      </ol>
      {all.length > shown && (
        <Button tone="quiet" onClick={() => setShown(shown + 10)}>
          {say(shellWords.more)}
        </Button>
      )}
    </Section>
  )
}

/** The result that is told in a dialog, on whatever screen; dismissed, it stays in the list (row S0-030). */
export const NoticeDialog = () => {
  const kept = results.value.find(({ id }) => id === toldInDialog.value)
  if (kept === undefined) return null
  const { kind } = tellOutcome(kept)
  const close = () => {
    toldInDialog.value = undefined
  }
  return (
    <Dialog key={kept.id} title={kind} onClose={close}>
      <ResultCard kept={kept} isPlain />
      <div>
        <Button tone="primary" onClick={close}>
          {say(shellWords.close)}
        </Button>
      </div>
    </Dialog>
  )
}
