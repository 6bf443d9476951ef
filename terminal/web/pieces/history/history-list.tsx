import { useEffect, useState } from 'preact/hooks'
import './history.css'
import { accountListPath, listAnswers, type StatementEntry } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { historyWords } from '../../dictionary/history.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { type HistoryFilter, type HistoryRow, historyOf, searchOf } from '../../state/history.ts'
import { results } from '../../state/instructing.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { Button } from '../button.tsx'
import { EmptyState, ReadingState } from '../states.tsx'
import { HistoryLine } from './history-row.tsx'
import { Receipt } from './receipt.tsx'

const pageSize = '50'

const readPages = async (terminal: Terminal, filter: HistoryFilter, pages: number) => {
  const items: StatementEntry[] = []
  let after: string | undefined
  for (let page = 0; page < pages && (page === 0 || after !== undefined); page++) {
    const search = { ...searchOf(filter), limit: pageSize, after }
    const path = accountListPath(terminal.participant, 'statement', search)
    const read = await terminal.read(path, listAnswers.statement)
    items.push(...read.items)
    after = read.next
  }
  return { items, hasMore: after !== undefined }
}

/** The pages of a history that were asked for; what is in sight stays there while more is read. */
const useHistory = (terminal: Terminal, filter: HistoryFilter) => {
  const key = `history ${terminal.participant} ${JSON.stringify(filter)}`
  const [asked, setAsked] = useState({ key, pages: 1 })
  const pages = asked.key === key ? asked.pages : 1
  const read = useResource(key, () => readPages(terminal, filter, pages))
  useEffect(() => {
    if (pages > 1) read.reload()
  }, [pages])
  return { read, readMore: () => setAsked({ key, pages: pages + 1 }) }
}

/** One history of the account: each line with time, signed amount and balance after, and a receipt behind it. */
export const HistoryList = ({
  terminal,
  filter,
  isFiltered = false,
}: {
  terminal: Terminal
  filter: HistoryFilter
  /** Whether somebody chose what is shown, so that an empty list says so. */
  isFiltered?: boolean
}) => {
  const { read, readMore } = useHistory(terminal, filter)
  const [opened, setOpened] = useState<HistoryRow>()
  if (read.value === undefined) return <ReadingState of={read} lines={8} />
  const rows = historyOf(read.value, results.value, filter)
  return (
    <>
      {rows.length === 0 && (
        <EmptyState icon="activity" title={say(isFiltered ? historyWords.noneFound : historyWords.none)} />
      )}
      <ul class="rows">
        {rows.map((row) => (
          <HistoryLine key={row.key} row={row} onOpen={setOpened} />
        ))}
      </ul>
      {read.value.hasMore && (
        <div>
          <Button onClick={readMore}>{say(shellWords.more)}</Button>
        </div>
      )}
      {opened && <Receipt row={opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}
