import type { ListedPurchase } from '../../../sdk/purchases.ts'
import { Icon } from '../../pieces/icon.tsx'
import { Section } from '../../pieces/page.tsx'
import { now } from '../../state/clock.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { isOverdue, stationsOf, turnOf } from './progress.ts'
import { purchaseWords, statusWords, turnWords } from './words.ts'

interface Shown {
  purchase: ListedPurchase
  takesPayment: boolean | undefined
}

/** Whose turn it is and until when; nothing once the purchase has ended. */
export const turnText = ({ purchase, takesPayment }: Shown): string | undefined => {
  const turn = turnOf(purchase, { takesPayment })
  if (turn === undefined) return undefined
  const when = formatMoment(purchase.actBy)
  const time = isOverdue(purchase, now.value) ? purchaseWords.overdue : purchaseWords.until
  return `${say(turnWords[turn])} · ${say(time)(when)}`
}

/** The state in one word, in the colour of how it went. */
export const StatusPill = ({ purchase: { status } }: { purchase: Pick<ListedPurchase, 'status'> }) => {
  const isBad = status === 'disputed' || status === 'rejected' || status === 'expired'
  return (
    <span class="pill" data-tone={status === 'completed' ? 'good' : isBad ? 'warn' : undefined}>
      {say(statusWords[status])}
    </span>
  )
}

const Stations = ({ purchase, takesPayment }: Shown) => (
  <ol class="rows">
    {stationsOf(purchase, { takesPayment })?.map(({ station, isDone }) => (
      <li key={station} class="row">
        <Icon name={isDone ? 'check' : 'clock'} />
        <span class="row-main">{say(statusWords[station])}</span>
        <span class="row-end row-note">{say(isDone ? purchaseWords.done : purchaseWords.toCome)}</span>
      </li>
    ))}
  </ol>
)

type Pair = readonly [name: string, value: string]

const moneyOf = ({ cash, amount, held, captured, refunded, metal }: ListedPurchase): Pair[] => {
  const unit = unitOf(cash)
  const metalUnit = unitOf(metal?.voucher)
  return [
    [say(purchaseWords.amount), formatQuantity(amount, unit)],
    [say(purchaseWords.held), formatQuantity(held, unit)],
    [say(purchaseWords.captured), formatQuantity(captured, unit)],
    [say(purchaseWords.refunded), formatQuantity(refunded, unit)],
    ...(metal === undefined
      ? []
      : [
          [say(purchaseWords.metal), `${formatQuantity(metal.quantity, metalUnit)} · ${metal.voucher}`] as const,
          [say(purchaseWords.reserved), formatQuantity(metal.reserved, metalUnit)] as const,
        ]),
  ]
}

/** Names and what stands for them. */
export const Pairs = ({ lines }: { lines: readonly Pair[] }) => (
  <dl class="pairs">
    {lines.map(([name, value]) => (
      <div key={name} class="pair">
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

/** How far a purchase came, whose turn it is, and where its money is. */
export const PurchaseCard = ({ purchase, takesPayment }: Shown) => {
  const { shipment, provider, buyer } = purchase
  return (
    <>
      <Section title={say(purchaseWords.progress)} aside={<StatusPill purchase={purchase} />}>
        <p role="status">{turnText({ purchase, takesPayment })}</p>
        <Stations purchase={purchase} takesPayment={takesPayment} />
      </Section>
      <Section title={say(purchaseWords.money)}>
        <Pairs
          lines={[
            ...moneyOf(purchase),
            [say(purchaseWords.provider), provider],
            [say(purchaseWords.buyer), buyer],
            ...(shipment === undefined ? [] : [[say(purchaseWords.shipment), shipment] as const]),
            [say(purchaseWords.number), purchase.purchase],
          ]}
        />
      </Section>
    </>
  )
}
