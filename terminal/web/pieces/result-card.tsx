import { useState } from 'preact/hooks'
import { noticeWords } from '../dictionary/notices.ts'
import type { KeptResult } from '../platform/database.ts'
import { sendAgain } from '../state/instructing.ts'
import { say } from '../state/settings.ts'
import { useWork } from '../state/use-work.ts'
import { formatMoment } from '../words/format.ts'
import { tellOutcome } from '../words/outcome.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { InstructionSheet } from './instruction-sheet.tsx'

const SendAgain = ({ kept }: { kept: KeptResult }) => {
  const { run, isPending } = useWork()
  return (
    <Button isPending={isPending} onClick={() => void run(async () => void (await sendAgain(kept)))}>
      <Icon name="refresh" />
      {say(isPending ? noticeWords.sentAgain : noticeWords.sendAgain)}
    </Button>
  )
}

/** What became of one instruction: status in words, figures, reason and next step, and the signed text behind it. */
export const ResultCard = ({ kept, isPlain }: { kept: KeptResult; isPlain?: boolean }) => {
  const [isOpen, setOpen] = useState(false)
  const told = tellOutcome(kept)
  return (
    <article class={isPlain ? 'result' : 'result result-boxed'} data-tone={told.tone} data-id={kept.id}>
      <header class="result-head">
        <span class="pill" data-tone={told.tone}>
          <Icon name={told.icon} />
          {told.status}
        </span>
        {!isPlain && <h3>{told.kind}</h3>}
        <time dateTime={new Date(kept.madeAt).toISOString()} class="row-note">
          {formatMoment(kept.madeAt)}
        </time>
      </header>
      {told.text !== undefined && <p>{told.text}</p>}
      {told.values.length > 0 && (
        <dl class="pairs">
          {told.values.map(([name, value]) => (
            <div key={name} class="pair">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <footer class="result-foot">
        {told.canSendAgain && <SendAgain kept={kept} />}
        <button type="button" class="button" data-tone="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {say(noticeWords.details)}
        </button>
        {told.block !== undefined && <span class="row-note">{say(noticeWords.inBlock)(told.block)}</span>}
      </footer>
      {isOpen && <InstructionSheet kept={kept} />}
    </article>
  )
}
