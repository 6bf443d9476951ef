import { useState } from 'preact/hooks'
import { reference as referenceShape } from '../../../../chaincode/wire/identifiers.ts'
import { toShown, type Unit } from '../../../sdk/amount.ts'
import type { PaymentView } from '../../../sdk/payments.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { tillWords } from '../../dictionary/till.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Button } from '../../pieces/button.tsx'
import { Dialog } from '../../pieces/dialog.tsx'
import { TextField } from '../../pieces/field.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { formatQuantity } from '../../state/format.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { checkQuantity } from '../../state/validate.ts'

const plain: Unit = { base: '1', shownAs: '', basePerShown: '1' }

const useRefund = (payment: PaymentView, unit: Unit, onDone: () => void) => {
  const left = BigInt(payment.quantity) - BigInt(payment.refunded)
  const [amount, setAmount] = useState(toShown(left.toString(), unit) ?? left.toString())
  const [reference, setReference] = useState(`R-${payment.orderNumber}`)
  const { value: quantity, wrong } = checkQuantity(amount, unit)
  const isTooMuch = quantity !== undefined && BigInt(quantity) > left
  const isReferenceWrong = !referenceShape.safeParse(reference).success
  const { send, isPending, fault } = useInstruction({ voucher: payment.voucher })
  const submit = async (event: Event) => {
    event.preventDefault()
    if (quantity === undefined || isTooMuch || isReferenceWrong) return
    await send('payment.refund', { payment: payment.payment, quantity, reference })
    onDone()
  }
  const typed = { amount, setAmount, reference, setReference }
  return { ...typed, left, wrong, isTooMuch, isReferenceWrong, submit, isPending, fault }
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
  const form = useRefund(payment, unit, onDone)
  const left = say(tillWords.refundLeft)(formatQuantity(form.left.toString(), unit))
  return (
    <Dialog title={say(tillWords.refundTitle)} onClose={onDone}>
      <form class="form" onSubmit={(event) => void form.submit(event)} noValidate>
        {form.fault && <FaultAlert fault={form.fault} />}
        <AmountField
          label={say(tillWords.refundAmount)}
          unit={unit}
          value={form.amount}
          onValue={form.setAmount}
          hint={left}
          wrong={form.isTooMuch ? left : form.wrong && say(form.wrong)}
        />
        <TextField
          label={say(tillWords.refundReason)}
          hint={say(tillWords.refundReasonHint)}
          value={form.reference}
          maxLength={64}
          onValue={form.setReference}
          wrong={form.isReferenceWrong ? say(tillWords.refundReasonHint) : undefined}
        />
        {payment.fee !== '0' && <p class="note">{say(tillWords.feeStays)}</p>}
        <div class="button-row">
          <Button type="submit" tone="primary" isPending={form.isPending}>
            {say(tillWords.refundGo)}
          </Button>
          <Button onClick={onDone}>{say(shellWords.cancel)}</Button>
        </div>
      </form>
    </Dialog>
  )
}
