import { useState } from 'preact/hooks'
import { type ListedHolding, type ListedOrder, listAnswers } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { functionWords } from '../../dictionary/vouchers.ts'
import { priceText } from '../../market/quote-panel.tsx'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { ScrollingTable } from '../../pieces/table.tsx'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { issuerWords } from './words.ts'

const pageSize = 50

const ofVoucher = (code: string, list: string, limit: number): string =>
  `/v1/vouchers/${encodeURIComponent(code)}/${list}?limit=${limit}`

const holdersAnswer = listAnswers.holdings.extend({
  items: listAnswers.holdings.shape.items.element.omit({ cost: true, costed: true }).array(),
})
type Held = Omit<ListedHolding, 'cost' | 'costed'>

const OrderLine = ({ order, voucher }: { order: ListedOrder; voucher: PublishedVoucher }) => (
  <tr>
    <td>{order.owner}</td>
    <td>{say(functionWords[order.side])}</td>
    <td data-figure>{formatQuantity((BigInt(order.quantity) - BigInt(order.filled)).toString(), voucher.unit)}</td>
    <td data-figure>{priceText(voucher, order.limitPrice)}</td>
    <td>{formatMoment(order.expiresAt)}</td>
  </tr>
)

/** The open orders for a series, which the issuer's matching desk fills at its quotes. */
export const OpenOrders = ({ terminal, voucher }: { terminal: Terminal; voucher: PublishedVoucher }) => {
  const code = voucher.voucher
  const read = useResource(`orders ${code}`, () =>
    terminal.read(ofVoucher(code, 'orders', pageSize), listAnswers.orders),
  )
  const orders = read.value?.items ?? []
  return (
    <Section title={say(issuerWords.orders)}>
      <p class="note">{say(issuerWords.ordersText)}</p>
      <ReadingState of={read} lines={3} />
      {read.value && orders.length === 0 && <EmptyState icon="activity" title={say(issuerWords.ordersEmpty)} />}
      {orders.length > 0 && (
        <ScrollingTable
          label={say(issuerWords.orders)}
          columns={[
            say(deskWords.participant),
            say(issuerWords.side),
            { figure: say(deskWords.quantity) },
            { figure: say(issuerWords.limit) },
            say(issuerWords.until),
          ]}
        >
          {orders.map((order) => (
            <OrderLine key={order.order} order={order} voucher={voucher} />
          ))}
        </ScrollingTable>
      )}
    </Section>
  )
}

const buckets = ['available', 'reserved', 'pledged', 'frozen', 'total'] as const

const HolderLine = ({ held, voucher }: { held: Held; voucher: PublishedVoucher }) => (
  <tr>
    <th scope="row">{held.participant}</th>
    {buckets.map((bucket) => (
      <td key={bucket} data-figure>
        {formatQuantity(held[bucket], voucher.unit)}
      </td>
    ))}
  </tr>
)

/** Who holds a series, by what may be done with it; never what anybody paid. */
export const Holders = ({ terminal, voucher }: { terminal: Terminal; voucher: PublishedVoucher }) => {
  const code = voucher.voucher
  const [limit, setLimit] = useState(pageSize)
  const read = useResource(`holders ${code} ${limit}`, () =>
    terminal.read(ofVoucher(code, 'holders', limit), holdersAnswer),
  )
  const holders = read.value?.items ?? []
  return (
    <Section title={say(issuerWords.holders)}>
      <ReadingState of={read} lines={4} />
      {read.value && holders.length === 0 && <EmptyState icon="person" title={say(issuerWords.holdersEmpty)} />}
      {holders.length > 0 && (
        <ScrollingTable
          label={say(issuerWords.holders)}
          columns={[say(deskWords.participant), ...buckets.map((bucket) => ({ figure: say(deskWords[bucket]) }))]}
        >
          {holders.map((held) => (
            <HolderLine key={held.participant} held={held} voucher={voucher} />
          ))}
        </ScrollingTable>
      )}
      {read.value?.next !== undefined && limit < 200 && (
        <div>
          <Button tone="quiet" onClick={() => setLimit(200)}>
            {say(shellWords.more)}
          </Button>
        </div>
      )}
    </Section>
  )
}
