import { useState } from 'preact/hooks'
import { voucherFields, voucherFunctions } from '../../../../chaincode/domains/vouchers/terms.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { voucherCode } from '../../../../chaincode/wire/identifiers.ts'
import type { Unit } from '../../../sdk/amount.ts'
import type { Phrase } from '../../dictionary/phrase.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { formWord, metalWord } from '../../dictionary/vouchers.ts'
import { functionsText, productText } from '../../market/product.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { CountField, RateField } from '../../pieces/desk-fields.tsx'
import { Segments, TextField } from '../../pieces/field.tsx'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { isAccepted } from '../../state/accepted.ts'
import { navigate } from '../../state/route.ts'
import { say } from '../../state/settings.ts'
import { type Review, useAct } from '../../state/use-act.ts'
import { type Fields, useFields } from '../../state/use-fields.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { type IssueChoices, type IssueTexts, issueBodyOf, unitTyped } from './issue-body.ts'
import { feesText, IssuePreview } from './issue-preview.tsx'
import { issueRules } from './issue-rules.ts'
import { FunctionChecks, ShownFieldChecks } from './voucher-checks.tsx'
import { issuerWords } from './words.ts'

type Texts = Fields<keyof IssueTexts & string>

const starting: IssueTexts = {
  ...{ voucher: '', name: '', metal: 'gold', fineness: '9999', form: 'bar', currency: '' },
  ...{ shownAs: 'g', base: '1 mg', basePerShown: '1000', quantity: '' },
  ...{ cash: 'CNY', priceScale: '1000', feeBuy: '0.2', feeSell: '0.2', feeMinimum: '1' },
}
const metals = ['gold', 'silver', 'platinum', 'palladium'] as const
const forms = ['bar', 'coin', 'granule', 'account'] as const

/** What usually goes with a product. */
const usual = {
  metal: {
    choices: { isTraded: true, functions: [...voucherFunctions] },
    unit: { shownAs: 'g', base: '1 mg', basePerShown: '1000' },
  },
  currency: {
    choices: { isTraded: false, functions: ['transfer' as const] },
    unit: { shownAs: 'CNY', base: '1 fen', basePerShown: '100' },
  },
}

const useIssue = () => {
  const [choices, setChoices] = useState<IssueChoices>({
    ...{ product: 'metal', functions: [...voucherFunctions], fields: [...voucherFields], isTraded: true },
  })
  const texts: Texts = useFields(starting, (values) => issueRules(choices, values))
  const [isChecked, setChecked] = useState(false)
  const choose = (change: Partial<IssueChoices>) => setChoices({ ...choices, ...change })
  const setProduct = (product: IssueChoices['product']) => {
    choose({ product, ...usual[product].choices })
    texts.set(usual[product].unit)
  }
  const made = issueBodyOf(texts.values, choices)
  const series = 'body' in made ? made.body : undefined
  const act = useAct({
    about: { voucher: texts.values.voucher },
    check: () => {
      setChecked(true)
      return texts.check() && areFunctionsRight(choices)
    },
    asked: () => series && { kind: 'voucher.issue', body: series, review: reviewOf(series) },
    onTaken: (kept) => isAccepted(kept) && navigate(`/issuer/${texts.values.voucher}`),
  })
  return { choices, choose, texts, setProduct, isChecked, series, act }
}

const reviewOf = (series: Body<'voucher.issue'>): Review => ({
  what: issueAction(series),
  lines: [
    [say(issuerWords.name), series.name],
    [say(issuerWords.product), productText(series.product)],
    [say(issuerWords.functions), functionsText(series.functions, series.product)],
    ...(series.trade === undefined ? [] : [[say(issuerWords.previewFees), feesText(series.trade)] as const]),
  ],
})

const issueAction = (series: Body<'voucher.issue'> | undefined): string =>
  series === undefined
    ? say(issuerWords.issue)
    : say(issuerWords.issueNow)(formatQuantity(series.quantity, series.unit), series.voucher)

const needsTrade = ({ functions }: IssueChoices): boolean => functions.includes('buy') || functions.includes('sell')

const areFunctionsRight = (choices: IssueChoices): boolean =>
  choices.functions.length > 0 && choices.fields.length > 0 && (choices.isTraded || !needsTrade(choices))

type Issue = ReturnType<typeof useIssue>

const ProductFields = ({ issue }: { issue: Issue }) => {
  const { texts, choices, setProduct } = issue
  return (
    <>
      <Segments
        label={say(issuerWords.product)}
        value={choices.product}
        options={[
          ['metal', say(issuerWords.metalProduct)],
          ['currency', say(issuerWords.cashProduct)],
        ]}
        onValue={setProduct}
      />
      {choices.product === 'currency' ? (
        <TextField
          label={say(issuerWords.currency)}
          hint={say(issuerWords.currencyHint)}
          maxLength={3}
          {...texts.bind('currency')}
        />
      ) : (
        <div class="form-pair">
          <SelectField
            label={say(issuerWords.metal)}
            value={texts.values.metal}
            options={metals.map((metal) => [metal, say(metalWord(metal) ?? { zh: metal, en: metal })] as const)}
            onValue={(metal) => texts.set({ metal: metal })}
          />
          <SelectField
            label={say(issuerWords.form)}
            value={texts.values.form}
            options={forms.map((form) => [form, say(formWord(form) ?? { zh: form, en: form })] as const)}
            onValue={(form) => texts.set({ form: form })}
          />
          <TextField label={say(issuerWords.fineness)} inputMode="numeric" maxLength={5} {...texts.bind('fineness')} />
        </div>
      )}
    </>
  )
}

const UnitFields = ({ issue }: { issue: Issue }) => {
  const { texts } = issue
  const unit = unitTyped(texts.values)
  return (
    <div class="form-pair">
      <TextField
        label={say(issuerWords.unitShown)}
        hint={say(issuerWords.unitShownHint)}
        maxLength={12}
        {...texts.bind('shownAs')}
      />
      <TextField
        label={say(issuerWords.unitBase)}
        hint={say(issuerWords.unitBaseHint)}
        maxLength={25}
        {...texts.bind('base')}
      />
      <CountField
        label={say(issuerWords.basePerShown)}
        digits={12}
        hint={say(issuerWords.unitFixed)}
        {...texts.bind('basePerShown')}
      />
      {unit !== undefined && <AmountField label={say(issuerWords.quantity)} unit={unit} {...texts.bind('quantity')} />}
    </div>
  )
}

type TradeName = 'cash' | 'priceScale' | 'feeBuy' | 'feeSell' | 'feeMinimum'

/** A count of base units in words, once it is one and its unit is known. */
const inWords = (
  count: string,
  unit: Unit | undefined,
  words: Phrase<(amount: string) => string>,
): string | undefined =>
  unit !== undefined && /^[0-9]{1,28}$/.test(count) ? say(words)(formatQuantity(count, unit)) : undefined

/** The fields of trade terms: what a price is for, in which cash, at which fees. */
export const TradeFields = ({
  texts,
  unit,
}: {
  texts: Pick<Fields<TradeName>, 'values' | 'bind'>
  unit: Unit | undefined
}) => {
  const { cash, priceScale, feeMinimum } = texts.values
  const isCode = voucherCode.safeParse(cash).success
  return (
    <div class="form-pair">
      <TextField label={say(issuerWords.cash)} maxLength={32} {...texts.bind('cash')} />
      <CountField
        label={say(issuerWords.priceScale)}
        digits={29}
        hint={inWords(priceScale, unit, issuerWords.priceScaleHint)}
        {...texts.bind('priceScale')}
      />
      <RateField label={say(issuerWords.feeBuy)} {...texts.bind('feeBuy')} />
      <RateField label={say(issuerWords.feeSell)} {...texts.bind('feeSell')} />
      <CountField
        label={say(issuerWords.feeMinimum)}
        digits={28}
        hint={inWords(feeMinimum, isCode ? unitOf(cash) : undefined, issuerWords.equals)}
        {...texts.bind('feeMinimum')}
      />
    </div>
  )
}

const FunctionFields = ({ issue }: { issue: Issue }) => {
  const { choices, choose, isChecked, texts } = issue
  const { functions, fields, isTraded } = choices
  const functionsWrong = functions.length === 0 ? issuerWords.functionsMissing : undefined
  const tradeWrong = !isTraded && needsTrade(choices) ? issuerWords.tradeHint : undefined
  const wrong = functionsWrong ?? tradeWrong
  return (
    <>
      <FunctionChecks
        chosen={functions}
        onChosen={(chosen) => choose({ functions: chosen })}
        wrong={isChecked && wrong ? say(wrong) : undefined}
      />
      <Segments
        label={say(issuerWords.trade)}
        value={isTraded ? 'some' : 'none'}
        options={[
          ['some', say(issuerWords.tradeSome)],
          ['none', say(issuerWords.tradeNone)],
        ]}
        onValue={(value) => choose({ isTraded: value === 'some' })}
      />
      {isTraded && <TradeFields texts={texts} unit={unitTyped(texts.values)} />}
      <ShownFieldChecks chosen={fields} onChosen={(chosen) => choose({ fields: chosen })} isChecked={isChecked} />
    </>
  )
}

/** Issuing a new series: what it is, in which unit it is counted, what its holders may do, how it is traded (row S0-001). */
export const IssueScreen = () => {
  const issue = useIssue()
  const { texts, series, act } = issue
  return (
    <Page title={say(shellWords.issueNew)} lead={say(issuerWords.lead)}>
      <div class="split">
        <div class="split-main">
          <section class="card" aria-label={say(shellWords.issueNew)}>
            <ActForm label={say(shellWords.issueNew)} action={issueAction(series)} act={act}>
              <div class="form-pair">
                <TextField
                  label={say(issuerWords.code)}
                  hint={say(issuerWords.codeHint)}
                  maxLength={32}
                  autocapitalize="none"
                  {...texts.bind('voucher')}
                />
                <TextField
                  label={say(issuerWords.name)}
                  hint={say(issuerWords.nameHint)}
                  maxLength={60}
                  {...texts.bind('name')}
                />
              </div>
              <ProductFields issue={issue} />
              <UnitFields issue={issue} />
              <FunctionFields issue={issue} />
            </ActForm>
          </section>
        </div>
        <div class="split-side">
          <IssuePreview texts={texts.values} choices={issue.choices} />
          <OwnResults only={({ kind }) => kind === 'voucher.issue'} />
        </div>
      </div>
    </Page>
  )
}
