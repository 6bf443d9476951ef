import { type ListedQuote, readQuotes } from '../../../sdk/lists.ts'
import { priceText } from '../../market/quote-panel.tsx'
import { Button } from '../../pieces/button.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { connection } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { formatCountdown, formatMinutes } from '../../words/format.ts'
import { minutesOf, noticeBefore } from './quote-life.ts'
import { quoteName } from './quote-name.ts'
import { issuerWords } from './words.ts'

/** Says that the newest prices end soon, or have ended, and publishes the same again at one press. */
export const Renewal = ({
  quote,
  voucher,
  isNamed = false,
}: {
  quote: ListedQuote
  voucher: PublishedVoucher
  /** Says of which series it is, where several are in sight. */
  isNamed?: boolean
}) => {
  const { send, isPending, fault } = useInstruction({ voucher: voucher.voucher })
  const left = Number(quote.expiresAt) - now.value
  if (quote.status === 'withdrawn' || left > noticeBefore(quote)) return null
  const minutes = minutesOf(quote)
  const { buy, sell } = quote
  const renew = () =>
    void send('quote.publish', {
      ...{ voucher: voucher.voucher, quote: quoteName(Date.now()), buy, sell, lifeSeconds: minutes * 60 },
    })
  const when = left > 0 ? say(issuerWords.endsSoon)(formatCountdown(left)) : say(issuerWords.ended)
  const pair = `${priceText(voucher, buy)} · ${priceText(voucher, sell)}`
  return (
    <Alert tone="warn" title={isNamed ? `${voucher.name} · ${when}` : when}>
      {fault && <FaultAlert fault={fault} />}
      <Button isPending={isPending} onClick={renew}>
        {say(issuerWords.renew)(pair, formatMinutes(minutes))}
      </Button>
    </Alert>
  )
}

const NewestOf = ({ voucher }: { voucher: PublishedVoucher }) => {
  const read = useResource(`newest quote ${voucher.voucher}`, () =>
    readQuotes(connection, voucher.voucher, { limit: '1' }),
  )
  const quote = read.value?.items[0]
  return quote === undefined ? null : <Renewal quote={quote} voucher={voucher} isNamed />
}

const watchedMaximum = 20

/** The prices of several series that end soon or have ended, each with its renewal; of more than twenty the first. */
export const Renewals = ({ series }: { series: readonly PublishedVoucher[] }) => (
  <>
    {series
      .filter(({ trade, functions }) => trade !== undefined && functions.length > 0)
      .slice(0, watchedMaximum)
      .map((voucher) => (
        <NewestOf key={voucher.voucher} voucher={voucher} />
      ))}
  </>
)
