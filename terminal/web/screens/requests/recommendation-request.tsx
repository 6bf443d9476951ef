import { showParameter, showValue } from '../../../sdk/matching/conditions.ts'
import type { Listed } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Said } from '../../market/matching/said.tsx'
import { TimeLeft } from '../../market/matching/time-left.tsx'
import { windowText } from '../../market/matching/window-text.ts'
import { matchingWords } from '../../market/matching/words.ts'
import { StepForm } from '../../market/purchases/step-form.tsx'
import { Alert } from '../../pieces/states.tsx'
import { type AnswerState, type AnswerTime, answerState, answerTime } from '../../state/answer-time.ts'
import { now } from '../../state/clock.ts'
import { say } from '../../state/settings.ts'
import { formatMoment } from '../../words/format.ts'
import { Decline } from './decline.tsx'
import { DeliveredCard } from './delivered-card.tsx'
import { SharedCard } from './shared-card.tsx'
import { answerWords, requestWords } from './words.ts'

type Asked = Listed<'recommendation-requests'>

/** What the time says: too early and from when on, how long still, or too late (S3-033, S3-034, S3-043). */
const TimeNotice = ({ state, time }: { state: AnswerState; time: AnswerTime }) => {
  const from = formatMoment(time.from)
  if (state === 'too-early') return <Alert tone="warn" title={say(requestWords.earlyTitle)(from)} />
  if (state === 'answered-early') return <Alert tone="warn" title={say(requestWords.earlyAgain)(from)} />
  if (state === 'too-late') return <Alert tone="warn" title={say(requestWords.lateTitle)(formatMoment(time.until))} />
  return state === 'open' ? <TimeLeft until={time.until} /> : null
}

const Answering = ({ recommendation }: { recommendation: string }) => (
  <>
    <StepForm action={say(requestWords.answer)} asked={{ kind: 'recommendation.answer', body: { recommendation } }}>
      {say(requestWords.answerNote)}
    </StepForm>
    <div class="button-row">
      <Decline onConfirm={(send) => send('recommendation.decline', { recommendation })} />
    </div>
  </>
)

/** One recommendation that one is asked about: when an answer counts, answering or declining, and what was delivered. */
export const RecommendationRequest = ({
  terminal,
  asked,
  right,
  answers,
  delivery,
}: {
  terminal: Terminal
  asked: Asked
  right: Listed<'rights'> | undefined
  answers: readonly Listed<'answers'>[]
  delivery: Listed<'deliveries'> | undefined
}) => {
  const time = answerTime(asked, now.value)
  const state = answerState(time.at, { right: right?.status, answers })
  const canAnswer = state === 'open' || state === 'too-early' || state === 'answered-early'
  return (
    <li class="stack" data-recommendation={asked.recommendation} data-state={state}>
      <div class="row">
        <span class="row-main">
          <span class="row-title">{asked.title}</span>
          <span class="row-note">{say(requestWords.recommendedBy)(asked.recommender, asked.identifier)}</span>
          <Said
            label={say(matchingWords.saidOfGoods)}
            texts={[...asked.traits.map(showValue), ...asked.parameters.map(showParameter)]}
          />
          <span class="row-note">{windowText(asked.window, asked.strict)}</span>
        </span>
        <span class="pill">{say(answerWords[state])}</span>
      </div>
      {asked.shared !== undefined && <SharedCard terminal={terminal} asked={asked} />}
      <TimeNotice state={state} time={time} />
      {canAnswer && <Answering recommendation={asked.recommendation} />}
      {state === 'answered' && delivery === undefined && <p class="note">{say(requestWords.answered)}</p>}
      {delivery !== undefined && <DeliveredCard terminal={terminal} delivery={delivery} />}
    </li>
  )
}
