import { type Listed, readMatching } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatListed } from '../../words/format.ts'
import { DemandForm } from './demand-form.tsx'
import { demandWords, stageWords } from './words.ts'

type OwnDemand = Listed<'demands'>

const row = ({ demand, title, until, status }: OwnDemand) => (
  <li key={demand}>
    <a class="row" href={`#/demands/${demand}`}>
      <span class="row-main">
        <span class="row-title">{title}</span>
        <span class="row-note">{say(demandWords.goodUntil)(formatListed(until))}</span>
      </span>
      <span class="pill">{say(stageWords[status])}</span>
    </a>
  </li>
)

const OwnDemands = ({ terminal }: { terminal: Terminal }) => {
  const read = async (after?: string) => {
    const page = await readMatching(terminal, 'demands', { after })
    return { ...page, items: page.items.filter(({ requester }) => requester === terminal.participant) }
  }
  const list = useResource(`demands ${terminal.participant}`, () => read())
  const page = list.value
  return (
    <Section title={say(demandWords.own)}>
      <ReadingState of={list} lines={3} />
      {page?.items.length === 0 && <p class="note">{say(demandWords.none)}</p>}
      {page !== undefined && <ul class="rows">{page.items.map(row)}</ul>}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={row} />}
    </Section>
  )
}

/** Making a demand, and one's own demands, newest first. */
export const DemandsScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(shellWords.demands)} lead={say(demandWords.lead)} isNarrow>
      <DemandForm terminal={terminal} />
      <OwnDemands terminal={terminal} />
      <NoticeArea only={({ kind }) => kind.startsWith('demand.')} />
    </Page>
  )
}
