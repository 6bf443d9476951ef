import { useState } from 'preact/hooks'
import { reference as referenceShape } from '../../../../chaincode/wire/identifiers.ts'
import type { Unit } from '../../../sdk/amount.ts'
import type { PaymentView } from '../../../sdk/payments.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Button } from '../../pieces/button.tsx'
import { Dialog } from '../../pieces/dialog.tsx'
import { TextField } from '../../pieces/field.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { faultIn, isTaken } from '../../state/accepted.ts'
import type { Fault } from '../../state/fault.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkRefund, refundableOf, wholeRefund } from './refundable.ts'
import { tillWords } from './words.ts'

const plain: Unit = { base: '1', shownAs: '', basePerShown: '1' }

const useRefund = (payment: PaymentView, unit: Unit, onDone: () => void) => {
  const left = refundableOf(payment)
  const [amount, setAmount] = useState(wholeRefund(left, unit))
  const [reference, setReference] = useState(`R-${payment.orderNumber}`)
  const { quantity, wrong } = checkRefund(amount, { left, unit })
  const isReferenceWrong = !referenceShape.safeParse(reference).success
  const [refusal, setRefusal] = useState<Fault | undefined>(undefined)
  const { send, isPending, fault } = useInstruction({ voucher: payment.voucher })
  const submit = async (event: Event) => {
    event.preventDefault()
    if (quantity === undefined || isReferenceWrong) return
    const kept = await send('payment.refund', { payment: payment.payment, quantity, reference })
    if (isTaken(kept)) return onDone()
    setRefusal(faultIn(kept))
  }
  const typed = { amount, setAmount, reference, setReference }
  return { ...typed, left, wrong, isReferenceWrong, submit, isPending, fault: fault ?? refusal }
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
  const left = say(tillWords.refundLeft)(formatQuantity(form.left, unit))
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
          wrong={form.wrong}
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
