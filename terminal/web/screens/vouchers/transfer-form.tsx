import { useState } from 'preact/hooks'
import { reference as referenceShape } from '../../../../chaincode/wire/identifiers.ts'
import { typedText } from '../../../sdk/amount.ts'
import { cashTransferWords, voucherWords } from '../../dictionary/vouchers.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { TextField } from '../../pieces/field.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { isTaken } from '../../state/accepted.ts'
import { say } from '../../state/settings.ts'
import { useDraft } from '../../state/use-draft.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { checkAccount, checkQuantity } from '../../words/validate.ts'
import { AccountField } from './account-field.tsx'
import { availableOf, type FunctionContext, inUnit } from './function-context.ts'
import { SpanField, type SpanHours } from './span-field.tsx'

interface Typed {
  mode: 'direct' | 'offer'
  quantity: string
  to: string
  reference: string
  hours: SpanHours
}

const starting: Typed = { mode: 'direct', quantity: '', to: '', reference: '', hours: '24' }

const useTransfer = (context: FunctionContext) => {
  const { voucher, account } = context
  const { typed, set, clear } = useDraft<Typed>(`transfer ${voucher.voucher}`, starting)
  const { mode, quantity: text, to: toText, reference, hours } = typed
  const [isChecked, setChecked] = useState(false)
  const instructing = useInstruction({ voucher: voucher.voucher })
  const available = availableOf(context, voucher.voucher)
  const checked = checkQuantity(text, voucher.unit, { maximum: available, show: (count) => inUnit(context, count) })
  const to = checkAccount(toText, account)
  const isReferenceWrong = reference !== '' && !referenceShape.safeParse(reference).success
  const submit = (): boolean => {
    setChecked(true)
    if (checked.value === undefined || to.value === undefined || isReferenceWrong) return false
    const noted = reference === '' ? {} : { reference }
    const body = { voucher: voucher.voucher, to: to.value, quantity: checked.value, ...noted }
    const answerBy = String(Date.now() + Number(hours) * 3_600_000)
    const sent =
      mode === 'direct'
        ? instructing.send('voucher.transfer', body)
        : instructing.send('transfer.offer', { ...body, answerBy })
    void sent.then((kept) => {
      if (!isTaken(kept)) return
      clear('quantity', 'reference')
      setChecked(false)
    })
    return true
  }
  return { typed, set, isChecked, checked, to, isReferenceWrong, available, instructing, submit }
}

/** The words of the form: cash is paid over, metal is made over. */
const wordsOf = ({ voucher }: FunctionContext) =>
  voucher.product.type === 'currency' ? { ...voucherWords, ...cashTransferWords } : voucherWords

const actionOf = ({ typed: { mode }, checked }: ReturnType<typeof useTransfer>, context: FunctionContext): string => {
  const { transfer, asOffer, transferNow, offerNow } = wordsOf(context)
  if (checked.value === undefined) return say(mode === 'direct' ? transfer : asOffer)
  return say(mode === 'direct' ? transferNow : offerNow)(inUnit(context, checked.value))
}

type TransferState = ReturnType<typeof useTransfer>

const Reference = ({ form }: { form: TransferState }) => (
  <TextField
    label={say(voucherWords.reference)}
    hint={say(voucherWords.referenceHint)}
    isOptional
    maxLength={64}
    value={form.typed.reference}
    onValue={(reference) => form.set({ reference })}
    wrong={form.isReferenceWrong ? say(voucherWords.referenceWrong) : undefined}
  />
)

const OfferTime = ({ form }: { form: TransferState }) => (
  <>
    <SpanField
      label={say(voucherWords.answerWithin)}
      value={form.typed.hours}
      onValue={(hours) => form.set({ hours })}
    />
    <p class="note">{say(voucherWords.offerHint)}</p>
  </>
)

/** Sending a quantity to another account, at once or for it to accept (row S0-023). */
export const TransferForm = ({ context }: { context: FunctionContext }) => {
  const form = useTransfer(context)
  const { unit } = context.voucher
  const words = wordsOf(context)
  return (
    <InstructionForm
      label={say(words.transfer)}
      action={actionOf(form, context)}
      instructing={form.instructing}
      onSubmit={form.submit}
    >
      <Ways
        label={say(words.mode)}
        way={form.typed.mode}
        words={{ direct: words.direct, offer: words.asOffer }}
        onWay={(mode) => form.set({ mode })}
      />
      <AccountField
        label={say(voucherWords.to)}
        value={form.typed.to}
        onValue={(to) => form.set({ to })}
        wrong={form.isChecked && form.to.wrong ? say(form.to.wrong) : undefined}
      />
      <AmountField
        label={say(voucherWords.quantity)}
        unit={unit}
        value={form.typed.quantity}
        onValue={(quantity) => form.set({ quantity })}
        hint={say(voucherWords.available)(inUnit(context, form.available))}
        wrong={form.isChecked && form.checked.wrong ? say(form.checked.wrong) : undefined}
        onAll={() => form.set({ quantity: typedText(form.available, unit) })}
      />
      <Reference form={form} />
      {form.typed.mode === 'offer' && <OfferTime form={form} />}
    </InstructionForm>
  )
}
