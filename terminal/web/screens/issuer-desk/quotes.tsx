import type { TradeTerms } from '../../../../chaincode/domains/vouchers/terms.ts'
import { type ListedQuote, readQuotes } from '../../../sdk/lists.ts'
import { priceText } from '../../market/quote-panel.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Button } from '../../pieces/button.tsx'
import { TextField } from '../../pieces/field.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, EmptyState, ReadingState, Skeleton } from '../../pieces/states.tsx'
import { ScrollingTable } from '../../pieces/table.tsx'
import { isTaken } from '../../state/accepted.ts'
import { now } from '../../state/clock.ts'
import { connection, roles } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { type PublishedVoucher, unitOf } from '../../state/vouchers.ts'
import { amountRule, baseUnitsOf, wholeNumberRule } from '../../words/desk-rules.ts'
import { formatCountdown, formatMoment, formatQuantity, formatTime } from '../../words/format.ts'
import { quoteName } from './quote-name.ts'
import { issuerWords } from './words.ts'

const shownMaximum = '10'
const lifeSecondsMaximum = 86_400

const QuoteForm = ({ voucher, trade }: { voucher: PublishedVoucher; trade: TradeTerms }) => {
  const cash = unitOf(trade.cash)
  const fields = useFields(
    { buy: '', sell: '', life: '300' },
    {
      buy: amountRule(cash),
      sell: amountRule(cash),
      life: wholeNumberRule(issuerWords.quoteLifeWrong, 1, lifeSecondsMaximum),
    },
    `quote ${voucher.voucher}`,
  )
  const instructing = useInstruction({ voucher: voucher.voucher })
  const [buy, sell] = [baseUnitsOf(fields.values.buy, cash), baseUnitsOf(fields.values.sell, cash)]
  const isInverted = buy !== undefined && sell !== undefined && BigInt(buy) < BigInt(sell)
  const submit = (): boolean => {
    if (!fields.check() || buy === undefined || sell === undefined || isInverted) return false
    const lifeSeconds = Number(fields.values.life)
    const body = { voucher: voucher.voucher, quote: quoteName(Date.now()), buy, sell, lifeSeconds }
    void instructing.send('quote.publish', body).then((kept) => isTaken(kept) && fields.forget())
    return true
  }
  if (cash === undefined) return <Skeleton lines={3} />
  const per = say(issuerWords.quotePer)(formatQuantity(trade.priceScale, voucher.unit))
  return (
    <InstructionForm
      label={say(issuerWords.quote)}
      action={say(issuerWords.publish)}
      instructing={instructing}
      onSubmit={submit}
    >
      <div class="form-pair">
        <AmountField label={say(issuerWords.quoteBuy)} unit={cash} hint={per} {...fields.bind('buy')} />
        <AmountField label={say(issuerWords.quoteSell)} unit={cash} hint={per} {...fields.bind('sell')} />
      </div>
      {isInverted && <Alert tone="bad">{say(issuerWords.quoteInverted)}</Alert>}
      <TextField label={say(issuerWords.quoteLife)} inputMode="numeric" maxLength={5} {...fields.bind('life')} />
    </InstructionForm>
  )
}

/** A moment of today by its time alone. */
const whenOf = (moment: string): string =>
  new Date(Number(moment)).toDateString() === new Date().toDateString() ? formatTime(moment) : formatMoment(moment)

/** Only the newest quote counts, until it ends or is taken back. */
const stateOf = (quote: ListedQuote, isNewest: boolean): string => {
  if (quote.status === 'withdrawn') return say(issuerWords.withdrawn)
  if (!isNewest) return say(issuerWords.replaced)
  const left = Number(quote.expiresAt) - now.value
  return left > 0 ? `${say(issuerWords.live)} · ${formatCountdown(left)}` : say(issuerWords.over)
}

const isTradable = (quote: ListedQuote, isNewest: boolean): boolean =>
  isNewest && quote.status !== 'withdrawn' && Number(quote.expiresAt) > now.value

const Withdraw = ({ quote }: { quote: ListedQuote }) => {
  const { send, isPending } = useInstruction({ voucher: quote.voucher })
  const withdraw = () => void send('quote.withdraw', { voucher: quote.voucher, quote: quote.quote })
  return (
    <Button isPending={isPending} onClick={withdraw}>
      {say(issuerWords.withdraw)}
    </Button>
  )
}

const Line = ({ quote, voucher, isNewest }: { quote: ListedQuote; voucher: PublishedVoucher; isNewest: boolean }) => {
  const isOpen = isTradable(quote, isNewest)
  return (
    <tr>
      <td class="moment">{whenOf(quote.publishedAt)}</td>
      <td data-figure>{priceText(voucher, quote.buy)}</td>
      <td data-figure>{priceText(voucher, quote.sell)}</td>
      <td>
        <span class="pill" data-tone={isOpen ? 'good' : undefined}>
          {stateOf(quote, isNewest)}
        </span>
        {isOpen && roles.value.includes('price') && <Withdraw quote={quote} />}
      </td>
    </tr>
  )
}

const LastQuotes = ({ voucher }: { voucher: PublishedVoucher }) => {
  const read = useResource(`quotes ${voucher.voucher}`, () =>
    readQuotes(connection, voucher.voucher, { limit: shownMaximum }),
  )
  return (
    <>
      <h3>{say(issuerWords.lastQuotes)}</h3>
      <ReadingState of={read} lines={3} />
      {read.value?.items.length === 0 && <EmptyState icon="rise" title={say(issuerWords.quotesEmpty)} />}
      {read.value && read.value.items.length > 0 && (
        <ScrollingTable
          label={say(issuerWords.lastQuotes)}
          columns={[
            say(issuerWords.publishedAt),
            { figure: say(issuerWords.buyAt) },
            { figure: say(issuerWords.sellAt) },
            say(issuerWords.state),
          ]}
        >
          {read.value.items.map((quote, place) => (
            <Line key={quote.quote} quote={quote} voucher={voucher} isNewest={place === 0} />
          ))}
        </ScrollingTable>
      )}
    </>
  )
}

/** Publishing prices, and the last ones. */
export const Quotes = ({ voucher }: { voucher: PublishedVoucher }) => {
  const trade = voucher.trade as TradeTerms | undefined
  return (
    <Section title={say(issuerWords.quote)}>
      {trade === undefined && <p>{say(issuerWords.noTrade)}</p>}
      {trade !== undefined && !roles.value.includes('price') && <Alert>{say(issuerWords.needsPriceRole)}</Alert>}
      {trade !== undefined && roles.value.includes('price') && <QuoteForm voucher={voucher} trade={trade} />}
      {trade !== undefined && <LastQuotes voucher={voucher} />}
    </Section>
  )
}
