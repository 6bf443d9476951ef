import type { Terminal } from '../../../sdk/terminal.ts'
import { HistoryList } from '../../pieces/history/history-list.tsx'
import { Section } from '../../pieces/page.tsx'
import { type HistoryFilter, wholeHistory } from '../../state/history.ts'
import { say } from '../../state/settings.ts'
import { payWords } from './words.ts'

const payments: HistoryFilter = { ...wholeHistory, group: 'payments' }

/** What was paid before, with refunds, and what this device declined or was refused; newest first. */
export const History = ({ terminal }: { terminal: Terminal }) => (
  <Section title={say(payWords.history)}>
    <HistoryList terminal={terminal} filter={payments} />
  </Section>
)
