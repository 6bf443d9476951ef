import { voucherWords } from '../../dictionary/vouchers.ts'
import { Segments } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'

export type SpanHours = '1' | '24' | '168' | '720'

/** How long something is to last, of few choices, in hours. */
export const SpanField = (properties: { label: string; value: SpanHours; onValue: (value: SpanHours) => void }) => (
  <Segments
    {...properties}
    options={[
      ['1', say(voucherWords.hours)(1)],
      ['24', say(voucherWords.days)(1)],
      ['168', say(voucherWords.days)(7)],
      ['720', say(voucherWords.days)(30)],
    ]}
  />
)
