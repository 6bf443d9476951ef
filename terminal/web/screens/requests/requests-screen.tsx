import { useEffect } from 'preact/hooks'
import { readAllMatching } from '../../../sdk/matching/records.ts'
import { receiveRequests } from '../../../sdk/matching/requests.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Interactions } from '../../market/matching/interactions.tsx'
import { matchingWords } from '../../market/matching/words.ts'
import { SealKeyCard } from '../../market/purchases/seal-key-card.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { height } from '../../state/live.ts'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { DemandRequest } from './demand-request.tsx'
import { ProfileForm } from './profile-form.tsx'
import { RecommendationRequest } from './recommendation-request.tsx'
import { requestWords } from './words.ts'

const Dropped = ({ count }: { count: number }) =>
  count === 0 ? null : <p class="note">{say(requestWords.dropped)(count)}</p>

const DemandRequests = ({ terminal }: { terminal: Terminal }) => {
  const list = useResource(`requests ${terminal.participant}`, async () => ({
    ...(await receiveRequests(terminal, 'demand')),
    answers: await readAllMatching(terminal, 'demand-answers'),
  }))
  // Who is rejected is told of no event, so that it learns nothing of who asks: a new block is all that tells of it.
  const told = height.value
  useEffect(() => list.reload(), [told])
  const { items = [], dropped = 0, answers = [] } = list.value ?? {}
  const asked = items.flatMap((one) => (one.of === 'demand' ? [one] : []))
  return (
    <Section title={say(requestWords.demands)}>
      <ReadingState of={list} lines={3} />
      {list.value !== undefined && asked.length === 0 && <p class="note">{say(requestWords.none)}</p>}
      <Dropped count={dropped} />
      <ul class="rows">
        {asked.map((one) => (
          <DemandRequest
            key={one.demand}
            terminal={terminal}
            asked={one}
            answer={answers.find(({ demand }) => demand === one.demand)}
          />
        ))}
      </ul>
    </Section>
  )
}

const readRecommended = async (terminal: Terminal) => {
  const isOwn = ({ participant }: { participant: string }) => participant === terminal.participant
  const [rights, answers, deliveries] = await Promise.all([
    readAllMatching(terminal, 'rights'),
    readAllMatching(terminal, 'answers'),
    readAllMatching(terminal, 'deliveries'),
  ])
  return {
    ...(await receiveRequests(terminal, 'recommendation')),
    ...{ rights: rights.filter(isOwn), answers: answers.filter(isOwn), deliveries: deliveries.filter(isOwn) },
  }
}

const RecommendationRequests = ({ terminal }: { terminal: Terminal }) => {
  const list = useResource(`recommended to ${terminal.participant}`, () => readRecommended(terminal))
  const found = list.value
  const asked = found?.items.flatMap((one) => (one.of === 'recommendation' ? [one] : [])) ?? []
  return (
    <Section title={say(requestWords.recommendations)}>
      <ReadingState of={list} lines={3} />
      {found !== undefined && asked.length === 0 && <p class="note">{say(requestWords.none)}</p>}
      <Dropped count={found?.dropped ?? 0} />
      <ul class="rows">
        {asked.map((one) => {
          const isOf = ({ recommendation }: { recommendation: string }) => recommendation === one.recommendation
          return (
            <RecommendationRequest
              key={one.recommendation}
              terminal={terminal}
              asked={one}
              right={found?.rights.find(isOf)}
              answers={found?.answers.filter(isOf) ?? []}
              delivery={found?.deliveries.find(isOf)}
            />
          )
        })}
      </ul>
    </Section>
  )
}

/** What matching services ask this account, what is done about it, and what it wants to be asked. */
export const RequestsScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(shellWords.requests)} lead={say(requestWords.lead)} isNarrow>
      <DemandRequests terminal={terminal} />
      <RecommendationRequests terminal={terminal} />
      <Interactions terminal={terminal} subject={undefined} />
      <SealKeyCard terminal={terminal} title={say(matchingWords.sealTitle)}>
        {say(matchingWords.sealText)}
      </SealKeyCard>
      <ProfileForm terminal={terminal} />
      <NoticeArea
        only={({ kind }) => /^(demand|recommendation|interaction|profile)\.|^device\.set-seal-key$/.test(kind)}
      />
    </Page>
  )
}
