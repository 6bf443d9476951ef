import { type Listed, readMatching } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { windowText } from '../../market/matching/window-text.ts'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { RecommendForm } from './recommend-form.tsx'
import { Rewards } from './rewards.tsx'
import { recommendWords } from './words.ts'

const row = ({ recommendation, title, window, strict, status }: Listed<'recommendations'>) => (
  <li key={recommendation}>
    <a class="row" href={`#/recommendations/${recommendation}`}>
      <span class="row-main">
        <span class="row-title">{title}</span>
        <span class="row-note">{windowText(window, strict)}</span>
      </span>
      <span class="pill">{say(status === 'open' ? recommendWords.opened : recommendWords.withdrawn)}</span>
    </a>
  </li>
)

const OwnRecommendations = ({ terminal }: { terminal: Terminal }) => {
  const read = async (after?: string) => {
    const page = await readMatching(terminal, 'recommendations', { after })
    return { ...page, items: page.items.filter(({ recommender }) => recommender === terminal.participant) }
  }
  const list = useResource(`recommendations ${terminal.participant}`, () => read())
  const page = list.value
  return (
    <Section title={say(recommendWords.own)}>
      <ReadingState of={list} lines={3} />
      {page?.items.length === 0 && <p class="note">{say(recommendWords.none)}</p>}
      {page !== undefined && <ul class="rows">{page.items.map(row)}</ul>}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={row} />}
    </Section>
  )
}

/** Recommending something, and one's own recommendations, newest first. */
export const RecommendationsScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(shellWords.recommendations)} lead={say(recommendWords.lead)} isNarrow>
      <RecommendForm terminal={terminal} />
      <OwnRecommendations terminal={terminal} />
      <Rewards terminal={terminal} />
      <NoticeArea only={({ kind }) => kind.startsWith('recommendation.') || kind === 'interaction.reward'} />
    </Page>
  )
}
