import { useState } from 'preact/hooks'
import { toShown, type Unit } from '../../../sdk/amount.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import type { Phrase } from '../../dictionary/phrase.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Button } from '../../pieces/button.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { readSome } from '../../state/some-vouchers.ts'
import type { Asked } from '../../state/use-act.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkQuantity } from '../../words/validate.ts'
import { ruleWords } from './words.ts'

/** An owner's rule for one voucher: up to `maximum` base units each, `perDay` of them a UTC day. */
interface DayRule {
  voucher: string
  maximum: string
  perDay: number
}
type UsedRule = DayRule & { usedToday: number }

/** One sort of such rules: where it is read, for which vouchers it can be, how it is set, and what it says. */
export interface RuleSort {
  /** Its name among what is read. */
  name: string
  read: (terminal: Terminal) => Promise<UsedRule[]>
  fits: (voucher: PublishedVoucher) => boolean
  asked: (rule: DayRule) => Asked
  words: {
    title: Phrase
    off: Phrase
    meaning: Phrase
    on: Phrase<(amount: string, count: number) => string>
  }
}

interface Payable {
  voucher: string
  name: string
  unit: Unit
}

const timesMaximum = 100

/** The rules that are set, and what their owner holds that one could be for. */
const readRules = async (terminal: Terminal, { read, fits }: RuleSort) => {
  const [rules, { balances }] = await Promise.all([read(terminal), terminal.account()])
  const codes = [...Object.keys(balances), ...rules.map(({ voucher }) => voucher)]
  const vouchers = await readSome(terminal, codes)
  const payable: Payable[] = Object.values(vouchers)
    .filter(fits)
    .map(({ voucher, name, unit }) => ({ voucher, name, unit }))
  return { rules: rules.filter(({ maximum, perDay }) => maximum !== '0' && perDay > 0), payable }
}

const readTimes = (text: string): number | undefined => {
  const times = Number(text)
  return /^[0-9]{1,3}$/.test(text) && times >= 1 && times <= timesMaximum ? times : undefined
}

interface RuleFormProperties {
  sort: RuleSort
  payable: readonly Payable[]
  rule: DayRule | undefined
  onDone: () => void
}

const useRuleForm = ({ sort, payable, rule, onDone }: RuleFormProperties) => {
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
    const { kind, body } = sort.asked({ voucher, maximum, perDay })
    await send(kind, body as never)
    onDone()
  }
  const wrong = { amount: isChecked && maximum === undefined, times: isChecked && perDay === undefined }
  const typed = { voucher, setVoucher, unit, amount, setAmount, times, setTimes }
  return { ...typed, wrong, submit, isPending, fault }
}

const RuleForm = (properties: RuleFormProperties) => {
  const { sort, payable, rule, onDone } = properties
  const form = useRuleForm(properties)
  return (
    <form class="form" onSubmit={(event) => void form.submit(event)} noValidate>
      {form.fault && <FaultAlert fault={form.fault} />}
      <Alert tone="warn">{say(sort.words.meaning)}</Alert>
      <SelectField
        label={say(ruleWords.voucher)}
        value={form.voucher}
        options={payable.map(({ voucher, name }) => [voucher, `${voucher} · ${name}`] as const)}
        onValue={form.setVoucher}
        isDisabled={rule !== undefined}
      />
      {form.unit && (
        <AmountField
          label={say(ruleWords.maximum)}
          unit={form.unit}
          value={form.amount}
          onValue={form.setAmount}
          wrong={form.wrong.amount ? say(ruleWords.maximumWrong) : undefined}
        />
      )}
      <TextField
        label={say(ruleWords.count)}
        hint={say(ruleWords.countHint)}
        inputMode="numeric"
        maxLength={3}
        value={form.times}
        onValue={form.setTimes}
        wrong={form.wrong.times ? say(ruleWords.countHint) : undefined}
      />
      <div class="button-row">
        <Button type="submit" tone="primary" isPending={form.isPending}>
          {say(rule === undefined ? ruleWords.turnOn : ruleWords.change)}
        </Button>
        <Button onClick={onDone}>{say(shellWords.cancel)}</Button>
      </div>
    </form>
  )
}

const RuleLine = ({
  sort,
  rule,
  unit,
  onEdit,
}: {
  sort: RuleSort
  rule: UsedRule
  unit: Unit | undefined
  onEdit: () => void
}) => {
  const { send, isPending, fault } = useInstruction({ voucher: rule.voucher })
  const { voucher, maximum, perDay, usedToday } = rule
  const off = sort.asked({ voucher, maximum: '0', perDay: 0 })
  return (
    <li class="rule-line">
      {fault && <FaultAlert fault={fault} />}
      <p>{say(sort.words.on)(formatQuantity(maximum, unit), perDay)}</p>
      <p class="note">{say(ruleWords.used)(usedToday, perDay)}</p>
      <div class="button-row">
        <Button onClick={onEdit}>{say(ruleWords.change)}</Button>
        <Button tone="danger" isPending={isPending} onClick={() => void send(off.kind, off.body as never)}>
          {say(ruleWords.turnOff)}
        </Button>
      </div>
    </li>
  )
}

type Rules = Awaited<ReturnType<typeof readRules>>

const RuleList = ({ sort, rules, payable }: Rules & { sort: RuleSort }) => {
  const [edited, setEdited] = useState<string | undefined>(undefined)
  const free = payable.filter(({ voucher }) => !rules.some((rule) => rule.voucher === voucher))
  if (edited !== undefined) {
    const rule = rules.find(({ voucher }) => voucher === edited)
    return (
      <RuleForm
        sort={sort}
        payable={rule === undefined ? free : payable}
        rule={rule}
        onDone={() => setEdited(undefined)}
      />
    )
  }
  return (
    <>
      {rules.length === 0 && <p>{say(sort.words.off)}</p>}
      <ul class="stack">
        {rules.map((rule) => (
          <RuleLine
            key={rule.voucher}
            sort={sort}
            rule={rule}
            unit={payable.find(({ voucher }) => voucher === rule.voucher)?.unit}
            onEdit={() => setEdited(rule.voucher)}
          />
        ))}
      </ul>
      {free.length > 0 && (
        <div>
          <Button onClick={() => setEdited('')}>{say(rules.length === 0 ? ruleWords.turnOn : ruleWords.add)}</Button>
        </div>
      )}
    </>
  )
}

/** An owner's own rules of one sort: off unless they are turned on, and never by accident. */
export const RuleCard = ({ terminal, sort }: { terminal: Terminal; sort: RuleSort }) => {
  const read = useResource(`${sort.name} ${terminal.participant}`, () => readRules(terminal, sort))
  return (
    <Section title={say(sort.words.title)}>
      <ReadingState of={read} lines={2} />
      {read.value && <RuleList sort={sort} {...read.value} />}
    </Section>
  )
}
