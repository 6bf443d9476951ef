import type { ResponseWindow } from '../../../../chaincode/domains/recommendations/window.ts'
import { locale, say } from '../../state/settings.ts'
import { formatLength, formatMoment } from '../../words/format.ts'
import { windowWords } from './words.ts'

/** A moment as clocks of that zone show it; in this device's own zone where it does not know that one. */
const inZone = (milliseconds: string, timeZone: string): string => {
  try {
    const style = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const
    return new Intl.DateTimeFormat(locale.value, style).format(Number(milliseconds))
  } catch {
    return formatMoment(milliseconds)
  }
}

/** When answers count, in words, with both bounds and the zone in which they are said. */
export const windowText = (window: ResponseWindow, isStrict: boolean): string => {
  if (window.form === 'moment') return say(windowWords.moment)(inZone(window.at, window.zone), window.zone)
  if (window.form === 'interval') {
    const { from, until, zone } = window
    return say(windowWords.interval)(inZone(from, zone), inZone(until, zone), zone)
  }
  const length = formatLength(Number(window.milliseconds) / 1000)
  return say(isStrict ? windowWords.strictDuration : windowWords.duration)(length)
}
