import { useEffect } from 'preact/hooks'
import { CodePictures } from '../../codes/code-pictures.tsx'
import { Countdown } from '../../codes/countdown.tsx'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { EmptyState, FaultAlert, Skeleton } from '../../pieces/states.tsx'
import { faultOf } from '../../state/fault.ts'
import { say } from '../../state/settings.ts'
import { holdAwake } from '../../state/wake-lock.ts'
import { lifeOf } from './code-life.ts'
import type { CodeState } from './pay-session.ts'
import { payWords } from './words.ts'

const Shown = ({ state, now }: { state: CodeState & { is: 'shown' }; now: number }) => {
  const { code, shownAt } = state
  useEffect(() => holdAwake(navigator, document), [])
  const { secondsLeft, share, state: life } = lifeOf({ shownAt, expiresAt: code.expiresAt, now })
  return (
    <>
      <CodePictures digits={code.digits} />
      <Countdown share={share} text={say(payWords.timeLeft)(secondsLeft)} isEnding={life === 'ending'} />
    </>
  )
}

const hiddenWords = { left: payWords.hiddenText, taken: payWords.takenText, hidden: payWords.hiddenByYouText } as const

/** The code with its time, or why there is none. What was shown before never stays in sight. */
export const CodeCard = ({
  state,
  now,
  onRenew,
  onHide,
}: {
  state: CodeState
  now: number
  onRenew: () => void
  onHide: () => void
}) => (
  <section class="card code-card" aria-label={say(shellWords.pay)} aria-busy={state.is === 'fetching'}>
    {state.is === 'shown' && <Shown state={state} now={now} />}
    {state.is === 'fetching' && (
      <div class="code-blank">
        <p>{say(payWords.fetching)}</p>
        <Skeleton lines={4} />
      </div>
    )}
    {state.is === 'off' && (
      <EmptyState icon="lock" title={say(payWords.hidden)}>
        <p>{say(hiddenWords[state.why])}</p>
        <Button tone="primary" onClick={onRenew}>
          {say(payWords.show)}
        </Button>
      </EmptyState>
    )}
    {state.is === 'failed' && <FaultAlert fault={faultOf(state.error)} />}
    {(state.is === 'shown' || state.is === 'failed') && (
      <div class="button-row">
        <Button onClick={onRenew}>
          <Icon name="refresh" />
          {say(payWords.renew)}
        </Button>
        {state.is === 'shown' && (
          <Button tone="quiet" onClick={onHide}>
            <Icon name="lock" />
            {say(payWords.hide)}
          </Button>
        )}
      </div>
    )}
    <p class="note">{say(payWords.oneTime)}</p>
  </section>
)
