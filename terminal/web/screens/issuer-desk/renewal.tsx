import type { ListedQuote } from '../../../sdk/lists.ts'
import { priceText } from '../../market/quote-panel.tsx'
import { Button } from '../../pieces/button.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { formatCountdown } from '../../words/format.ts'
import { minutesOf, noticeBefore } from './quote-life.ts'
import { quoteName } from './quote-name.ts'
import { issuerWords } from './words.ts'

/** Says that the newest prices end soon, or have ended, and publishes the same again at one press. */
export const Renewal = ({ quote, voucher }: { quote: ListedQuote; voucher: PublishedVoucher }) => {
  const { send, isPending, fault } = useInstruction({ voucher: voucher.voucher })
  const left = Number(quote.expiresAt) - now.value
  if (quote.status === 'withdrawn' || left > noticeBefore(quote)) return null
  const minutes = minutesOf(quote)
  const { buy, sell } = quote
  const renew = () =>
    void send('quote.publish', {
      ...{ voucher: voucher.voucher, quote: quoteName(Date.now()), buy, sell, lifeSeconds: minutes * 60 },
    })
  const pair = `${priceText(voucher, buy)} · ${priceText(voucher, sell)}`
  return (
    <Alert tone="warn" title={left > 0 ? say(issuerWords.endsSoon)(formatCountdown(left)) : say(issuerWords.ended)}>
      {fault && <FaultAlert fault={fault} />}
      <Button isPending={isPending} onClick={renew}>
        {say(issuerWords.renew)(pair, minutes)}
      </Button>
    </Alert>
  )
}
