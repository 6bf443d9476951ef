import { Countdown } from '../../codes/countdown.tsx'
import { now } from '../../state/clock.ts'
import { say } from '../../state/settings.ts'
import { formatMoment, formatSpan } from '../../words/format.ts'
import { matchingWords } from './words.ts'

const hour = 3_600_000

/** How much time is left until a moment, in milliseconds since 1970; nothing once it is past. */
export const TimeLeft = ({ until }: { until: number }) => {
  const left = until - now.value
  if (left < 0) return null
  const text = say(matchingWords.timeLeft)(formatSpan(left), formatMoment(until))
  return <Countdown share={Math.min(1, left / hour)} text={text} isEnding={left < 60_000} />
}
