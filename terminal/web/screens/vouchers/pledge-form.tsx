import { useState } from 'preact/hooks'
import { displayName } from '../../../../chaincode/wire/identifiers.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Field, Segments, TextField } from '../../pieces/field.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { isTaken } from '../../state/accepted.ts'
import { say } from '../../state/settings.ts'
import { useDraft } from '../../state/use-draft.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { checkAccount, checkQuantity } from '../../words/validate.ts'
import { AccountField } from './account-field.tsx'
import { availableOf, type FunctionContext, inUnit } from './function-context.ts'
import { SpanField, type SpanHours } from './span-field.tsx'

const dayMilliseconds = 86_400_000

/** A day in this device's calendar, as a date field has it. */
const dateText = (milliseconds: number): string => {
  const day = new Date(milliseconds)
  const two = (figure: number) => String(figure).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** The last moment of such a day. */
const endOfDay = (text: string): number => new Date(`${text}T23:59:59`).getTime()

interface Typed {
  quantity: string
  pledgee: string
  purpose: string
  term: string
  hours: SpanHours
  enforcement: 'none' | 'transfer-to-pledgee'
}

const starting = (): Typed => ({
  ...{ quantity: '', pledgee: '', purpose: '', term: dateText(Date.now() + 30 * dayMilliseconds) },
  ...{ hours: '24', enforcement: 'none' },
})

const usePledge = (context: FunctionContext) => {
  const { voucher, account } = context
  const { typed, set, clear } = useDraft<Typed>(`pledge ${voucher.voucher}`, starting())
  const { quantity: text, pledgee: pledgeeText, purpose, term, hours, enforcement } = typed
  const [isChecked, setChecked] = useState(false)
  const instructing = useInstruction({ voucher: voucher.voucher })
  const available = availableOf(context, voucher.voucher)
  const checked = checkQuantity(text, voucher.unit, { maximum: available, show: (count) => inUnit(context, count) })
  const pledgee = checkAccount(pledgeeText, account)
  const isPurposeWrong = !displayName.safeParse(purpose.trim()).success
  const isTermWrong = !(endOfDay(term) > Date.now() + Number(hours) * 3_600_000)
  const submit = (): boolean => {
    setChecked(true)
    if (checked.value === undefined || pledgee.value === undefined || isPurposeWrong || isTermWrong) return false
    const body = {
      ...{
        voucher: voucher.voucher,
        quantity: checked.value,
        pledgee: pledgee.value,
        purpose: purpose.trim(),
        enforcement,
      },
      ...{ termEndsAt: String(endOfDay(term)), answerBy: String(Date.now() + Number(hours) * 3_600_000) },
    }
    void instructing.send('pledge.propose', body).then((kept) => {
      if (!isTaken(kept)) return
      clear('quantity', 'purpose')
      setChecked(false)
    })
    return true
  }
  const faults = {
    checked,
    pledgee,
    isPurposeWrong: isChecked && isPurposeWrong,
    isTermWrong: isChecked && isTermWrong,
  }
  return { typed, set, ...faults, isChecked, available, instructing, submit }
}

type PledgeState = ReturnType<typeof usePledge>

const PledgeTerms = ({ form }: { form: PledgeState }) => (
  <>
    <TextField
      label={say(voucherWords.purpose)}
      hint={say(voucherWords.purposeHint)}
      maxLength={60}
      value={form.typed.purpose}
      onValue={(purpose) => form.set({ purpose })}
      wrong={form.isPurposeWrong ? say(voucherWords.purposeWrong) : undefined}
    />
    <Field label={say(voucherWords.termEnds)} wrong={form.isTermWrong ? say(voucherWords.termWrong) : undefined}>
      {(ties) => (
        <input
          {...ties}
          type="date"
          value={form.typed.term}
          min={dateText(Date.now())}
          onInput={({ currentTarget }) => form.set({ term: currentTarget.value })}
        />
      )}
    </Field>
    <SpanField
      label={say(voucherWords.answerWithin)}
      value={form.typed.hours}
      onValue={(hours) => form.set({ hours })}
    />
    <Segments
      label={say(voucherWords.enforcement)}
      value={form.typed.enforcement}
      options={[
        ['none', say(voucherWords.enforceNone)],
        ['transfer-to-pledgee', say(voucherWords.enforceTransfer)],
      ]}
      onValue={(enforcement) => form.set({ enforcement })}
    />
  </>
)

/** Pledging a quantity to somebody, who must take it before it is locked (row S0-022). */
export const PledgeForm = ({ context }: { context: FunctionContext }) => {
  const form = usePledge(context)
  const named = form.checked.value === undefined ? '' : inUnit(context, form.checked.value)
  return (
    <InstructionForm
      label={say(voucherWords.pledgeNow)('').trim()}
      action={say(voucherWords.pledgeNow)(named).trim()}
      instructing={form.instructing}
      onSubmit={form.submit}
    >
      <AccountField
        label={say(voucherWords.pledgee)}
        value={form.typed.pledgee}
        onValue={(pledgee) => form.set({ pledgee })}
        wrong={form.isChecked && form.pledgee.wrong ? say(form.pledgee.wrong) : undefined}
      />
      <AmountField
        label={say(voucherWords.quantity)}
        unit={context.voucher.unit}
        value={form.typed.quantity}
        onValue={(quantity) => form.set({ quantity })}
        hint={say(voucherWords.available)(inUnit(context, form.available))}
        wrong={form.isChecked && form.checked.wrong ? say(form.checked.wrong) : undefined}
      />
      <PledgeTerms form={form} />
    </InstructionForm>
  )
}
