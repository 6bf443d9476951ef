import type { TradeTerms } from '../../../../chaincode/domains/vouchers/terms.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { functionsText, productText } from '../../market/product.ts'
import { Section } from '../../pieces/page.tsx'
import { percentOf } from '../../state/rate.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { issuerWords } from './words.ts'

/** What trading costs, in words: both rates and the least fee. */
export const feesText = ({ cash, fees }: TradeTerms): string =>
  say(issuerWords.feesText)(
    percentOf(fees.buy.partsPerMillion),
    percentOf(fees.sell.partsPerMillion),
    formatQuantity(fees.buy.minimum, unitOf(cash)),
  )

/** How a new series will look to whoever may hold it; a word in its place while the form is not whole. */
export const IssuePreview = ({ series }: { series: Body<'voucher.issue'> | undefined }) => (
  <Section title={say(issuerWords.preview)}>
    {series === undefined ? (
      <p class="note">{say(issuerWords.previewLater)}</p>
    ) : (
      <>
        <h3>{series.name}</h3>
        <p class="row-note">
          {series.voucher} · {productText(series.product)}
        </p>
        <dl class="pairs">
          <dt>{say(issuerWords.functions)}</dt>
          <dd>{functionsText(series.functions, series.product)}</dd>
          <dt>{say(issuerWords.previewUnit)}</dt>
          <dd>{formatQuantity('1', series.unit)}</dd>
          <dt>{say(issuerWords.quantity)}</dt>
          <dd>{formatQuantity(series.quantity, series.unit)}</dd>
          {series.trade && (
            <>
              <dt>{say(issuerWords.previewPrice)}</dt>
              <dd>{formatQuantity(series.trade.priceScale, series.unit)}</dd>
              <dt>{say(issuerWords.previewFees)}</dt>
              <dd>{feesText(series.trade)}</dd>
            </>
          )}
        </dl>
      </>
    )}
  </Section>
)
