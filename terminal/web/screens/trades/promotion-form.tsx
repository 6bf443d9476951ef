import { useState } from 'preact/hooks'
import { times } from '../../../../chaincode/domains/promotions/terms.ts'
import { authenticationBytesMaximum } from '../../../../chaincode/wire/authentication.ts'
import { type AuthenticationType, authenticationTypes } from '../../../../chaincode/wire/authentication-types.ts'
import { type ListedCampaign, readCampaigns } from '../../../sdk/promotions.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { createPromotion, type WantedPromotion } from '../../../sdk/trade-chain/promotion.ts'
import { rewardsText } from '../../market/trades/campaign-text.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { Act } from '../../pieces/desk.tsx'
import { CountField } from '../../pieces/desk-fields.tsx'
import { Field, Segments, TextField } from '../../pieces/field.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { keepPromotionCode } from '../../state/promotion-codes.ts'
import {
  authenticationIn,
  campaignChosen,
  campaignsUnderWay,
  type Ending,
  isTyped,
  type PromotionTexts,
  promotionIn,
  startingPromotion,
} from '../../state/promotions.ts'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import { navigate } from '../../state/route.ts'
import { say } from '../../state/settings.ts'
import type { Review } from '../../state/use-act.ts'
import { type Fields, useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatListed, formatMoment, formatQuantity } from '../../words/format.ts'
import { authenticationHints, authenticationWords, endingWords, promotionWords } from './promotion-words.ts'
import { completed } from './tradable.ts'
import { type Offered, PriceFields, type Typed, unitsOf, WhatFields, WhereFields } from './trade-fields.tsx'
import { saidReview } from './trade-review.ts'
import { tradeRules } from './trade-rules.ts'
import { useReviewed } from './use-reviewed.ts'

const spans = [
  ['24', promotionWords.day],
  ['168', promotionWords.week],
  ['720', promotionWords.month],
] as const

/** What a file holds; one that is longer than any of its type is not even read. */
const bytesOf = async (
  file: File | undefined,
  type: AuthenticationType,
): Promise<Uint8Array<ArrayBuffer> | undefined> =>
  file === undefined || file.size > authenticationBytesMaximum[type]
    ? undefined
    : new Uint8Array(await file.arrayBuffer())

/** By what the promotion is known, as it is typed or chosen; kept in no draft. */
const useAuthentication = () => {
  const [type, setType] = useState<AuthenticationType>('image')
  const [text, setText] = useState('')
  const [file, setFile] = useState<Uint8Array<ArrayBuffer> | undefined>(undefined)
  const [isChecked, setChecked] = useState(false)
  const value = authenticationIn({ type, text, file })
  return {
    ...{ type, text, setText, value },
    isWrong: isChecked && value === undefined,
    choose: (next: AuthenticationType) => {
      setType(next)
      setText('')
      setFile(undefined)
      setChecked(false)
    },
    take: async (chosen: File | undefined) => setFile(await bytesOf(chosen, type)),
    check: () => {
      setChecked(true)
      return value !== undefined
    },
  }
}

const AuthenticationFields = ({
  authentication: { type, text, setText, isWrong, choose, take },
}: {
  authentication: ReturnType<typeof useAuthentication>
}) => {
  const hint = say(authenticationHints[type])
  const wrong = isWrong ? hint : undefined
  return (
    <>
      <SelectField<AuthenticationType>
        label={say(promotionWords.knownBy)}
        hint={say(promotionWords.knownNote)}
        value={type}
        options={authenticationTypes.map((one) => [one, say(authenticationWords[one])] as const)}
        onValue={choose}
      />
      {isTyped(type) ? (
        <TextField
          label={say(authenticationWords[type])}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={256}
          {...(type === 'digits' ? { inputMode: 'numeric' } : {})}
          {...{ hint, wrong, value: text, onValue: setText }}
        />
      ) : (
        <Field key={type} label={say(promotionWords.file)} hint={hint} wrong={wrong}>
          {(ties) => (
            <input
              {...ties}
              type="file"
              accept={`${type}/*`}
              onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
            />
          )}
        </Field>
      )}
    </>
  )
}

type PromotionFields = Fields<keyof PromotionTexts>

const CampaignField = ({
  campaigns,
  chosen,
  onChosen,
}: {
  campaigns: readonly ListedCampaign[]
  chosen: string
  onChosen: (campaign: string) => void
}) => {
  if (campaigns.length === 0) return <Alert tone="warn">{say(promotionWords.noCampaign)}</Alert>
  return (
    <SelectField
      label={say(promotionWords.campaign)}
      value={chosen}
      options={campaigns.map((one) => [
        one.campaign,
        say(promotionWords.campaignLine)(rewardsText(one), formatListed(one.closesAt)),
      ])}
      onValue={onChosen}
    />
  )
}

const HowFields = ({ fields }: { fields: PromotionFields }) => (
  <>
    <Segments
      label={say(promotionWords.lasts)}
      value={fields.values.hours}
      options={spans.map(([hours, words]) => [hours as string, say(words)] as const)}
      onValue={(hours) => fields.set({ hours })}
    />
    <CountField label={say(promotionWords.uses)} digits={9} {...fields.bind('uses')} />
    <SelectField<Ending>
      label={say(promotionWords.whenOver)}
      value={fields.values.whenOver as Ending}
      options={(['goes-on', 'stops'] as const).map((one) => [one, say(endingWords[one])] as const)}
      onValue={(whenOver) => fields.set({ whenOver })}
    />
  </>
)

interface Asked {
  wanted: WantedPromotion
  review: Review
}

/** Makes it: what authenticates it goes to the bank, and the code is on disk here before anything is signed. */
const useCreating = (
  terminal: Terminal,
  {
    check,
    asked,
    onMade,
  }: { check: () => boolean; asked: () => Asked | undefined; onMade: (promotion: string) => void },
) =>
  useReviewed({
    ...{ check, asked },
    carryOut: async ({ wanted }) => {
      const { result } = await createPromotion(recordedTerminal(terminal), wanted, { keep: keepPromotionCode })
      if (result.status === 'accepted' || result.status === 'pending') onMade(result.id)
    },
  })

const reviewOf = (
  form: Typed,
  typed: PromotionTexts,
  {
    campaign,
    type,
    until,
  }: {
    campaign: ListedCampaign
    type: AuthenticationType
    until: string
  },
): Review => {
  const { what, lines, ...said } = saidReview(form)
  return {
    ...said,
    what: say(promotionWords.promote)(what),
    lines: [
      ...lines,
      [say(promotionWords.campaign), rewardsText(campaign)],
      [say(promotionWords.validUntil), formatMoment(until)],
      [say(promotionWords.uses), formatQuantity(typed.uses, undefined)],
      [say(promotionWords.whenOver), say(endingWords[typed.whenOver])],
      [say(promotionWords.knownBy), say(authenticationWords[type])],
    ],
  }
}

const usePromotionForm = (terminal: Terminal, { open, tradable }: Offered) => {
  const metalsOf = () => tradable.metals
  const complete = (values: object) => completed(values as PromotionTexts, { open, tradable, metalsOf })
  const rules = (values: object) => {
    const typed = complete(values)
    const uses = { shape: times, words: promotionWords.usesWrong }
    // Who promotes a trade needs nothing of it.
    return { ...tradeRules(typed, unitsOf(typed), undefined), uses }
  }
  const fields: PromotionFields = useFields<keyof PromotionTexts>({ ...startingPromotion }, rules, 'promotion')
  const authentication = useAuthentication()
  const typed = complete(fields.values)
  const list = useResource(`campaigns ${typed.institution}`, () =>
    readCampaigns(terminal, typed.institution, { state: 'open' }),
  )
  const campaigns = list.value && campaignsUnderWay(list.value.items, terminal.connection.now())
  const campaign = campaigns && campaignChosen(campaigns, typed.campaign)
  const form: Typed = { open, tradable, fields, typed, units: unitsOf(typed), metals: tradable.metals }
  const asked = (): Asked | undefined => {
    if (campaign === undefined) return undefined
    const said = { ...typed, campaign: campaign.campaign }
    const parts = { units: form.units, now: terminal.connection.now(), authentication: authentication.value }
    const wanted = promotionIn(said, parts)
    const shown = wanted && { campaign, type: authentication.type, until: wanted.body.validUntil }
    return wanted && shown && { wanted, review: reviewOf(form, said, shown) }
  }
  const check = () => [fields.check(), authentication.check()].every(Boolean)
  const onMade = (promotion: string) => {
    fields.reset()
    authentication.choose('image')
    navigate(`/promotions/${promotion}`)
  }
  const act = useCreating(terminal, { check, asked, onMade })
  return { form, fields, authentication, list, campaigns, campaign, act }
}

/** A trade that somebody promotes, by which campaign, how often and how long, and by what its bank knows it (S2-045 to S2-051). */
export const PromotionForm = ({ terminal, ...offered }: Offered & { terminal: Terminal }) => {
  const { form, fields, authentication, list, campaigns, campaign, act } = usePromotionForm(terminal, offered)
  const { typed, tradable } = form
  const isPossible =
    campaign !== undefined && tradable.currencies.length > 0 && (typed.family !== 'metal' || typed.voucher !== '')
  return (
    <Act title={say(promotionWords.make)} text={say(promotionWords.lead)}>
      <ActForm label={say(promotionWords.make)} action={say(promotionWords.go)} act={act} isDisabled={!isPossible}>
        <WhereFields {...form} />
        <ReadingState of={list} lines={1} />
        {campaigns && (
          <CampaignField
            campaigns={campaigns}
            chosen={campaign?.campaign ?? ''}
            onChosen={(chosen) => fields.set({ campaign: chosen })}
          />
        )}
        <WhatFields {...form} />
        <PriceFields {...form} />
        <HowFields fields={fields} />
        <AuthenticationFields authentication={authentication} />
      </ActForm>
    </Act>
  )
}
