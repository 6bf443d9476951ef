import type { TradeTerms } from '../../../../chaincode/domains/vouchers/terms.ts'
import { typedText, type Unit } from '../../../sdk/amount.ts'
import type { ListedQuote } from '../../../sdk/lists.ts'
import { priceText } from '../../market/quote-panel.tsx'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Alert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { type Asked, useAct } from '../../state/use-act.ts'
import { type Fields, useFields } from '../../state/use-fields.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { amountRule, baseUnitsOf, wholeNumberRule } from '../../words/desk-rules.ts'
import { formatMinutes, formatQuantity } from '../../words/format.ts'
import { minutesMaximum, minutesOf } from './quote-life.ts'
import { quoteName } from './quote-name.ts'
import { moved, type Prices, stepsOf, widened } from './spread.ts'
import { issuerWords } from './words.ts'

const usualMinutes = 60
const shortMinutes = 15

type Typed = Fields<'buy' | 'sell' | 'minutes'>

const startingFrom = (last: ListedQuote | undefined, cash: Unit) => ({
  buy: last === undefined ? '' : typedText(last.buy, cash, { isPadded: true }),
  sell: last === undefined ? '' : typedText(last.sell, cash, { isPadded: true }),
  minutes: String(last === undefined ? usualMinutes : minutesOf(last)),
})

const pricesIn = ({ values }: Typed, cash: Unit): Prices | undefined => {
  const [buy, sell] = [baseUnitsOf(values.buy, cash), baseUnitsOf(values.sell, cash)]
  return buy === undefined || sell === undefined ? undefined : { buy: BigInt(buy), sell: BigInt(sell) }
}

interface Priced {
  voucher: PublishedVoucher
  cash: Unit
  prices: Prices
}

const quotePair = ({ cash, prices }: Omit<Priced, 'voucher'>): string =>
  `${formatQuantity(prices.buy.toString(), cash)} / ${formatQuantity(prices.sell.toString(), cash)}`

const askedOf = ({ voucher, cash, prices }: Priced, minutes: string): Asked => {
  const [buy, sell] = [prices.buy.toString(), prices.sell.toString()]
  return {
    kind: 'quote.publish',
    body: { voucher: voucher.voucher, quote: quoteName(Date.now()), buy, sell, lifeSeconds: Number(minutes) * 60 },
    review: {
      what: say(issuerWords.publishNow)(quotePair({ cash, prices })),
      lines: [
        [say(issuerWords.quoteBuy), priceText(voucher, buy)],
        [say(issuerWords.quoteSell), priceText(voucher, sell)],
        [say(issuerWords.spread), formatQuantity((prices.buy - prices.sell).toString(), cash)],
        [say(issuerWords.quoteLife), formatMinutes(Number(minutes))],
      ],
    },
  }
}

const useQuote = (voucher: PublishedVoucher, cash: Unit, last: ListedQuote | undefined) => {
  const fields: Typed = useFields(
    startingFrom(last, cash),
    {
      buy: amountRule(cash),
      sell: amountRule(cash),
      minutes: wholeNumberRule(issuerWords.quoteLifeWrong, 1, minutesMaximum),
    },
    `quote ${voucher.voucher}`,
  )
  const prices = pricesIn(fields, cash)
  const isInverted = prices !== undefined && prices.buy < prices.sell
  const act = useAct({
    about: { voucher: voucher.voucher },
    check: () => fields.check() && !isInverted,
    asked: () => prices && askedOf({ voucher, cash, prices }, fields.values.minutes),
    onTaken: fields.forget,
  })
  const show = (next: Prices) =>
    fields.set({
      buy: typedText(next.buy.toString(), cash, { isPadded: true }),
      sell: typedText(next.sell.toString(), cash, { isPadded: true }),
    })
  return { fields, prices, isInverted, act, show }
}

const signed = (by: bigint, cash: Unit): string => formatQuantity(by.toString(), cash, 'exceptZero')

interface Steps {
  cash: Unit
  prices: Prices | undefined
  onPrices: (prices: Prices) => void
}

const Moves = ({
  label,
  moves,
  onPrices,
}: {
  label: string
  moves: readonly (readonly [text: string, next: Prices | undefined])[]
  onPrices: Steps['onPrices']
}) => (
  <fieldset class="chips">
    <legend class="label">{label}</legend>
    {moves.map(([text, next]) => (
      <button
        key={text}
        type="button"
        class="chip"
        disabled={next === undefined}
        onClick={() => next !== undefined && onPrices(next)}
      >
        {text}
      </button>
    ))}
  </fieldset>
)

/** Moves both prices together, or apart, one press a step. */
const SpreadButtons = ({ cash, prices, onPrices }: Steps) => {
  const steps = stepsOf(cash)
  const both = [...steps.map((step) => -step), ...steps.toReversed()]
  const apart = steps.at(1) ?? (steps[0] as bigint)
  const spread = prices === undefined ? '' : formatQuantity((prices.buy - prices.sell).toString(), cash)
  return (
    <>
      <Moves
        label={say(issuerWords.moveBoth)}
        moves={both.map((by) => [signed(by, cash), prices && moved(prices, by)] as const)}
        onPrices={onPrices}
      />
      <Moves
        label={say(issuerWords.moveApart)(spread)}
        moves={[
          [say(issuerWords.narrower)(formatQuantity((apart * 2n).toString(), cash)), prices && widened(prices, -apart)],
          [say(issuerWords.wider)(formatQuantity((apart * 2n).toString(), cash)), prices && widened(prices, apart)],
        ]}
        onPrices={onPrices}
      />
    </>
  )
}

/** Publishing prices: it begins with the last ones, which buttons move. */
export const QuoteForm = ({
  voucher,
  trade,
  cash,
  last,
}: {
  voucher: PublishedVoucher
  trade: TradeTerms
  cash: Unit
  last: ListedQuote | undefined
}) => {
  const { fields, prices, isInverted, act, show } = useQuote(voucher, cash, last)
  const per = say(issuerWords.quotePer)(formatQuantity(trade.priceScale, voucher.unit))
  const minutes = Number(fields.values.minutes)
  return (
    <ActForm
      label={say(issuerWords.quote)}
      action={prices === undefined ? say(issuerWords.quote) : say(issuerWords.publishNow)(quotePair({ cash, prices }))}
      act={act}
    >
      <div class="form-pair">
        <AmountField label={say(issuerWords.quoteBuy)} unit={cash} hint={per} {...fields.bind('buy')} />
        <AmountField label={say(issuerWords.quoteSell)} unit={cash} hint={per} {...fields.bind('sell')} />
      </div>
      {isInverted && <Alert tone="bad">{say(issuerWords.quoteInverted)}</Alert>}
      <SpreadButtons cash={cash} prices={prices} onPrices={show} />
      <TextField
        label={say(issuerWords.quoteLife)}
        inputMode="numeric"
        maxLength={4}
        affix={say(issuerWords.minutesUnit)}
        {...fields.bind('minutes')}
      />
      {minutes > 0 && minutes < shortMinutes && (
        <Alert tone="warn">{say(issuerWords.quoteShort)(formatMinutes(minutes))}</Alert>
      )}
    </ActForm>
  )
}
