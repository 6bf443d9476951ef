import type { Unit } from '../../../sdk/amount.ts'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, EmptyState } from '../../pieces/states.tsx'
import type { Fault } from '../../state/fault.ts'
import { locale, say } from '../../state/settings.ts'
import { formatQuantity } from '../../words/format.ts'
import type { BookedSale, Takings } from './sale-book.ts'
import { listedMaximum } from './sales-of-day.ts'
import { tillWords } from './words.ts'

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

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

const TakingsOf = ({ takings, unit }: { takings: Takings; unit: Unit | undefined }) => {
  const { voucher, count, taken, refunded, fees } = takings
  const show = (quantity: bigint) => formatQuantity(quantity.toString(), unit)
  return (
    <section aria-label={`${say(tillWords.takings)} ${voucher}`}>
      <h3>
        {voucher} · {say(tillWords.count)(count)}
      </h3>
      <dl class="takings">
        <Figure name={say(tillWords.net)} value={show(taken - refunded - fees)} />
        <Figure name={say(tillWords.gross)} value={show(taken)} />
        <Figure name={say(tillWords.fees)} value={show(fees)} />
        <Figure name={say(tillWords.givenBack)} value={show(refunded)} />
      </dl>
    </section>
  )
}

/** The sales of the day at all tills, and what they come to; those of this till alone while the ledger's cannot be read. */
export const Today = ({
  sales,
  takings,
  unitOf,
  fault,
  onOpen,
}: {
  sales: readonly BookedSale[]
  takings: readonly Takings[]
  unitOf: UnitOf
  fault: Fault | undefined
  onOpen: (sale: BookedSale) => void
}) => {
  const counted = takings.reduce((sum, { count }) => sum + count, 0)
  const listed = sales.filter(({ status }) => status === 'captured').length
  return (
    <Section title={say(tillWords.today)}>
      {fault && <Alert tone="warn">{say(tillWords.ofThisTill)}</Alert>}
      {sales.length >= listedMaximum && counted > listed && <Alert>{say(tillWords.listIsPart)(listed, counted)}</Alert>}
      {sales.length === 0 && (
        <EmptyState icon="till" title={say(tillWords.todayEmpty)}>
          <p>{say(tillWords.todayEmptyText)}</p>
        </EmptyState>
      )}
      {takings.map((sum) => (
        <TakingsOf key={sum.voucher} takings={sum} unit={unitOf(sum.voucher)} />
      ))}
      {sales.length > 0 && (
        <ul class="rows">
          {sales.map((sale) => (
            <Line key={sale.orderNumber} sale={sale} unit={unitOf(sale.voucher)} onOpen={() => onOpen(sale)} />
          ))}
        </ul>
      )}
    </Section>
  )
}
