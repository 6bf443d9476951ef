import { useState } from 'preact/hooks'
import type { Unit } from '../../../sdk/amount.ts'
import { Button } from '../../pieces/button.tsx'
import { Field, TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, EmptyState } from '../../pieces/states.tsx'
import type { Fault } from '../../state/fault.ts'
import { say } from '../../state/settings.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import type { BookedSale, ShownTakings } from './sale-book.ts'
import { dayOf, isOrderPart, listedMaximum, type SalesWanted } from './sales-of-day.ts'
import { tillWords } from './words.ts'

type UnitOf = (voucher: string) => Unit | undefined

const tones: { [status: string]: string } = { captured: 'good', claimed: 'warn', unknown: 'warn', declined: 'bad' }

const Line = ({ sale, unit, onOpen }: { sale: BookedSale; unit: Unit | undefined; onOpen: () => void }) => (
  <li class="row">
    <div class="row-main">
      <span class="row-title">{sale.orderNumber}</span>
      <span class="row-note">
        {formatMoment(sale.startedAt)}
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

const TakingsOf = ({ takings, unit }: { takings: ShownTakings; unit: Unit | undefined }) => {
  const { voucher, count, taken, refunded, fees, net } = takings
  const show = (quantity: string) => formatQuantity(quantity, unit)
  return (
    <section aria-label={`${say(tillWords.takings)} ${voucher}`}>
      <h3>
        {voucher} · {say(tillWords.count)(count)}
      </h3>
      <dl class="takings">
        <Figure name={say(tillWords.net)} value={show(net)} />
        <Figure name={say(tillWords.gross)} value={show(taken)} />
        <Figure name={say(tillWords.fees)} value={show(fees)} />
        <Figure name={say(tillWords.givenBack)} value={show(refunded)} />
      </dl>
    </section>
  )
}

const Wanted = ({ wanted, onWanted }: { wanted: SalesWanted; onWanted: (wanted: SalesWanted) => void }) => {
  const [typed, setTyped] = useState(wanted.order)
  const text = typed.trim()
  const isWrong = text !== '' && !isOrderPart(text)
  const search = (event: Event) => {
    event.preventDefault()
    if (!isWrong) onWanted({ ...wanted, order: text })
  }
  const type = (value: string) => {
    setTyped(value)
    if (value.trim() === '') onWanted({ ...wanted, order: '' })
  }
  const goTo = (day: string) => {
    setTyped('')
    onWanted({ day, order: '' })
  }
  return (
    <form class="sales-wanted" onSubmit={search} noValidate>
      <Field label={say(tillWords.day)}>
        {(ties) => (
          <input
            {...ties}
            type="date"
            value={wanted.day}
            max={dayOf(Date.now())}
            onChange={({ currentTarget: { value } }) => value !== '' && goTo(value)}
          />
        )}
      </Field>
      <TextField
        label={say(tillWords.findOrder)}
        hint={say(tillWords.findOrderHint)}
        wrong={isWrong ? say(tillWords.orderWrong) : undefined}
        inputMode="search"
        autocapitalize="none"
        spellcheck={false}
        maxLength={40}
        value={typed}
        onValue={type}
      />
      <Button type="submit">{say(tillWords.find)}</Button>
    </form>
  )
}

interface Shown {
  sales: readonly BookedSale[]
  takings: readonly ShownTakings[]
  wanted: SalesWanted
  unitOf: UnitOf
  fault: Fault | undefined
}

const Found = ({
  sales,
  wanted,
  unitOf,
  onOpen,
}: Pick<Shown, 'sales' | 'wanted' | 'unitOf'> & { onOpen: (sale: BookedSale) => void }) => {
  const isToday = wanted.day === dayOf(Date.now())
  if (sales.length > 0) {
    return (
      <ul class="rows">
        {sales.map((sale) => (
          <Line key={sale.orderNumber} sale={sale} unit={unitOf(sale.voucher)} onOpen={() => onOpen(sale)} />
        ))}
      </ul>
    )
  }
  if (wanted.order !== '') return <EmptyState icon="search" title={say(tillWords.noneFound)} />
  return (
    <EmptyState icon="till" title={say(isToday ? tillWords.todayEmpty : tillWords.dayEmpty)}>
      {isToday && <p>{say(tillWords.todayEmptyText)}</p>}
    </EmptyState>
  )
}

/** The sales of a day, or of an order number, at all tills, and what the day came to; those of this till alone while the ledger's cannot be read. */
export const Sales = ({
  sales,
  takings,
  wanted,
  unitOf,
  fault,
  onWanted,
  onOpen,
  onClose,
}: Shown & {
  onWanted: (wanted: SalesWanted) => void
  onOpen: (sale: BookedSale) => void
  onClose: () => void
}) => {
  const counted = takings.reduce((sum, { count }) => sum + count, 0)
  const listed = sales.filter(({ status }) => status === 'captured').length
  const isOfDay = wanted.order === ''
  const isToday = wanted.day === dayOf(Date.now())
  return (
    <Section
      title={say(isToday ? tillWords.today : tillWords.sales)}
      aside={
        <Button tone="quiet" onClick={onClose}>
          {say(tillWords.dayClose)}
        </Button>
      }
    >
      <Wanted wanted={wanted} onWanted={onWanted} />
      {fault && <Alert tone="warn">{say(tillWords.ofThisTill)}</Alert>}
      {isOfDay && sales.length >= listedMaximum && counted > listed && (
        <Alert>{say(tillWords.listIsPart)(listed, counted)}</Alert>
      )}
      {isOfDay && takings.map((sum) => <TakingsOf key={sum.voucher} takings={sum} unit={unitOf(sum.voucher)} />)}
      <Found sales={sales} wanted={wanted} unitOf={unitOf} onOpen={onOpen} />
    </Section>
  )
}
