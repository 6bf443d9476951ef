import { voucherWords } from '../../dictionary/vouchers.ts'
import { TextField } from '../../pieces/field.tsx'
import { recentPayees } from '../../state/payees.ts'
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

/** The accounts that were given something last, each one press away. */
export const RecentAccounts = ({ onChoose }: { onChoose: (account: string) => void }) => {
  if (recentPayees.value.length === 0) return null
  return (
    <fieldset class="chips">
      <legend class="note">{say(voucherWords.recent)}</legend>
      {recentPayees.value.map((account) => (
        <button key={account} type="button" class="chip" onClick={() => onChoose(account)}>
          {account}
        </button>
      ))}
    </fieldset>
  )
}
