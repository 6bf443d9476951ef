import { voucherWords } from '../../dictionary/vouchers.ts'
import { Segments } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'

const spans = ['1', '24', '168', '720'] as const

export type SpanHours = (typeof spans)[number]

/** A span in words. */
export const spanText = (hours: SpanHours): string =>
  hours === '1' ? say(voucherWords.hours)(1) : say(voucherWords.days)(Number(hours) / 24)

/** The moment at which a span that begins now ends, in milliseconds since 1970. */
export const hoursFromNow = (hours: SpanHours): string => String(Date.now() + Number(hours) * 3_600_000)

/** How long something is to last, of few choices, in hours. */
export const SpanField = (properties: { label: string; value: SpanHours; onValue: (value: SpanHours) => void }) => (
  <Segments {...properties} options={spans.map((hours) => [hours, spanText(hours)] as const)} />
)
