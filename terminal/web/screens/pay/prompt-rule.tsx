import { useState } from 'preact/hooks'
import { toShown, type Unit } from '../../../sdk/amount.ts'
import { type PromptRule, promptRules } from '../../../sdk/payments.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Button } from '../../pieces/button.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { readSome } from '../../state/some-vouchers.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkQuantity } from '../../words/validate.ts'
import { payWords } from './words.ts'

interface Payable {
  voucher: string
  name: string
  unit: Unit
}

const timesMaximum = 100

/** The rules that are set, and what the payer holds that could be paid with. */
const readRules = async (terminal: Terminal) => {
  const [rules, { balances }] = await Promise.all([promptRules(terminal), terminal.account()])
  const codes = [...Object.keys(balances), ...rules.map(({ voucher }) => voucher)]
  const vouchers = await readSome(terminal, codes)
  const payable: Payable[] = Object.values(vouchers)
    .filter(({ functions }) => functions.includes('transfer'))
    .map(({ voucher, name, unit }) => ({ voucher, name, unit }))
  return { rules: rules.filter(({ maximum, perDay }) => maximum !== '0' && perDay > 0), payable }
}

const readTimes = (text: string): number | undefined => {
  const times = Number(text)
  return /^[0-9]{1,3}$/.test(text) && times >= 1 && times <= timesMaximum ? times : undefined
}

interface RuleFormProperties {
  payable: readonly Payable[]
  rule: PromptRule | undefined
  onDone: () => void
}

const useRuleForm = ({ payable, rule, onDone }: RuleFormProperties) => {
  const [voucher, setVoucher] = useState(rule?.voucher ?? payable[0]?.voucher ?? '')
  const unit = payable.find((one) => one.voucher === voucher)?.unit
  const before = rule !== undefined && unit !== undefined ? (toShown(rule.maximum, unit) ?? rule.maximum) : ''
  const [amount, setAmount] = useState(before)
  const [times, setTimes] = useState(rule === undefined ? '' : String(rule.perDay))
  const [isChecked, setChecked] = useState(false)
  const maximum = unit === undefined ? undefined : checkQuantity(amount, unit).value
  const perDay = readTimes(times)
  const { send, isPending, fault } = useInstruction({ voucher })
  const submit = async (event: Event) => {
    event.preventDefault()
    setChecked(true)
    if (maximum === undefined || perDay === undefined) return
    await send('payment.set-prompt-rule', { voucher, maximum, perDay })
    onDone()
  }
  const wrong = { amount: isChecked && maximum === undefined, times: isChecked && perDay === undefined }
  const typed = { voucher, setVoucher, unit, amount, setAmount, times, setTimes }
  return { ...typed, wrong, submit, isPending, fault }
}

const RuleForm = (properties: RuleFormProperties) => {
  const { payable, rule, onDone } = properties
  const form = useRuleForm(properties)
  return (
    <form class="form" onSubmit={(event) => void form.submit(event)} noValidate>
      {form.fault && <FaultAlert fault={form.fault} />}
      <Alert tone="warn">{say(payWords.ruleMeaning)}</Alert>
      <SelectField
        label={say(payWords.ruleVoucher)}
        value={form.voucher}
        options={payable.map(({ voucher, name }) => [voucher, `${voucher} · ${name}`] as const)}
        onValue={form.setVoucher}
        isDisabled={rule !== undefined}
      />
      {form.unit && (
        <AmountField
          label={say(payWords.ruleMaximum)}
          unit={form.unit}
          value={form.amount}
          onValue={form.setAmount}
          wrong={form.wrong.amount ? say(payWords.ruleMaximumWrong) : undefined}
        />
      )}
      <TextField
        label={say(payWords.ruleCount)}
        hint={say(payWords.ruleCountHint)}
        inputMode="numeric"
        maxLength={3}
        value={form.times}
        onValue={form.setTimes}
        wrong={form.wrong.times ? say(payWords.ruleCountHint) : undefined}
      />
      <div class="button-row">
        <Button type="submit" tone="primary" isPending={form.isPending}>
          {say(rule === undefined ? payWords.ruleTurnOn : payWords.ruleChange)}
        </Button>
        <Button onClick={onDone}>{say(shellWords.cancel)}</Button>
      </div>
    </form>
  )
}

const RuleLine = ({
  rule,
  unit,
  onEdit,
}: {
  rule: PromptRule & { usedToday: number }
  unit: Unit | undefined
  onEdit: () => void
}) => {
  const { send, isPending, fault } = useInstruction({ voucher: rule.voucher })
  const { voucher, maximum, perDay, usedToday } = rule
  return (
    <li class="rule-line">
      {fault && <FaultAlert fault={fault} />}
      <p>{say(payWords.ruleOn)(formatQuantity(maximum, unit), perDay)}</p>
      <p class="note">{say(payWords.ruleUsed)(usedToday, perDay)}</p>
      <div class="button-row">
        <Button onClick={onEdit}>{say(payWords.ruleChange)}</Button>
        <Button
          tone="danger"
          isPending={isPending}
          onClick={() => void send('payment.set-prompt-rule', { voucher, maximum: '0', perDay: 0 })}
        >
          {say(payWords.ruleTurnOff)}
        </Button>
      </div>
    </li>
  )
}

type Rules = Awaited<ReturnType<typeof readRules>>

const RuleList = ({ rules, payable }: Rules) => {
  const [edited, setEdited] = useState<string | undefined>(undefined)
  const free = payable.filter(({ voucher }) => !rules.some((rule) => rule.voucher === voucher))
  if (edited !== undefined) {
    const rule = rules.find(({ voucher }) => voucher === edited)
    return <RuleForm payable={rule === undefined ? free : payable} rule={rule} onDone={() => setEdited(undefined)} />
  }
  return (
    <>
      {rules.length === 0 && <p>{say(payWords.ruleOff)}</p>}
      <ul class="stack">
        {rules.map((rule) => (
          <RuleLine
            key={rule.voucher}
            rule={rule}
            unit={payable.find(({ voucher }) => voucher === rule.voucher)?.unit}
            onEdit={() => setEdited(rule.voucher)}
          />
        ))}
      </ul>
      {free.length > 0 && (
        <div>
          <Button onClick={() => setEdited('')}>
            {say(rules.length === 0 ? payWords.ruleTurnOn : payWords.ruleAdd)}
          </Button>
        </div>
      )}
    </>
  )
}

/** The payer's own rule for small amounts (row S4-041): off unless the payer turns it on, and never by accident. */
export const PromptRuleCard = ({ terminal }: { terminal: Terminal }) => {
  const read = useResource('prompt-rules', () => readRules(terminal))
  return (
    <Section title={say(payWords.rule)}>
      <ReadingState of={read} lines={2} />
      {read.value && <RuleList {...read.value} />}
    </Section>
  )
}
