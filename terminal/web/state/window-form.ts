import { TerminalFault } from '../../sdk/errors.ts'
import { type Occurrence, type WantedWindow, type WindowBody, windowFrom } from '../../sdk/matching/windows.ts'

/** When an answer is wanted, as it is typed; local times are of this device's zone. */
export interface WindowTexts {
  form: 'moment' | 'interval' | 'duration'
  at: string
  from: string
  until: string
  minutes: string
  /** Which is meant of a time that the clock shows twice; empty until somebody says. */
  which: Occurrence | ''
}

export const startingWindow: WindowTexts = { form: 'duration', at: '', from: '', until: '', minutes: '60', which: '' }

const minutesMaximum = 525_600

const wantedIn = (typed: WindowTexts, zone: string): WantedWindow | undefined => {
  const which = typed.which === '' ? undefined : typed.which
  if (typed.form === 'moment') return { at: typed.at, zone, which }
  if (typed.form === 'interval') return { from: typed.from, until: typed.until, zone, which }
  const isWhole = /^[1-9][0-9]{0,5}$/.test(typed.minutes) && Number(typed.minutes) <= minutesMaximum
  return isWhole ? { milliseconds: Number(typed.minutes) * 60_000 } : undefined
}

const isInverted = (window: WindowBody): boolean =>
  window.form === 'interval' && BigInt(window.from) > BigInt(window.until)

/** The window that was typed, or why there is none: a code of the SDK, or `interval_inverted`. No local time is guessed (S3-041). */
export const windowIn = (typed: WindowTexts, zone: string): { window: WindowBody } | { wrong: string } => {
  const wanted = wantedIn(typed, zone)
  if (wanted === undefined) return { wrong: 'setting_unusable' }
  try {
    const window = windowFrom(wanted)
    return isInverted(window) ? { wrong: 'interval_inverted' } : { window }
  } catch (error) {
    /* c8 ignore next -- every other fault is our own, and no word of who typed */
    if (!(error instanceof TerminalFault)) throw error
    return { wrong: error.code }
  }
}
