import { voucherWords } from '../dictionary/vouchers.ts'
import { formatSpan } from '../state/format.ts'
import { say } from '../state/settings.ts'
import { Icon } from './icon.tsx'

/** Marks a value whose price has ended, with how long ago. */
export const StalePrice = ({ ageMilliseconds }: { ageMilliseconds: string }) => (
  <span class="pill" data-tone="warn">
    <Icon name="clock" />
    {say(voucherWords.stalePrice)(formatSpan(-Number(ageMilliseconds)))}
  </span>
)
