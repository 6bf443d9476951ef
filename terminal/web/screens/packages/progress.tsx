import { locale, say } from '../../state/settings.ts'
import { packageWords } from './words.ts'

/** How far a package is on its way. */
export interface Step {
  at: 'sealing' | 'uploading' | 'fetching'
  done: number
  all: number
}

/** The same step, unless less than a hundredth of the way has gone by. */
export const stepAfter = (before: Step | undefined, next: Step): Step => {
  const hundredths = ({ done, all }: Step) => Math.floor((100 * done) / Math.max(1, all))
  return before?.at === next.at && hundredths(before) === hundredths(next) ? before : next
}

const percent = (share: number): string => new Intl.NumberFormat(locale.value, { style: 'percent' }).format(share)

/** A bar with what is done in words. */
export const StepProgress = ({ step }: { step: Step | undefined }) => {
  if (step === undefined) return null
  const share = step.done / Math.max(1, step.all)
  const text = say(packageWords[step.at])(percent(share))
  return (
    <div class="stack" data-step={step.at}>
      <progress class="steps" max={1} value={share} aria-label={text} />
      <span class="note">{text}</span>
    </div>
  )
}
