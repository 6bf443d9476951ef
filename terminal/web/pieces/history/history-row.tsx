import type { StatementEntry } from '../../../sdk/lists.ts'
import { historyWords } from '../../dictionary/history.ts'
import type { HistoryRow } from '../../state/history.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatListed, formatQuantity } from '../../words/format.ts'
import { formatChange, nameOfCounterparty, nameOfEntry } from '../../words/history-names.ts'
import { tellOutcome } from '../../words/outcome.ts'
import { Icon } from '../icon.tsx'

/** A signed amount; the colour only repeats what the sign says. */
export const Change = ({ entry }: { entry: StatementEntry }) => (
  <strong class="change" data-direction={entry.change.startsWith('-') ? 'out' : 'in'}>
    {formatChange(entry)}
  </strong>
)

const Moved = ({ entries }: { entries: readonly [StatementEntry, ...StatementEntry[]] }) => {
  const [first, ...others] = entries
  const note = [nameOfCounterparty(first), first.orderNumber ?? first.reference].filter((text) => text !== undefined)
  return (
    <>
      <span class="row-main">
        <span class="row-title">{nameOfEntry(first)}</span>
        {note.length > 0 && <span class="row-note">{note.join(' · ')}</span>}
        <time class="row-note" dateTime={new Date(Number(first.at)).toISOString()}>
          {formatListed(first.at)}
        </time>
      </span>
      <span class="row-end">
        <Change entry={first} />
        {others.map((entry) => (
          <span key={entry.entry} class="row-note">
            {entry.isFee && `${say(historyWords.fee)} `}
            {formatChange(entry)}
          </span>
        ))}
        <span class="row-note">{say(historyWords.balance)(formatQuantity(first.balance, unitOf(first.voucher)))}</span>
      </span>
    </>
  )
}

const Kept = ({ row }: { row: HistoryRow & { kept: object } }) => {
  const told = tellOutcome(row.kept)
  const [asked] = told.values
  return (
    <>
      <span class="row-main">
        <span class="row-title">{told.kind}</span>
        {asked && <span class="row-note">{asked.join(' ')}</span>}
        <time class="row-note" dateTime={new Date(row.at).toISOString()}>
          {formatListed(row.at)}
        </time>
      </span>
      <span class="row-end">
        <span class="pill" data-tone={told.tone}>
          <Icon name={told.icon} />
          {told.status}
        </span>
      </span>
    </>
  )
}

const idOf = (row: HistoryRow): string | undefined =>
  row.kept?.id ?? row.entries?.find(({ instruction }) => instruction !== undefined)?.instruction

/** One line of a history, which opens its receipt. */
export const HistoryLine = ({ row, onOpen }: { row: HistoryRow; onOpen: (row: HistoryRow) => void }) => (
  <li>
    <button type="button" class="row history-row" data-id={idOf(row)} onClick={() => onOpen(row)}>
      {row.entries === undefined ? <Kept row={row} /> : <Moved entries={row.entries} />}
      <Icon name="chevron" />
    </button>
  </li>
)
