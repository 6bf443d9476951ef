import { fromShown, type Unit } from '../../../sdk/amount.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { say } from '../../state/settings.ts'
import { formatQuantity } from '../../words/format.ts'

const usual = ['100', '500', '1000'] as const

/** Usual amounts of cash, each one press away. */
export const AmountChips = ({ unit, onChoose }: { unit: Unit; onChoose: (shown: string) => void }) => (
  <fieldset class="chips">
    <legend class="visually-hidden">{say(voucherWords.usualAmounts)}</legend>
    {usual.map((shown) => {
      const read = fromShown(shown, unit)
      if (!('quantity' in read)) return null
      return (
        <button key={shown} type="button" class="chip" onClick={() => onChoose(shown)}>
          {formatQuantity(read.quantity, unit)}
        </button>
      )
    })}
  </fieldset>
)
