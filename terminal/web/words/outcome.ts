import { readEnvelope } from '../../../chaincode/envelope.ts'
import { type Counted, countedIn, unitOfValue } from '../../../chaincode/wire/values.ts'
import type { Unit } from '../../sdk/amount.ts'
import type { Result } from '../../sdk/result.ts'
import { noticeWords, valueWords, verdictWords } from '../dictionary/notices.ts'
import type { KeptResult } from '../platform/database.ts'
import { language, say } from '../state/settings.ts'
import { cashUnitOf, unitOf, voucherOf } from '../state/vouchers.ts'
import { reasonOf } from '../words/reason.ts'
import { formatMoment, formatPrice, formatQuantity } from './format.ts'
import { acceptedText, nameOfKind } from './kind-names.ts'
import { nameOfOrganisation } from './organisations.ts'

/** How a result is shown: never by its colour alone (row S0-033). */
export interface Told {
  tone: 'good' | 'bad' | 'warn'
  icon: 'check' | 'cross' | 'alert' | 'clock'
  status: string
  kind: string
  /** What is said of it, and the next step where there is one (row S0-031). */
  text: string | undefined
  values: readonly (readonly [name: string, value: string])[]
  /** True while the same bytes can usefully be sent again. */
  canSendAgain: boolean
  block: string | undefined
}

type Values = { readonly [name: string]: unknown }

const listed = (values: readonly unknown[]): string => (values.length === 0 ? '—' : values.map(String).join(' · '))

/** An amount in its own unit; a dash where nobody can tell which that is, as of outcomes from before it was said. */
const amountText = (value: string, counted: Counted | undefined): string => {
  if (counted === undefined) return '—'
  const { voucher: code, unit } = counted
  const cash = counted.cash === undefined ? cashUnitOf(code) : unitOf(counted.cash)
  if (unit === 'quantity') return inUnit(value, unitOf(code))
  if (unit === 'cash') return inUnit(value, cash)
  const priceScale = voucherOf(code)?.trade?.priceScale
  return priceScale === undefined || cash === undefined
    ? '—'
    : formatPrice(value, { cash, unit: unitOf(code), priceScale })
}

const inUnit = (value: string, unit: Unit | undefined): string =>
  unit === undefined ? '—' : formatQuantity(value, unit)

// Members of the consortium, whom the ledger calls by their ids.
const organisations = new Set(['home', 'organisation', 'waitingFor'])

const textOf = (name: string, value: unknown, values: Values, code: string | undefined): string => {
  if (Array.isArray(value)) return listed(value)
  if (typeof value !== 'string') return JSON.stringify(value)
  if (organisations.has(name)) return nameOfOrganisation(value)
  if (name === 'verdict' && verdictWords[value] !== undefined) return say(verdictWords[value])
  const unit = unitOfValue(name)
  if (unit === 'moment') return formatMoment(value)
  return unit === 'text' || unit === 'count' ? value : amountText(value, countedIn(name, values, code))
}

// The head of a result says of which voucher it is, and a question until when it can be answered.
const elsewhere = new Set(['voucher', 'answerBy'])

/** What is shown of an outcome: what has a unit, but for balances, which the account tells in one way, and what ties records. */
const isShown = (name: string): boolean =>
  !elsewhere.has(name) && !['own', 'key', undefined].includes(unitOfValue(name))

const order = Object.keys(valueWords)
const placeOf = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)

const told = (values: Values, voucher: string | undefined): [string, string][] => {
  const code = typeof values['voucher'] === 'string' ? values['voucher'] : voucher
  return Object.entries(values)
    .filter(([name]) => isShown(name))
    .sort(([one], [other]) => placeOf(one) - placeOf(other))
    .map(([name, value]) => [valueWords[name] ? say(valueWords[name]) : name, textOf(name, value, values, code)])
}

/** What was asked for, for the head of a result: the quantity of its voucher, whom it goes to, and what it refers to, where it says so. */
const askedOf = ({ envelope }: KeptResult): [string, string][] => {
  const { body } = readEnvelope(envelope).instruction as { body: Values }
  const { voucher, quantity, to, pledgee, reference } = body
  const asked = {
    ...(quantity === undefined ? {} : { quantity }),
    ...(to === undefined ? {} : { to }),
    ...(pledgee === undefined ? {} : { pledgee }),
    ...(reference === undefined ? {} : { reference }),
  }
  return told(asked, typeof voucher === 'string' ? voucher : undefined)
}

/** What was asked for, and what came of it: nothing twice, neither under one name nor as an account that was asked for by another. */
const withAsked = (kept: KeptResult, values: [string, string][]): [string, string][] => {
  const asked = askedOf(kept)
  const [account, texts] = [valueWords['participant'] && say(valueWords['participant']), asked.map(([, text]) => text)]
  const others = values.filter(([name, text]) => name !== account || !texts.includes(text))
  const names = new Set(others.map(([name]) => name))
  return [...asked.filter(([name]) => !names.has(name)), ...others]
}

const words = (code: string): string => {
  const { what, next } = reasonOf(code)[language.value]
  // A Chinese full stop brings its own space.
  return [what, next].join(language.value === 'zh' ? '' : ' ')
}

const tellFault = (kept: KeptResult, fault: NonNullable<KeptResult['fault']>): Omit<Told, 'kind'> => ({
  ...{ tone: 'bad', icon: 'alert', status: say(noticeWords.notSent), text: words(fault.code), block: undefined },
  values: withAsked(kept, told(fault.values, kept.voucher)),
  canSendAgain: true,
})

const pendingText = (result: Extract<Result, { status: 'pending' }>): string => {
  if (result.problem !== undefined) return words(result.problem)
  const waiting =
    result.waitingFor === undefined ? '' : say(noticeWords.waitingFor)(nameOfOrganisation(result.waitingFor))
  return `${waiting}${say(result.taken ? noticeWords.pendingTaken : noticeWords.pendingUnknown)}`
}

const tellResult = (kept: KeptResult, result: Result): Omit<Told, 'kind'> => {
  if (result.status === 'pending') {
    const shared = { tone: 'warn', icon: 'clock', status: say(noticeWords.pending), block: undefined } as const
    return { ...shared, text: pendingText(result), values: withAsked(kept, []), canSendAgain: !result.taken }
  }
  const block = result.ledger?.block
  if (result.status === 'accepted') {
    const values = withAsked(kept, told(result.effects, kept.voucher))
    return {
      tone: 'good',
      icon: 'check',
      status: acceptedText(kept.kind, kept.voucher),
      text: undefined,
      values,
      canSendAgain: false,
      block,
    }
  }
  const values = withAsked(kept, told(result.values, kept.voucher))
  return {
    tone: 'bad',
    icon: 'cross',
    status: say(result.status === 'refused' ? noticeWords.refused : noticeWords.notSent),
    text: words(result.code),
    values,
    canSendAgain: false,
    block,
  }
}

/** A kept result in words, with figures in their units. */
export const tellOutcome = (kept: KeptResult): Told => {
  const kind = nameOfKind(kept.kind, kept.voucher)
  if (kept.fault !== undefined) return { kind, ...tellFault(kept, kept.fault) }
  if (kept.result !== undefined) return { kind, ...tellResult(kept, kept.result as Result) }
  const shared = {
    tone: 'warn',
    icon: 'clock',
    status: say(noticeWords.sending),
    text: undefined,
    block: undefined,
  } as const
  return { kind, ...shared, values: withAsked(kept, []), canSendAgain: false }
}
