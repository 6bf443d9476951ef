import { readVouchers } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { ParticipantField, ReferenceField } from '../../pieces/desk-fields.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, EmptyState, ReadingState } from '../../pieces/states.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { say } from '../../state/settings.ts'
import { useWay } from '../../state/use-draft.ts'
import { useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { useTypedInstruction } from '../../state/use-typed-instruction.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { amountRule, baseUnitsOf, participantRule, referenceRule } from '../../words/desk-rules.ts'
import { bankWords } from './words.ts'

type Way = 'deposit' | 'withdraw'

const readCash = async ({ connection, participant }: Terminal): Promise<PublishedVoucher[]> => {
  const { items } = await readVouchers(connection, { issuer: participant })
  return items.map(({ voucher }) => voucher).filter(({ product }) => product.type === 'currency')
}

const useCash = (series: readonly PublishedVoucher[]) => {
  const [way, setWay] = useWay<Way>('cash', 'deposit')
  const [code, setCode] = useWay<string>('cash series', series[0]?.voucher ?? '')
  const unit = series.find(({ voucher }) => voucher === code)?.unit
  const fields = useFields(
    { participant: '', quantity: '', reference: '' },
    { participant: participantRule, quantity: amountRule(unit), reference: referenceRule },
    'cash',
  )
  const form = useTypedInstruction(fields, { voucher: code }, ({ participant, reference, quantity: typed }) => {
    const quantity = baseUnitsOf(typed, unit)
    if (quantity === undefined) return undefined
    const shared = { voucher: code, quantity, reference }
    return way === 'deposit'
      ? ['cash.deposit', { ...shared, to: participant }]
      : ['cash.withdraw', { ...shared, participant }]
  })
  return { way, setWay, code, setCode, unit, fields, form }
}

const CashForm = ({ series }: { series: readonly PublishedVoucher[] }) => {
  const { way, setWay, code, setCode, unit, fields, form } = useCash(series)
  return (
    <InstructionForm
      label={say(bankWords.cash)}
      action={say(way === 'deposit' ? bankWords.depositGo : bankWords.withdrawGo)}
      {...form}
    >
      <Ways
        label={say(bankWords.cash)}
        way={way}
        words={{ deposit: bankWords.deposit, withdraw: bankWords.withdraw }}
        onWay={setWay}
      />
      {way === 'withdraw' && <Alert tone="warn">{say(bankWords.withdrawText)}</Alert>}
      {series.length > 1 && (
        <SelectField
          label={say(bankWords.cashSeries)}
          value={code}
          options={series.map(({ voucher, name }) => [voucher, `${voucher} · ${name}`] as const)}
          onValue={setCode}
        />
      )}
      <ParticipantField {...fields.bind('participant')} />
      {unit && <AmountField label={say(bankWords.amount)} unit={unit} {...fields.bind('quantity')} />}
      <ReferenceField {...fields.bind('reference')} />
    </InstructionForm>
  )
}

/** Cash that comes in at the counter, and cash that is paid out (invariant 3). */
export const Cash = ({ terminal }: { terminal: Terminal }) => {
  const read = useResource('cash-series', () => readCash(terminal))
  return (
    <Section title={say(bankWords.cash)}>
      <ReadingState of={read} lines={4} />
      {read.value?.length === 0 && (
        <EmptyState icon="desk" title={say(bankWords.noCash)}>
          <p>{say(bankWords.noCashText)}</p>
        </EmptyState>
      )}
      {read.value && read.value.length > 0 && <CashForm series={read.value} />}
    </Section>
  )
}
