import { useState } from 'preact/hooks'
import type { Unit } from '../../../sdk/amount.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { reviewWords } from '../../dictionary/review.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { ReferenceField } from '../../pieces/desk-fields.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, EmptyState, ReadingState } from '../../pieces/states.tsx'
import { Ways } from '../../pieces/ways.tsx'
import type { KeptResult } from '../../platform/database.ts'
import { isAccepted } from '../../state/accepted.ts'
import { say } from '../../state/settings.ts'
import { type Asked, type Review, useAct } from '../../state/use-act.ts'
import { useWay } from '../../state/use-draft.ts'
import { useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { referenceRule } from '../../words/desk-rules.ts'
import { quantityRule } from '../../words/field-rules.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkQuantity } from '../../words/validate.ts'
import { availableNow, readCash, usedReferences } from './cash-acts.ts'
import type { Customer } from './customer.ts'
import { nextSerial } from './serial.ts'
import type { Done } from './slip.tsx'
import { bankWords } from './words.ts'

type Way = Done['way']

interface Wanted {
  way: Way
  customer: Customer
  voucher: string
  unit: Unit
  quantity: string
  reference: string
}

const actionOf = (way: Way, amount: string | undefined): string => {
  if (amount === undefined) return say(way === 'deposit' ? bankWords.deposit : bankWords.withdraw)
  return say(way === 'deposit' ? bankWords.depositNow : bankWords.withdrawNow)(amount)
}

const balanceAfter = ({ way, customer, voucher, quantity }: Wanted): string | undefined => {
  if (customer.balances === undefined) return undefined
  const available = BigInt(customer.balances[voucher]?.available ?? '0')
  return (way === 'deposit' ? available + BigInt(quantity) : available - BigInt(quantity)).toString()
}

const reviewOf = (wanted: Wanted): Review => {
  const { way, customer, unit, quantity, reference } = wanted
  const after = balanceAfter(wanted)
  return {
    what: actionOf(way, formatQuantity(quantity, unit)),
    lines: [
      [say(deskWords.participant), customer.participant],
      [say(reviewWords.receiverHome), customer.homeName],
      [say(deskWords.reference), reference],
      ...(after === undefined ? [] : [[say(reviewWords.balanceAfter), formatQuantity(after, unit)] as const]),
    ],
  }
}

const askedOf = (wanted: Wanted): Asked => {
  const { way, customer, voucher, quantity, reference } = wanted
  const body = { voucher, quantity, reference }
  const review = reviewOf(wanted)
  return way === 'deposit'
    ? { kind: 'cash.deposit', body: { ...body, to: customer.participant }, review }
    : { kind: 'cash.withdraw', body: { ...body, participant: customer.participant }, review }
}

/** The reference as the clerk wrote it, else this desk's next number of the day, which moves on with each act. */
const useReference = ({ signer: { device } }: Terminal) => {
  const [written, setWritten] = useState<string | undefined>(undefined)
  const [isChecked, setChecked] = useState(false)
  const value = written ?? nextSerial(usedReferences(), { device, at: Date.now() })
  const isRight = referenceRule.shape.safeParse(value.trim()).success
  const wrong = isChecked && !isRight ? say(deskWords.referenceHint) : undefined
  const check = (): boolean => {
    setChecked(true)
    return isRight
  }
  return {
    bound: { value, onValue: setWritten, wrong },
    value: value.trim(),
    check,
    renew: () => setWritten(undefined),
  }
}

interface OfCustomer {
  terminal: Terminal
  customer: Customer
  /** Hears at once that it was taken, and the next customer can come. */
  onTaken: () => void
  /** Hears what the slip says, once the ledger has accepted it. */
  onDone: (done: Done) => void
}

const useQuantity = (customer: Customer, { way, voucher, unit }: { way: Way; voucher: string; unit: Unit }) => {
  const available = way === 'withdraw' ? customer.balances?.[voucher]?.available : undefined
  const bound = { maximum: available, show: (count: string) => formatQuantity(count, unit) }
  const fields = useFields(
    { quantity: '' },
    { quantity: quantityRule(unit, bound) },
    `cash ${voucher} ${customer.participant}`,
  )
  const { value: quantity } = checkQuantity(fields.values.quantity, unit, bound)
  return { fields, quantity, available }
}

const useCash = ({ terminal, customer, series, ...parts }: OfCustomer & { series: PublishedVoucher }) => {
  const [way, setWay] = useWay<Way>('cash', 'deposit')
  const { voucher, unit } = series
  const { fields, quantity, available } = useQuantity(customer, { way, voucher, unit })
  const reference = useReference(terminal)
  const wanted = (): Wanted | undefined =>
    quantity === undefined ? undefined : { way, customer, voucher, unit, quantity, reference: reference.value }
  const asked = () => {
    const now = wanted()
    return now && askedOf(now)
  }
  const onTaken = async (kept: KeptResult) => {
    const now = wanted()
    fields.reset()
    reference.renew()
    parts.onTaken()
    if (now === undefined || !isAccepted(kept)) return
    const after = await availableNow(terminal, { customer: customer.participant, voucher })
    parts.onDone({ ...now, customer: customer.participant, id: kept.id, at: kept.madeAt, after })
  }
  // Both are marked at once.
  const check = () => [fields.check(), reference.check()].every(Boolean)
  const act = useAct({ about: { voucher }, check, asked, onTaken: (kept) => void onTaken(kept) })
  return { way, setWay, unit, fields, quantity, available, reference, act }
}

const CashForm = ({ series, ...parts }: OfCustomer & { series: PublishedVoucher }) => {
  const { way, setWay, unit, fields, quantity, available, reference, act } = useCash({ ...parts, series })
  const hint = available === undefined ? undefined : say(bankWords.availableNow)(formatQuantity(available, unit))
  return (
    <>
      <Ways
        label={say(bankWords.cash)}
        way={way}
        words={{ deposit: bankWords.deposit, withdraw: bankWords.withdraw }}
        onWay={setWay}
      />
      {way === 'withdraw' && <Alert tone="warn">{say(bankWords.withdrawText)}</Alert>}
      <ActForm
        label={say(bankWords.cash)}
        action={actionOf(way, quantity === undefined ? undefined : formatQuantity(quantity, unit))}
        act={act}
        isFocused
      >
        <AmountField label={say(bankWords.amount)} unit={unit} hint={hint} {...fields.bind('quantity')} />
        <ReferenceField {...reference.bound} />
      </ActForm>
    </>
  )
}

const ChosenCash = ({ all, ...parts }: OfCustomer & { all: readonly PublishedVoucher[] }) => {
  const [code, setCode] = useWay<string>('cash series', all[0]?.voucher ?? '')
  const series = all.find(({ voucher }) => voucher === code) ?? all[0]
  if (series === undefined) return null
  return (
    <>
      {all.length > 1 && (
        <SelectField
          label={say(bankWords.cashSeries)}
          value={code}
          options={all.map(({ voucher, name }) => [voucher, `${voucher} · ${name}`] as const)}
          onValue={setCode}
        />
      )}
      <CashForm key={series.voucher} series={series} {...parts} />
    </>
  )
}

/** Cash that comes in at the counter, and cash that is paid out (invariant 3). */
export const Cash = (parts: OfCustomer) => {
  const read = useResource('cash-series', () => readCash(parts.terminal))
  return (
    <Section title={say(bankWords.cash)}>
      <ReadingState of={read} lines={4} />
      {read.value?.length === 0 && (
        <EmptyState icon="desk" title={say(bankWords.noCash)}>
          <p>{say(bankWords.noCashText)}</p>
        </EmptyState>
      )}
      {read.value && read.value.length > 0 && <ChosenCash all={read.value} {...parts} />}
    </Section>
  )
}
