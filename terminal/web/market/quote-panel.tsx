import { voucherWords } from '../dictionary/vouchers.ts'
import { Icon } from '../pieces/icon.tsx'
import { Alert } from '../pieces/states.tsx'
import { now } from '../state/clock.ts'
import { say } from '../state/settings.ts'
import { type PublishedVoucher, unitOf } from '../state/vouchers.ts'
import { formatCountdown, formatPrice } from '../words/format.ts'
import type { QuoteState, Side } from './estimate.ts'

/** A price of the voucher, for so much of it. */
export const priceText = (voucher: PublishedVoucher, price: string): string => {
  const { unit, trade } = voucher
  return trade === undefined
    ? price
    : formatPrice(price, { cash: unitOf(trade.cash), unit, priceScale: trade.priceScale })
}

const without = {
  none: voucherWords.quoteNone,
  other_terms: voucherWords.quoteTerms,
  ended: voucherWords.quoteEnded,
} as const

/** The price at which one would trade now, and how long it still lives. */
export const QuotePanel = ({
  voucher,
  quoted,
  side,
}: {
  voucher: PublishedVoucher
  quoted: QuoteState
  side: Side
}) => {
  if (quoted.state !== 'live') return <Alert tone="warn">{say(without[quoted.state])}</Alert>
  const { quote } = quoted
  const left = Number(quote.expiresAt) - now.value
  const life = Number(quote.expiresAt) - Number(quote.publishedAt)
  return (
    <div class="quote">
      <span class="note">{say(voucherWords.quote)}</span>
      <strong class="quote-price">{priceText(voucher, quote[side])}</strong>
      <span class="quote-left" data-soon={left < 30_000}>
        <Icon name="clock" />
        {say(voucherWords.quoteLeft)(formatCountdown(left))}
      </span>
      <progress value={Math.max(0, left)} max={life} aria-hidden="true" />
    </div>
  )
}
