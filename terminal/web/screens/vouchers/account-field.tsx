import { voucherWords } from '../../dictionary/vouchers.ts'
import { TextField } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'

/** The account of somebody else; whatever is typed becomes small letters, as the names of accounts are. */
export const AccountField = ({
  onValue,
  ...typed
}: {
  label: string
  value: string
  onValue: (value: string) => void
  wrong: string | undefined
}) => (
  <TextField
    hint={say(voucherWords.toHint)}
    autocapitalize="none"
    autocomplete="off"
    spellcheck={false}
    maxLength={40}
    onValue={(value) => onValue(value.trim().toLowerCase())}
    {...typed}
  />
)
