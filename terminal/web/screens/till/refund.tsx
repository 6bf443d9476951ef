import { reference as referenceShape } from '../../../../chaincode/wire/identifiers.ts'
import type { Unit } from '../../../sdk/amount.ts'
import type { PaymentView } from '../../../sdk/payments.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { FormDialog } from '../../pieces/desk.tsx'
import { TextField } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'
import { useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkRefund, refundableOf, refundRule, wholeRefund } from './refundable.ts'
import { tillWords } from './words.ts'

const plain: Unit = { base: '1', shownAs: '', basePerShown: '1' }

const useRefund = (payment: PaymentView, unit: Unit, onDone: () => void) => {
  const left = refundableOf(payment)
  const fields = useFields(
    { amount: wholeRefund(left, unit), reference: `R-${payment.orderNumber}` },
    { amount: refundRule({ left, unit }), reference: { shape: referenceShape, words: tillWords.refundReasonHint } },
  )
  const { amount, reference } = fields.values
  const { quantity } = checkRefund(amount, { left, unit })
  const action =
    quantity === undefined ? say(tillWords.refund) : say(tillWords.refundNow)(formatQuantity(quantity, unit))
  const act = useAct({
    about: { voucher: payment.voucher },
    check: fields.check,
    asked: () =>
      quantity === undefined
        ? undefined
        : {
            kind: 'payment.refund',
            body: { payment: payment.payment, quantity, reference },
            review: {
              what: action,
              lines: [
                [say(tillWords.order), payment.orderNumber],
                [say(tillWords.refundReason), reference],
                [say(tillWords.refundAfter), formatQuantity((BigInt(left) - BigInt(quantity)).toString(), unit)],
              ],
            },
          },
    onTaken: onDone,
  })
  return { fields, left, action, act }
}

/** Gives a part or all of a payment back; what is left of it is said, and never exceeded (row S4-040). */
export const RefundDialog = ({
  payment,
  unit = plain,
  onDone,
}: {
  payment: PaymentView
  unit: Unit | undefined
  onDone: () => void
}) => {
  const { fields, left, action, act } = useRefund(payment, unit, onDone)
  return (
    <FormDialog title={say(tillWords.refundTitle)} action={action} act={act} isFocused onClose={onDone}>
      <AmountField
        label={say(tillWords.refundAmount)}
        unit={unit}
        hint={say(tillWords.refundLeft)(formatQuantity(left, unit))}
        {...fields.bind('amount')}
      />
      <TextField
        label={say(tillWords.refundReason)}
        hint={say(tillWords.refundReasonHint)}
        maxLength={64}
        {...fields.bind('reference')}
      />
      {payment.fee !== '0' && <p class="note">{say(tillWords.feeStays)}</p>}
    </FormDialog>
  )
}
