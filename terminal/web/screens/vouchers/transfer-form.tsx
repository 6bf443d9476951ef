import { reference as referenceShape } from '../../../../chaincode/wire/identifiers.ts'
import { typedText } from '../../../sdk/amount.ts'
import { reviewWords } from '../../dictionary/review.ts'
import { cashTransferWords, voucherWords } from '../../dictionary/vouchers.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { say } from '../../state/settings.ts'
import { type Asked, type Review, useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { accountRule, quantityRule } from '../../words/field-rules.ts'
import { checkAccount, checkQuantity } from '../../words/validate.ts'
import { AccountField, RecentAccounts } from './account-field.tsx'
import { availableOf, type FunctionContext, inUnit } from './function-context.ts'
import { hoursFromNow, SpanField, type SpanHours, spanText } from './span-field.tsx'

type Mode = 'direct' | 'offer'

const starting = { mode: 'direct', quantity: '', to: '', reference: '', hours: '24' }

/** The words of the form: cash is paid over, metal is made over. */
const wordsOf = ({ voucher }: FunctionContext) =>
  voucher.product.type === 'currency' ? { ...voucherWords, ...cashTransferWords } : voucherWords

interface Wanted {
  mode: Mode
  quantity: string
  to: string
  reference: string
  hours: SpanHours
}

const actionOf = (context: FunctionContext, mode: Mode, quantity: string | undefined): string => {
  const { transfer, asOffer, transferNow, offerNow } = wordsOf(context)
  if (quantity === undefined) return say(mode === 'direct' ? transfer : asOffer)
  return say(mode === 'direct' ? transferNow : offerNow)(inUnit(context, quantity))
}

const reviewOf = (context: FunctionContext, { mode, quantity, to, reference, hours }: Wanted): Review => {
  const left = (BigInt(availableOf(context, context.voucher.voucher)) - BigInt(quantity)).toString()
  const isOffer = mode === 'offer'
  return {
    what: actionOf(context, mode, quantity),
    receiver: { participant: to, isOffer },
    lines: [
      ...(reference === '' ? [] : [[say(voucherWords.reference), reference] as const]),
      ...(isOffer ? [[say(voucherWords.answerWithin), spanText(hours)] as const] : []),
      [say(reviewWords.balanceAfter), inUnit(context, left)],
    ],
  }
}

const askedOf = (context: FunctionContext, wanted: Wanted): Asked => {
  const { mode, quantity, to, reference, hours } = wanted
  const body = {
    ...{ voucher: context.voucher.voucher, to, quantity },
    ...(reference === '' ? {} : { reference }),
  }
  const review = reviewOf(context, wanted)
  return mode === 'direct'
    ? { kind: 'voucher.transfer', body, review }
    : { kind: 'transfer.offer', body: { ...body, answerBy: hoursFromNow(hours) }, review }
}

const useTransfer = (context: FunctionContext) => {
  const { voucher, account } = context
  const available = availableOf(context, voucher.voucher)
  const bound = { maximum: available, show: (count: string) => inUnit(context, count) }
  const fields = useFields(
    starting,
    ({ reference }) => ({
      quantity: quantityRule(voucher.unit, bound),
      to: accountRule(account),
      ...(reference === '' ? {} : { reference: { shape: referenceShape, words: voucherWords.referenceWrong } }),
    }),
    `transfer ${voucher.voucher}`,
  )
  const { values } = fields
  const mode = values.mode as Mode
  const hours = values.hours as SpanHours
  const quantity = checkQuantity(values.quantity, voucher.unit, bound).value
  const to = checkAccount(values.to, account).value
  const asked = () =>
    quantity === undefined || to === undefined
      ? undefined
      : askedOf(context, { mode, quantity, to, reference: values.reference, hours })
  const onTaken = () => fields.reset('quantity', 'reference')
  const act = useAct({ about: { voucher: voucher.voucher }, check: fields.check, asked, onTaken })
  return { fields, mode, hours, quantity, available, act }
}

/** Sending a quantity to another account, at once or for it to accept (S0-023). */
export const TransferForm = ({ context }: { context: FunctionContext }) => {
  const { fields, mode, hours, quantity, available, act } = useTransfer(context)
  const { unit } = context.voucher
  const words = wordsOf(context)
  return (
    <ActForm label={say(words.transfer)} action={actionOf(context, mode, quantity)} act={act}>
      <AccountField label={say(voucherWords.to)} {...fields.bind('to')} />
      <RecentAccounts onChoose={(to) => fields.set({ to })} />
      <AmountField
        label={say(voucherWords.quantity)}
        unit={unit}
        hint={say(voucherWords.available)(inUnit(context, available))}
        onAll={() => fields.set({ quantity: typedText(available, unit) })}
        {...fields.bind('quantity')}
      />
      <TextField
        label={say(voucherWords.reference)}
        hint={say(voucherWords.referenceHint)}
        isOptional
        maxLength={64}
        {...fields.bind('reference')}
      />
      <Ways
        label={say(words.mode)}
        way={mode}
        words={{ direct: words.direct, offer: words.asOffer }}
        onWay={(way) => fields.set({ mode: way })}
      />
      {mode === 'offer' && (
        <>
          <SpanField
            label={say(voucherWords.answerWithin)}
            value={hours}
            onValue={(span) => fields.set({ hours: span })}
          />
          <p class="note">{say(voucherWords.offerHint)}</p>
        </>
      )}
    </ActForm>
  )
}
