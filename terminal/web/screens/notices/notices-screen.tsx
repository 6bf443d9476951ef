import { useState } from 'preact/hooks'
import { accountListPath, type ListedInstruction, listAnswers } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { noticeWords } from '../../dictionary/notices.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Page } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { isWorthANotice, tellNotice } from '../../words/notice.ts'
import { placeOfNotice } from '../../words/notice-place.ts'
import { noticeListWords } from './words.ts'

const pageSize = 20
const most = 200

const Told = ({ line, account }: { line: ListedInstruction; account: string }) => {
  const told = tellNotice(line, account)
  return (
    <>
      <span class="row-main">
        <span class="row-title">{told.title}</span>
        {told.text !== undefined && <span class="row-note">{told.text}</span>}
        {line.ledger && <span class="row-note">{say(noticeWords.inBlock)(line.ledger.block)}</span>}
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

/** A line that leads to the screen of what it is about, where there is one. */
const Notice = ({ line, account }: { line: ListedInstruction; account: string }) => {
  const place = placeOfNotice(line, account)
  const told = <Told line={line} account={account} />
  return (
    <li data-kind={line.kind}>
      {place === undefined ? (
        <div class="row">{told}</div>
      ) : (
        <a class="row" href={`#${place}`}>
          {told}
          <Icon name="chevron" />
        </a>
      )}
    </li>
  )
}

const Notices = ({ terminal }: { terminal: Terminal }) => {
  const [limit, setLimit] = useState(pageSize)
  const account = terminal.participant
  const list = useResource(`notices ${account} ${limit}`, () =>
    terminal.read(accountListPath(account, 'instructions', { limit: String(limit) }), listAnswers.instructions),
  )
  if (list.value === undefined) return <ReadingState of={list} lines={8} />
  const { next } = list.value
  const items = list.value.items.filter(isWorthANotice)
  if (items.length === 0) return <EmptyState icon="information" title={say(noticeListWords.none)} />
  return (
    <>
      <ul class="rows" aria-label={say(shellWords.notices)}>
        {items.map((line) => (
          <Notice key={line.ledger?.position} line={line} account={account} />
        ))}
      </ul>
      {next !== undefined && limit < most && (
        <div>
          <Button onClick={() => setLimit(Math.min(most, limit + pageSize))}>{say(shellWords.more)}</Button>
        </div>
      )}
    </>
  )
}

/** One list of what became of all that concerns the account, from every part of the terminal (row SX-010). */
export const NoticesScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(shellWords.notices)} lead={say(noticeListWords.lead)} isNarrow>
      <div class="card">
        <Notices terminal={terminal} />
      </div>
    </Page>
  )
}
