import { useEffect, useState } from 'preact/hooks'
import { overviewAnswer, overviewPath } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { AgreementLists } from '../../market/agreements.tsx'
import { readAgreements } from '../../market/use-voucher-data.ts'
import { TextField } from '../../pieces/field.tsx'
import { HistoryList } from '../../pieces/history/history-list.tsx'
import { Receipt } from '../../pieces/history/receipt.tsx'
import { Page } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { type HistoryFilter, type HistoryGroup, monthsUpTo, rowsOf, wholeHistory } from '../../state/history.ts'
import { openedEntry } from '../../state/opened-entry.ts'
import { ownTerminal } from '../../state/session.ts'
import { locale, say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { voucherOf } from '../../state/vouchers.ts'
import { activityWords, groupWords } from './words.ts'

const monthsShown = 24
const typingMilliseconds = 300

const monthText = (month: string): string =>
  new Intl.DateTimeFormat(locale.value, { year: 'numeric', month: 'long' }).format(new Date(`${month}-01T00:00:00`))

type Option = readonly [string, string]

const Filters = ({
  filter,
  codes,
  onFilter,
}: {
  filter: HistoryFilter
  codes: readonly string[]
  onFilter: (change: Partial<HistoryFilter>) => void
}) => {
  const [typed, setTyped] = useState(filter.search)
  // Reading begins once somebody has stopped typing.
  useEffect(() => {
    const timer = setTimeout(() => onFilter({ search: typed }), typingMilliseconds)
    return () => clearTimeout(timer)
  }, [typed])
  const all: Option = ['', say(activityWords.all)]
  const groups = Object.entries(groupWords).map(([group, words]) => [group as HistoryGroup, say(words)] as const)
  return (
    <search class="history-filters">
      <SelectField
        label={say(activityWords.kind)}
        value={filter.group}
        options={groups}
        onValue={(group) => onFilter({ group })}
      />
      <SelectField
        label={say(activityWords.voucher)}
        value={filter.voucher}
        options={[all, ...codes.map((code): Option => [code, voucherOf(code)?.name ?? code])]}
        onValue={(voucher) => onFilter({ voucher })}
      />
      <SelectField
        label={say(activityWords.month)}
        value={filter.month}
        options={[all, ...monthsUpTo(Date.now(), monthsShown).map((month): Option => [month, monthText(month)])]}
        onValue={(month) => onFilter({ month })}
      />
      <TextField
        label={say(activityWords.search)}
        hint={say(activityWords.searchHint)}
        inputMode="search"
        maxLength={64}
        value={typed}
        onValue={setTyped}
      />
    </search>
  )
}

/** The codes by which a history can be narrowed: what is held now, and what was chosen already. */
const useCodes = (terminal: Terminal, chosen: string): string[] => {
  const { value } = useResource(`codes ${terminal.participant}`, () =>
    terminal.read(overviewPath(terminal.participant), overviewAnswer),
  )
  const held = value?.holdings.map(({ voucher }) => voucher) ?? []
  return [...new Set(chosen === '' ? held : [...held, chosen])].sort()
}

const OwnAgreements = ({ terminal }: { terminal: Terminal }) => {
  const list = useResource(`agreements ${terminal.participant}`, () => readAgreements(terminal))
  if (list.value === undefined) return <ReadingState of={list} lines={4} />
  return <AgreementLists agreements={list.value} account={terminal.participant} isMixed />
}

/** The receipt to which a notice led, over the history. */
const Led = () => {
  const entry = openedEntry.value
  const [row] = entry === undefined ? [] : rowsOf([entry])
  const close = () => {
    openedEntry.value = undefined
  }
  return row === undefined ? null : <Receipt key={row.key} row={row} onClose={close} />
}

const History = ({ terminal }: { terminal: Terminal }) => {
  const [filter, setFilter] = useState(wholeHistory)
  const narrow = (change: Partial<HistoryFilter>) => setFilter((before) => ({ ...before, ...change }))
  const codes = useCodes(terminal, filter.voucher)
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(wholeHistory)
  return (
    <>
      <div class="card">
        <Filters filter={filter} codes={codes} onFilter={narrow} />
        <HistoryList terminal={terminal} filter={filter} isFiltered={isFiltered} />
      </div>
      <OwnAgreements terminal={terminal} />
      <Led />
    </>
  )
}

/** One history: all that moved, with what this device sent that did not (row S0-028), and the agreements of the account. */
export const ActivityScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(activityWords.title)} lead={say(activityWords.lead)} isNarrow>
      <History terminal={terminal} />
    </Page>
  )
}
