import type { TradeTerms } from '../../../../chaincode/domains/vouchers/terms.ts'
import { type Body, kinds } from '../../../../chaincode/vocabulary.ts'
import { fieldWords } from '../../dictionary/vouchers.ts'
import { functionsText, productText } from '../../market/product.ts'
import { Section } from '../../pieces/page.tsx'
import { percentOf } from '../../state/rate.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { type IssueChoices, type IssueTexts, productOf, tradeOf, unitTyped } from './issue-body.ts'
import { issuerWords } from './words.ts'

/** What trading costs, in words: both rates and the least fee. */
export const feesText = ({ cash, fees }: TradeTerms): string =>
  say(issuerWords.feesText)(
    percentOf(fees.buy.partsPerMillion),
    percentOf(fees.sell.partsPerMillion),
    formatQuantity(fees.buy.minimum, unitOf(cash)),
  )

type Series = Body<'voucher.issue'>

/** As much of a series as is typed soundly; the rest is undefined. */
const soFar = (texts: IssueTexts, choices: IssueChoices) => {
  const { product, trade } = kinds['voucher.issue'].body.shape
  return {
    unit: unitTyped(texts),
    product: product.safeParse(productOf(texts, choices)).data as Series['product'] | undefined,
    trade: choices.isTraded ? trade.safeParse(tradeOf(texts)).data : undefined,
  }
}

const Lines = ({ lines }: { lines: readonly (readonly [name: string, value: string])[] }) => (
  <dl class="pairs">
    {lines.map(([name, value]) => (
      <div key={name} class="pair">
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

const linesOf = (texts: IssueTexts, choices: IssueChoices): [name: string, value: string][] => {
  const { unit, product, trade } = soFar(texts, choices)
  const traded: [string, string][] =
    trade === undefined
      ? []
      : [
          [say(issuerWords.previewPrice), formatQuantity(trade.priceScale, unit)],
          [say(issuerWords.previewFees), feesText(trade)],
        ]
  return [
    [say(issuerWords.product), product === undefined ? '—' : productText(product)],
    [say(issuerWords.previewUnit), unit === undefined ? '—' : formatQuantity('1', unit)],
    [say(issuerWords.functions), product === undefined ? '—' : functionsText(choices.functions, product) || '—'],
    ...traded,
    [say(issuerWords.fields), choices.fields.map((field) => say(fieldWords[field])).join('\u00a0· ') || '—'],
  ]
}

/** How a new series will look to whoever may hold it, as far as it is filled in. */
export const IssuePreview = ({ texts, choices }: { texts: IssueTexts; choices: IssueChoices }) => (
  <Section title={say(issuerWords.preview)}>
    <h3>{texts.name || say(issuerWords.previewNoName)}</h3>
    <p class="row-note">{texts.voucher || '—'}</p>
    <Lines lines={linesOf(texts, choices)} />
  </Section>
)
