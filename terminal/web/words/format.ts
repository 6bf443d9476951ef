import { decimalsOf, toShown, type Unit } from '../../sdk/amount.ts'
import { locale } from '../state/settings.ts'

// Intl takes decimal strings as they are, so that no amount ever becomes a floating number.
type Exact = Intl.StringNumericLiteral

/** A figure with the minus of print, as wide as the plus, and not the hyphen that Intl writes. */
const signed = (figure: string): string => figure.replace('-', '−')

const decimal = (text: string, minimumFractionDigits = 0): string =>
  signed(
    new Intl.NumberFormat(locale.value, { minimumFractionDigits, maximumFractionDigits: 20 }).format(text as Exact),
  )

const isCurrency = ({ shownAs }: Unit): boolean => /^[A-Z]{3}$/.test(shownAs)

const currency = (text: string, code: string, decimals: number, signDisplay: 'auto' | 'exceptZero'): string => {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  const style = { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol', ...digits, signDisplay } as const
  return signed(new Intl.NumberFormat(locale.value, style).format(text as Exact))
}

/** A count of base units with its unit, grouped as the language does: `1,234.5 g`, `¥1,234.50` (row S0-038). */
export const formatQuantity = (
  quantity: string,
  unit: Unit | undefined,
  signDisplay: 'auto' | 'exceptZero' = 'auto',
): string => {
  if (unit === undefined) return decimal(quantity)
  const shown = toShown(quantity, unit)
  if (shown === undefined) return `${decimal(quantity)} × ${unit.base}`
  /* c8 ignore next -- what can be shown has a count of places */
  if (isCurrency(unit)) return currency(shown, unit.shownAs, decimalsOf(unit) ?? 0, signDisplay)
  return `${decimal(shown)} ${unit.shownAs}`
}

/** A price for so many base units: `¥560.00 / g`. */
export const formatPrice = (
  price: string,
  of: { cash: Unit | undefined; unit: Unit | undefined; priceScale: string },
): string => {
  const { cash, unit, priceScale } = of
  const per = unit !== undefined && priceScale === unit.basePerShown ? unit.shownAs : formatQuantity(priceScale, unit)
  return `${formatQuantity(price, cash)} / ${per}`
}

/** Parts per million as a percentage with its sign: `+1.25 %`. */
export const formatYield = (partsPerMillion: string): string =>
  signed(
    new Intl.NumberFormat(locale.value, {
      style: 'percent',
      minimumFractionDigits: 2,
      maximumFractionDigits: 4,
      signDisplay: 'exceptZero',
    }).format(`${partsPerMillion}e-6` as Exact),
  )

/** A moment of the ledger, in this device's time zone. */
export const formatMoment = (milliseconds: string | number): string =>
  new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short' }).format(Number(milliseconds))

/** A moment in a list, where the year is said only when it is another one than this. */
export const formatListed = (milliseconds: string | number): string => {
  const moment = new Date(Number(milliseconds))
  if (moment.getFullYear() !== new Date().getFullYear()) return formatMoment(milliseconds)
  const parts = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat(locale.value, parts).format(moment)
}

/** A moment with its seconds, without the date. */
export const formatTime = (milliseconds: string | number): string =>
  new Intl.DateTimeFormat(locale.value, { timeStyle: 'medium' }).format(Number(milliseconds))

const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** How long ago, or how long until, in the largest unit that fits. */
export const formatSpan = (milliseconds: number): string => {
  const size = Math.abs(milliseconds)
  const [unit, length] = spans.find(([, span]) => size >= span) ?? ['second', 1000]
  return new Intl.RelativeTimeFormat(locale.value, { numeric: 'always' }).format(
    Math.trunc(milliseconds / length),
    unit,
  )
}

/** A length of time in the largest unit that it has a whole number of, such as `3 days`; in seconds. */
export const formatLength = (seconds: number): string => {
  const [unit, length] = spans.find(([, span]) => (seconds * 1000) % span === 0) ?? ['second', 1000]
  return new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(
    (seconds * 1000) / length,
  )
}

/** A number of minutes in words: `60 minutes`, `1 minute`. */
export const formatMinutes = (minutes: number): string =>
  new Intl.NumberFormat(locale.value, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes)

/** Minutes and seconds that are left: `4:05`. */
export const formatCountdown = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const two = (figure: number) => String(figure).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
