import { times } from '../../../../chaincode/domains/promotions/terms.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { readCurrencies } from '../../market/trades/currencies.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Act } from '../../pieces/desk.tsx'
import { CountField } from '../../pieces/desk-fields.tsx'
import { Segments } from '../../pieces/field.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import {
  type CampaignTexts,
  campaignIn,
  paidBy,
  type RewardRule,
  startingCampaign,
  tradesCovered,
} from '../../state/campaigns.ts'
import { say } from '../../state/settings.ts'
import { type Asked, useAct } from '../../state/use-act.ts'
import { type Fields, useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { type PublishedVoucher, unitOf } from '../../state/vouchers.ts'
import { amountRule } from '../../words/desk-rules.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { campaignWords, ruleWords } from './campaign-words.ts'

type CampaignFields = Fields<keyof CampaignTexts>

const holds = [
  ['0', campaignWords.atOnce],
  ['24', campaignWords.day],
  ['168', campaignWords.week],
  ['720', campaignWords.month],
] as const

const lengths = [
  ['168', campaignWords.week],
  ['720', campaignWords.month],
  ['2160', campaignWords.quarter],
] as const

const rulesFor = ({ pays, cash }: Pick<CampaignTexts, 'pays' | 'cash'>) => {
  const amount = amountRule(unitOf(cash))
  const paid = paidBy(pays)
  return {
    budget: amount,
    each: { shape: times, words: campaignWords.eachWrong },
    ...(paid.trader ? { trader: amount } : {}),
    ...(paid.promoter ? { promoter: amount } : {}),
  }
}

const askedOf = (typed: CampaignTexts, now: number): Asked | undefined => {
  const unit = unitOf(typed.cash)
  const body = campaignIn(typed, { unit, now })
  if (body === undefined) return undefined
  const shown = (amount: string) => formatQuantity(amount, unit)
  return {
    ...{ kind: 'campaign.open', body },
    review: {
      what: say(campaignWords.make),
      total: [say(campaignWords.budget), shown(body.budget)],
      lines: [
        [say(campaignWords.pays), say(ruleWords[body.pays])],
        ...(body.traderReward === undefined ? [] : [[say(campaignWords.trader), shown(body.traderReward)] as const]),
        ...(body.promoterReward === undefined
          ? []
          : [[say(campaignWords.promoter), shown(body.promoterReward)] as const]),
        [say(campaignWords.each), formatQuantity(body.promoterMaximum, undefined)],
        [say(campaignWords.hold), say(holds.find(([hours]) => hours === typed.hold)?.[1] ?? campaignWords.atOnce)],
        [say(campaignWords.until), formatMoment(body.closesAt)],
      ],
    },
  }
}

/** The amounts, once the unit of the cash is known. */
const AmountFields = ({ fields, typed }: { fields: CampaignFields; typed: CampaignTexts }) => {
  const unit = unitOf(typed.cash)
  if (unit === undefined) return null
  const paid = paidBy(typed.pays)
  const covered = tradesCovered(typed, unit)
  const hint =
    covered === undefined
      ? say(campaignWords.isPutAside)
      : say(campaignWords.covers)(formatQuantity(covered, undefined))
  return (
    <>
      {paid.trader && <AmountField label={say(campaignWords.trader)} unit={unit} {...fields.bind('trader')} />}
      {paid.promoter && <AmountField label={say(campaignWords.promoter)} unit={unit} {...fields.bind('promoter')} />}
      <AmountField label={say(campaignWords.budget)} hint={hint} unit={unit} {...fields.bind('budget')} />
    </>
  )
}

const Form = ({ terminal, currencies }: { terminal: Terminal; currencies: readonly PublishedVoucher[] }) => {
  const complete = (values: object): CampaignTexts => {
    const typed = values as CampaignTexts
    const chosen = currencies.find(({ voucher }) => voucher === typed.cash) ?? currencies[0]
    return { ...typed, cash: chosen?.voucher ?? '' }
  }
  const fields: CampaignFields = useFields<keyof CampaignTexts>(
    { ...startingCampaign },
    (values) => rulesFor(complete(values)),
    'campaign',
  )
  const typed = complete(fields.values)
  const act = useAct({
    check: fields.check,
    asked: () => askedOf(typed, terminal.connection.now()),
    onTaken: () => fields.reset(),
  })
  return (
    <ActForm label={say(campaignWords.make)} action={say(campaignWords.make)} act={act}>
      <SelectField
        label={say(campaignWords.cash)}
        value={typed.cash}
        options={currencies.map(({ voucher, name }) => [voucher, `${name} · ${voucher}`] as const)}
        onValue={(cash) => fields.set({ cash })}
      />
      <Segments<RewardRule>
        label={say(campaignWords.pays)}
        value={typed.pays}
        options={(['both', 'trader', 'promoter'] as const).map((one) => [one, say(ruleWords[one])] as const)}
        onValue={(pays) => fields.set({ pays })}
      />
      <AmountFields fields={fields} typed={typed} />
      <CountField label={say(campaignWords.each)} digits={9} {...fields.bind('each')} />
      <Segments
        label={say(campaignWords.hold)}
        value={typed.hold}
        options={holds.map(([hours, words]) => [hours as string, say(words)] as const)}
        onValue={(hold) => fields.set({ hold })}
      />
      <Segments
        label={say(campaignWords.lasts)}
        value={typed.lasts}
        options={lengths.map(([hours, words]) => [hours as string, say(words)] as const)}
        onValue={(lasts) => fields.set({ lasts })}
      />
    </ActForm>
  )
}

/** Opens a campaign out of what its executor has: whom it pays, how much, how often, how long each waits, and for how long (S2-058 to S2-060). */
export const CampaignForm = ({ terminal }: { terminal: Terminal }) => {
  const read = useResource('currencies', () => readCurrencies(terminal.connection))
  const currencies = read.value
  return (
    <Act title={say(campaignWords.make)} text={say(campaignWords.lead)}>
      <ReadingState of={read} lines={4} />
      {currencies?.length === 0 && <Alert tone="warn">{say(campaignWords.noCash)}</Alert>}
      {currencies !== undefined && currencies.length > 0 && <Form terminal={terminal} currencies={currencies} />}
    </Act>
  )
}
