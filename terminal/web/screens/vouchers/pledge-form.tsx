import { z } from 'zod'
import { displayName } from '../../../../chaincode/wire/identifiers.ts'
import { reviewWords } from '../../dictionary/review.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Field, Segments, TextField } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'
import { type Asked, type Review, useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { accountRule, quantityRule } from '../../words/field-rules.ts'
import { formatMoment } from '../../words/format.ts'
import { checkAccount, checkQuantity } from '../../words/validate.ts'
import { AccountField } from './account-field.tsx'
import { availableOf, type FunctionContext, inUnit } from './function-context.ts'
import { hoursFromNow, SpanField, type SpanHours, spanText } from './span-field.tsx'

const dayMilliseconds = 86_400_000

/** A day in this device's calendar, as a date field has it. */
const dateText = (milliseconds: number): string => {
  const day = new Date(milliseconds)
  const two = (figure: number) => String(figure).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** The last moment of such a day. */
const endOfDay = (text: string): number => new Date(`${text}T23:59:59`).getTime()

type Enforcement = 'none' | 'transfer-to-pledgee'

const starting = () => ({
  ...{ quantity: '', pledgee: '', purpose: '', term: dateText(Date.now() + 30 * dayMilliseconds) },
  ...{ hours: '24', enforcement: 'none' },
})

interface Wanted {
  quantity: string
  pledgee: string
  purpose: string
  term: string
  hours: SpanHours
  enforcement: Enforcement
}

const enforcementText = (enforcement: Enforcement): string =>
  say(enforcement === 'none' ? voucherWords.enforceNone : voucherWords.enforceTransfer)

const reviewOf = (context: FunctionContext, wanted: Wanted): Review => {
  const left = (BigInt(availableOf(context, context.voucher.voucher)) - BigInt(wanted.quantity)).toString()
  return {
    what: say(voucherWords.pledgeNow)(inUnit(context, wanted.quantity)),
    receiver: { participant: wanted.pledgee, isOffer: true },
    lines: [
      [say(voucherWords.purpose), wanted.purpose],
      [say(voucherWords.termEnds), formatMoment(endOfDay(wanted.term))],
      [say(voucherWords.answerWithin), spanText(wanted.hours)],
      [say(voucherWords.enforcement), enforcementText(wanted.enforcement)],
      [say(reviewWords.balanceAfter), inUnit(context, left)],
    ],
  }
}

const askedOf = (context: FunctionContext, wanted: Wanted): Asked => {
  const { quantity, pledgee, purpose, term, hours, enforcement } = wanted
  const body = {
    ...{ voucher: context.voucher.voucher, quantity, pledgee, purpose, enforcement },
    ...{ termEndsAt: String(endOfDay(term)), answerBy: hoursFromNow(hours) },
  }
  return { kind: 'pledge.propose', body, review: reviewOf(context, wanted) }
}

/** The term must end after the time in which the pledgee may answer. */
const termRule = (hours: string) => ({
  shape: z.string().refine((text) => endOfDay(text) > Number(hoursFromNow(hours as SpanHours))),
  words: voucherWords.termWrong,
})

const usePledge = (context: FunctionContext) => {
  const { voucher, account } = context
  const available = availableOf(context, voucher.voucher)
  const bound = { maximum: available, show: (count: string) => inUnit(context, count) }
  const fields = useFields(
    starting(),
    ({ hours }) => ({
      quantity: quantityRule(voucher.unit, bound),
      pledgee: accountRule(account),
      purpose: { shape: displayName, words: voucherWords.purposeWrong },
      term: termRule(hours),
    }),
    `pledge ${voucher.voucher}`,
  )
  const { purpose, term } = fields.values
  const hours = fields.values.hours as SpanHours
  const enforcement = fields.values.enforcement as Enforcement
  const quantity = checkQuantity(fields.values.quantity, voucher.unit, bound).value
  const pledgee = checkAccount(fields.values.pledgee, account).value
  const asked = () =>
    quantity === undefined || pledgee === undefined
      ? undefined
      : askedOf(context, { quantity, pledgee, purpose, term, hours, enforcement })
  const onTaken = () => fields.reset('quantity', 'purpose')
  const act = useAct({ about: { voucher: voucher.voucher }, check: fields.check, asked, onTaken })
  return { fields, hours, enforcement, quantity, available, act }
}

type PledgeState = ReturnType<typeof usePledge>

const PledgeTerms = ({ form: { fields, hours, enforcement } }: { form: PledgeState }) => {
  const { value, onValue, wrong } = fields.bind('term')
  return (
    <>
      <TextField
        label={say(voucherWords.purpose)}
        hint={say(voucherWords.purposeHint)}
        maxLength={60}
        {...fields.bind('purpose')}
      />
      <Field label={say(voucherWords.termEnds)} wrong={wrong}>
        {(ties) => (
          <input
            {...ties}
            type="date"
            value={value}
            min={dateText(Date.now())}
            onInput={({ currentTarget }) => onValue(currentTarget.value)}
          />
        )}
      </Field>
      <SpanField label={say(voucherWords.answerWithin)} value={hours} onValue={(span) => fields.set({ hours: span })} />
      <Segments
        label={say(voucherWords.enforcement)}
        value={enforcement}
        options={[
          ['none', enforcementText('none')],
          ['transfer-to-pledgee', enforcementText('transfer-to-pledgee')],
        ]}
        onValue={(chosen) => fields.set({ enforcement: chosen })}
      />
    </>
  )
}

/** Pledging a quantity to somebody, who must take it before it is locked (S0-022). */
export const PledgeForm = ({ context }: { context: FunctionContext }) => {
  const form = usePledge(context)
  const named = form.quantity === undefined ? '' : inUnit(context, form.quantity)
  return (
    <ActForm
      label={say(voucherWords.pledgeNow)('').trim()}
      action={say(voucherWords.pledgeNow)(named).trim()}
      act={form.act}
    >
      <AccountField label={say(voucherWords.pledgee)} {...form.fields.bind('pledgee')} />
      <AmountField
        label={say(voucherWords.quantity)}
        unit={context.voucher.unit}
        hint={say(voucherWords.available)(inUnit(context, form.available))}
        {...form.fields.bind('quantity')}
      />
      <PledgeTerms form={form} />
    </ActForm>
  )
}
