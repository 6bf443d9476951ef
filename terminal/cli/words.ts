import { InvalidArgumentError, Option } from 'commander'

// What the first page needs to read words: this file imports no vocabulary, so that the help comes at once.

/** A whole number within bounds, for options in seconds. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text)
    if (/^[0-9]+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`)
  }

const spanMilliseconds: { readonly [unit: string]: number } = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A span of time such as `90s`, `30m`, `12h` or `7d`, in milliseconds. */
export const readSpan = (text: string): number => {
  const [, count, unit = ''] = /^([1-9][0-9]{0,5})([smhd])$/.exec(text) ?? []
  const length = spanMilliseconds[unit]
  if (length !== undefined) return Number(count) * length
  throw new InvalidArgumentError('Give a number and s, m, h or d, such as 30m, 12h or 7d.')
}

/** An option that takes a span of time, `usual` where it is left out. */
export const spanOption = (flags: string, words: string, usual: string): Option =>
  new Option(flags, words).argParser(readSpan).default(readSpan(usual), usual)

const momentShape = /T.*(Z|[+-][0-9]{2}:[0-9]{2})$/

/** The first moment of a day of this machine's zone; undefined for what is no day. */
const dayOf = (text: string): Date | undefined => {
  const [, year, month, day] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? []
  const date = new Date(Number(year), Number(month) - 1, Number(day))
  return date.getDate() === Number(day) && date.getMonth() + 1 === Number(month) ? date : undefined
}

/**
 * A moment in UTC milliseconds: a day of this machine's zone, its `first` moment or the one behind its `last`, or a moment of ISO 8601
 * with its zone.
 */
export const readMoment =
  (edge: 'first' | 'last') =>
  (text: string): number => {
    const day = dayOf(text)
    if (edge === 'last') day?.setDate(day.getDate() + 1)
    const moment = day ?? new Date(momentShape.test(text) ? text : '')
    if (moment.getTime() >= 0) return moment.getTime()
    throw new InvalidArgumentError('Give a day such as 2027-01-15, or a moment with its zone.')
  }
