import { z } from 'zod'
import { typedText, type Unit } from '../../../sdk/amount.ts'
import type { ListedPurchase } from '../../../sdk/purchases.ts'
import { refundableOf } from '../../market/purchases/progress.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { say } from '../../state/settings.ts'
import { useAct } from '../../state/use-act.ts'
import { type FieldRule, useFields } from '../../state/use-fields.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkQuantity } from '../../words/validate.ts'
import { providerWords } from './words.ts'

const ruleOf = (unit: Unit, maximum: string): FieldRule => {
  const check = (text: string) => checkQuantity(text, unit, { maximum, show: (left) => formatQuantity(left, unit) })
  return {
    shape: z.string().refine((text) => check(text).value !== undefined),
    words: (text) => check(text).wrong ?? providerWords.priceWrong,
  }
}

/** Gives back a part of what the provider got, or all of it, which is what stands there at first. */
export const RefundForm = ({ of, unit }: { of: ListedPurchase; unit: Unit }) => {
  const left = refundableOf(of)
  const fields = useFields({ amount: typedText(left, unit, { isPadded: true }) }, { amount: ruleOf(unit, left) })
  const quantity = checkQuantity(fields.values.amount, unit, { maximum: left }).value
  const amount = quantity === undefined ? '' : formatQuantity(quantity, unit)
  const action = say(providerWords.refundNow)(amount)
  const act = useAct({
    check: fields.check,
    asked: () =>
      quantity === undefined
        ? undefined
        : {
            kind: 'purchase.refund',
            body: { purchase: of.purchase, quantity },
            review: {
              what: action,
              total: [say(providerWords.refundAmount), amount],
              lines: [[say(providerWords.refundTo), of.buyer]],
            },
          },
  })
  return (
    <ActForm label={say(providerWords.refund)} action={action} act={act}>
      <AmountField
        label={say(providerWords.refundAmount)}
        unit={unit}
        hint={say(providerWords.refundLeft)(formatQuantity(left, unit))}
        {...fields.bind('amount')}
      />
    </ActForm>
  )
}
