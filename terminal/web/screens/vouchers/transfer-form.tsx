import { useState } from 'preact/hooks'
import { reference as referenceShape } from '../../../../chaincode/wire/identifiers.ts'
import { typedText } from '../../../sdk/amount.ts'
import { cashTransferWords, voucherWords } from '../../dictionary/vouchers.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { TextField } from '../../pieces/field.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { checkAccount, checkQuantity } from '../../state/validate.ts'
import { AccountField } from './account-field.tsx'
import { availableOf, type FunctionContext, inUnit } from './function-context.ts'
import { SpanField, type SpanHours } from './span-field.tsx'

type Mode = 'direct' | 'offer'

const useTransfer = (context: FunctionContext) => {
  const { voucher, account } = context
  const [mode, setMode] = useState<Mode>('direct')
  const [text, setText] = useState('')
  const [toText, setTo] = useState('')
  const [reference, setReference] = useState('')
  const [hours, setHours] = useState<SpanHours>('24')
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
      if (kept === undefined) return
      setText('')
      setReference('')
      setChecked(false)
    })
    return true
  }
  const typed = { mode, setMode, text, setText, toText, setTo, reference, setReference, hours, setHours }
  return { ...typed, isChecked, checked, to, isReferenceWrong, available, instructing, submit }
}

/** The words of the form: cash is paid over, metal is made over. */
const wordsOf = ({ voucher }: FunctionContext) =>
  voucher.product.type === 'currency' ? { ...voucherWords, ...cashTransferWords } : voucherWords

const actionOf = ({ mode, checked }: ReturnType<typeof useTransfer>, context: FunctionContext): string => {
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
    value={form.reference}
    onValue={form.setReference}
    wrong={form.isReferenceWrong ? say(voucherWords.referenceWrong) : undefined}
  />
)

const OfferTime = ({ form }: { form: TransferState }) => (
  <>
    <SpanField label={say(voucherWords.answerWithin)} value={form.hours} onValue={form.setHours} />
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
        way={form.mode}
        words={{ direct: words.direct, offer: words.asOffer }}
        onWay={form.setMode}
      />
      <AccountField
        label={say(voucherWords.to)}
        value={form.toText}
        onValue={form.setTo}
        wrong={form.isChecked && form.to.wrong ? say(form.to.wrong) : undefined}
      />
      <AmountField
        label={say(voucherWords.quantity)}
        unit={unit}
        value={form.text}
        onValue={form.setText}
        hint={say(voucherWords.available)(inUnit(context, form.available))}
        wrong={form.isChecked && form.checked.wrong ? say(form.checked.wrong) : undefined}
        onAll={() => form.setText(typedText(form.available, unit))}
      />
      <Reference form={form} />
      {form.mode === 'offer' && <OfferTime form={form} />}
    </InstructionForm>
  )
}
