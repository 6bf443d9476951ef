import { voucherWords } from '../dictionary/vouchers.ts'
import { Icon } from '../pieces/icon.tsx'
import { say } from '../state/settings.ts'
import { formatSpan } from '../words/format.ts'

/** Marks a value whose price has ended, with how long ago. */
export const StalePrice = ({ ageMilliseconds }: { ageMilliseconds: string }) => (
  <span class="pill" data-tone="warn">
    <Icon name="clock" />
    {say(voucherWords.stalePrice)(formatSpan(-Number(ageMilliseconds)))}
  </span>
)
