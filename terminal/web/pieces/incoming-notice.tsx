import { useEffect } from 'preact/hooks'
import './incoming-notice.css'
import type { StatementEntry } from '../../sdk/lists.ts'
import { historyWords } from '../dictionary/history.ts'
import { incoming, putAway, watchIncoming } from '../state/incoming.ts'
import { openedEntry } from '../state/opened-entry.ts'
import { navigate, path } from '../state/route.ts'
import { ownTerminal } from '../state/session.ts'
import { say } from '../state/settings.ts'
import { unitOf } from '../state/vouchers.ts'
import { formatQuantity } from '../words/format.ts'
import { nameOfCounterparty } from '../words/history-names.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

const textOf = (entry: StatementEntry): string => {
  const amount = formatQuantity(entry.change, unitOf(entry.voucher))
  const sender = nameOfCounterparty(entry)
  if (sender === undefined && entry.orderNumber !== undefined) {
    return say(historyWords.incomingSale)(amount, entry.orderNumber)
  }
  return say(historyWords.incoming)(amount, sender ?? '')
}

/** Tells politely, on whatever screen, what has come in from others, and leads to its receipt; it goes away by itself. */
export const IncomingNotice = () => {
  const terminal = ownTerminal.value
  useEffect(() => (terminal === undefined ? undefined : watchIncoming(terminal)), [terminal])
  // The till tells of its own sales itself, and its keys stay free.
  const told = path.value === '/till' && incoming.value?.entry.kind === 'payment.approve' ? undefined : incoming.value
  const open = () => {
    openedEntry.value = told?.entry
    putAway()
    navigate('/activity')
  }
  return (
    <div class="incoming-area" role="status" aria-live="polite" aria-atomic="true">
      {told && (
        <div class="incoming">
          <Icon name="arrowIn" />
          <p>
            {textOf(told.entry)}
            {told.others > 0 && ` (${say(historyWords.incomingMore)(told.others)})`}
          </p>
          <Button tone="quiet" onClick={open}>
            {say(historyWords.seeReceipt)}
          </Button>
          <button type="button" class="icon-button" aria-label={say(historyWords.dismiss)} onClick={putAway}>
            <Icon name="cross" />
          </button>
        </div>
      )}
    </div>
  )
}
