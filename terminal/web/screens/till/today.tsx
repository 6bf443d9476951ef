import type { Unit } from '../../../sdk/amount.ts'
import { tillWords } from '../../dictionary/till.ts'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { EmptyState } from '../../pieces/states.tsx'
import { formatQuantity } from '../../state/format.ts'
import { locale, say } from '../../state/settings.ts'
import { type BookedSale, takingsOf } from './sale-book.ts'

type UnitOf = (voucher: string) => Unit | undefined

const tones: { [status: string]: string } = { captured: 'good', claimed: 'warn', unknown: 'warn', declined: 'bad' }

const timeOf = (at: number): string =>
  new Date(at).toLocaleTimeString(locale.value, { hour: '2-digit', minute: '2-digit' })

const Line = ({ sale, unit, onOpen }: { sale: BookedSale; unit: Unit | undefined; onOpen: () => void }) => (
  <li class="row">
    <div class="row-main">
      <span class="row-title">{sale.orderNumber}</span>
      <span class="row-note">
        {timeOf(sale.startedAt)}
        {sale.refunded !== undefined &&
          sale.refunded !== '0' &&
          ` · ${say(tillWords.refunded)(formatQuantity(sale.refunded, unit))}`}
      </span>
    </div>
    <div class="row-end">
      <span>{formatQuantity(sale.quantity, unit)}</span>
      <span class="pill" data-tone={tones[sale.status]}>
        {say(tillWords.status)(sale.status)}
      </span>
    </div>
    <Button tone="quiet" aria-label={`${say(tillWords.open)} ${sale.orderNumber}`} onClick={onOpen}>
      {say(tillWords.open)}
    </Button>
  </li>
)

const TakingsTable = ({ sales, unitOf }: { sales: readonly BookedSale[]; unitOf: UnitOf }) => (
  <div class="table-scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">{say(tillWords.voucher)}</th>
          <th scope="col" data-figure>
            {say(tillWords.gross)}
          </th>
          <th scope="col" data-figure>
            {say(tillWords.givenBack)}
          </th>
          <th scope="col" data-figure>
            {say(tillWords.fees)}
          </th>
          <th scope="col" data-figure>
            {say(tillWords.net)}
          </th>
        </tr>
      </thead>
      <tbody>
        {takingsOf(sales).map(({ voucher, count, taken, refunded, fees }) => (
          <tr key={voucher}>
            <th scope="row">
              {voucher} · {say(tillWords.count)(count)}
            </th>
            <td data-figure>{formatQuantity(taken.toString(), unitOf(voucher))}</td>
            <td data-figure>{formatQuantity(refunded.toString(), unitOf(voucher))}</td>
            <td data-figure>{formatQuantity(fees.toString(), unitOf(voucher))}</td>
            <td data-figure>
              <strong>{formatQuantity((taken - refunded - fees).toString(), unitOf(voucher))}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

/** The sales of the day at this till, and what they come to. */
export const Today = ({
  sales,
  unitOf,
  onOpen,
}: {
  sales: readonly BookedSale[]
  unitOf: UnitOf
  onOpen: (sale: BookedSale) => void
}) => (
  <Section title={say(tillWords.today)} aside={<span class="note">{say(tillWords.ofThisTill)}</span>}>
    {sales.length === 0 && (
      <EmptyState icon="till" title={say(tillWords.todayEmpty)}>
        <p>{say(tillWords.todayEmptyText)}</p>
      </EmptyState>
    )}
    {sales.some(({ status }) => status === 'captured') && <TakingsTable sales={sales} unitOf={unitOf} />}
    {sales.length > 0 && (
      <ul class="rows">
        {sales.map((sale) => (
          <Line key={sale.orderNumber} sale={sale} unit={unitOf(sale.voucher)} onOpen={() => onOpen(sale)} />
        ))}
      </ul>
    )}
  </Section>
)
