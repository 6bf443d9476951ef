import { useState } from 'preact/hooks'
import { creditGrades } from '../../../../chaincode/domains/trade-chain/terms.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { readCurrencies } from '../../market/trades/currencies.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Act } from '../../pieces/desk.tsx'
import { ParticipantField } from '../../pieces/desk-fields.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { type LiftTexts, liftIn, liftSteps, startingLift } from '../../state/grades.ts'
import { say } from '../../state/settings.ts'
import { useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { type PublishedVoucher, unitOf } from '../../state/vouchers.ts'
import { amountRule, participantRule } from '../../words/desk-rules.ts'
import { type Named, useConfidential } from './use-confidential.ts'
import { weighingWords } from './weighing-words.ts'
import { creditWords } from './words.ts'

type CreditGrade = (typeof creditGrades)[number]

interface Of {
  terminal: Terminal
  named: Named
  /** As two officers gave it. */
  base: CreditGrade
}

const Form = ({ terminal, named, base, currencies }: Of & { currencies: readonly PublishedVoucher[] }) => {
  const complete = (values: object): LiftTexts => {
    const typed = values as LiftTexts
    const chosen = currencies.find(({ voucher }) => voucher === typed.cash) ?? currencies[0]
    return { ...typed, cash: chosen?.voucher ?? '' }
  }
  const fields = useFields<keyof LiftTexts>({ ...startingLift }, (values) => ({
    pledgee: participantRule,
    each: amountRule(unitOf(complete(values).cash)),
  }))
  const [grade, setGrade] = useState<CreditGrade>(base)
  const typed = complete(fields.values)
  const unit = unitOf(typed.cash)
  const { propose, instructing } = useConfidential(terminal, () => fields.reset())
  const submit = (): boolean => {
    const lift = fields.check() ? liftIn(typed, unit) : undefined
    if (lift === undefined) return false
    const { client, institution } = named
    propose({ kind: 'grade.set', body: { client, institution }, confidential: { grade, lift } })
    return true
  }
  return (
    <InstructionForm
      label={say(weighingWords.lift)}
      action={say(creditWords.proposeGrade)}
      instructing={instructing}
      onSubmit={submit}
    >
      <SelectField<CreditGrade>
        label={say(weighingWords.given)}
        value={grade}
        options={creditGrades.map((one) => [one, one.toUpperCase()] as const)}
        onValue={setGrade}
      />
      <ParticipantField label={say(weighingWords.pledgee)} autocomplete="off" {...fields.bind('pledgee')} />
      <SelectField
        label={say(weighingWords.cash)}
        value={typed.cash}
        options={currencies.map(({ voucher, name }) => [voucher, `${name} · ${voucher}`] as const)}
        onValue={(cash) => fields.set({ cash })}
      />
      {unit && <AmountField label={say(weighingWords.each)} unit={unit} {...fields.bind('each')} />}
      <SelectField
        label={say(weighingWords.most)}
        value={typed.most}
        options={liftSteps.map((steps) => [steps as string, steps] as const)}
        onValue={(most) => fields.set({ most })}
      />
    </InstructionForm>
  )
}

/** Proposes a grade that pledges lift: to whom, one step for how much of which cash, and how many steps at the most (SX-008). */
export const LiftForm = (of: Of) => {
  const read = useResource('currencies', () => readCurrencies(of.terminal.connection))
  const currencies = read.value
  return (
    <Act title={say(weighingWords.lift)} text={say(weighingWords.liftText)}>
      <ReadingState of={read} lines={4} />
      {currencies?.length === 0 && <Alert tone="warn">{say(weighingWords.noCash)}</Alert>}
      {currencies !== undefined && currencies.length > 0 && <Form {...of} currencies={currencies} />}
    </Act>
  )
}
