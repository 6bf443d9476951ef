import type { TradeTerms } from '../../../../chaincode/domains/vouchers/terms.ts'
import { type ListedQuote, readQuotes } from '../../../sdk/lists.ts'
import { priceText } from '../../market/quote-panel.tsx'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, EmptyState, ReadingState, Skeleton } from '../../pieces/states.tsx'
import { ScrollingTable } from '../../pieces/table.tsx'
import { now } from '../../state/clock.ts'
import { connection, roles } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { type PublishedVoucher, unitOf } from '../../state/vouchers.ts'
import { formatCountdown, formatMoment, formatTime } from '../../words/format.ts'
import { QuoteForm } from './quote-form.tsx'
import { Renewal } from './renewal.tsx'
import { issuerWords } from './words.ts'

const shownMaximum = '10'
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

const LastQuotes = ({ voucher, quotes }: { voucher: PublishedVoucher; quotes: readonly ListedQuote[] }) => (
  <>
    <h3>{say(issuerWords.lastQuotes)}</h3>
    {quotes.length === 0 ? (
      <EmptyState icon="rise" title={say(issuerWords.quotesEmpty)} />
    ) : (
      <ScrollingTable
        label={say(issuerWords.lastQuotes)}
        columns={[
          say(issuerWords.publishedAt),
          { figure: say(issuerWords.buyAt) },
          { figure: say(issuerWords.sellAt) },
          say(issuerWords.state),
        ]}
      >
        {quotes.map((quote, place) => (
          <Line key={quote.quote} quote={quote} voucher={voucher} isNewest={place === 0} />
        ))}
      </ScrollingTable>
    )}
  </>
)

const Publishing = ({
  voucher,
  trade,
  last,
}: {
  voucher: PublishedVoucher
  trade: TradeTerms
  last?: ListedQuote | undefined
}) => {
  const cash = unitOf(trade.cash)
  if (!roles.value.includes('price')) return <Alert>{say(issuerWords.needsPriceRole)}</Alert>
  if (cash === undefined) return <Skeleton lines={3} />
  return (
    <>
      {last && <Renewal quote={last} voucher={voucher} />}
      <QuoteForm voucher={voucher} trade={trade} cash={cash} last={last} />
    </>
  )
}

const Traded = ({ voucher, trade }: { voucher: PublishedVoucher; trade: TradeTerms }) => {
  const read = useResource(`quotes ${voucher.voucher}`, () =>
    readQuotes(connection, voucher.voucher, { limit: shownMaximum }),
  )
  const quotes = read.value?.items
  if (quotes === undefined) return <ReadingState of={read} lines={6} />
  return (
    <>
      <Publishing voucher={voucher} trade={trade} last={quotes[0]} />
      <LastQuotes voucher={voucher} quotes={quotes} />
    </>
  )
}

/** Publishing prices, and the last ones. */
export const Quotes = ({ voucher }: { voucher: PublishedVoucher }) => {
  const trade = voucher.trade as TradeTerms | undefined
  return (
    <Section title={say(issuerWords.quote)}>
      {trade === undefined ? <p>{say(issuerWords.noTrade)}</p> : <Traded voucher={voucher} trade={trade} />}
    </Section>
  )
}
