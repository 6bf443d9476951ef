import '../../pieces/history/history.css'
import type { Unit } from '../../../sdk/amount.ts'
import type { Takings } from '../../../sdk/payments.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { historyWords } from '../../dictionary/history.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { Dialog } from '../../pieces/dialog.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { locale, say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { readTakings, spanOfDay } from './sales-of-day.ts'
import { tillWords } from './words.ts'

type Fact = readonly [name: string, value: string]

const factsOf = (
  { count, taken, refunded, fees, net, refundsMade, first, last }: Takings,
  unit: Unit | undefined,
): Fact[] => {
  const show = (quantity: string) => formatQuantity(quantity, unit)
  return [
    [say(tillWords.gross), `${show(taken)} · ${say(tillWords.count)(count)}`],
    [say(tillWords.givenBackOfSales), show(refunded)],
    [say(tillWords.fees), show(fees)],
    [say(tillWords.net), show(net)],
    [say(tillWords.refundsMade), `${show(refundsMade.quantity)} · ${say(tillWords.refundCount)(refundsMade.count)}`],
    [say(tillWords.firstOrder), first ?? '—'],
    [say(tillWords.lastOrder), last ?? '—'],
  ]
}

const Report = ({
  takings,
  day,
  name,
  unitOf,
}: {
  takings: readonly Takings[]
  day: string
  name: string
  unitOf: (voucher: string) => Unit | undefined
}) => (
  <div class="stack" data-printed>
    <h3>
      {name} · {new Date(spanOfDay(day)?.from ?? 0).toLocaleDateString(locale.value, { dateStyle: 'long' })}
    </h3>
    {takings.length === 0 && <p>{say(tillWords.dayEmpty)}</p>}
    {takings.map((of) => (
      <section key={of.voucher} aria-label={of.voucher}>
        <h4>{of.voucher}</h4>
        <dl class="pairs">
          {factsOf(of, unitOf(of.voucher)).map(([fact, value]) => (
            <div key={fact} class="pair">
              <dt>{fact}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    ))}
    <p class="note">{say(tillWords.madeAt)(formatMoment(Date.now()))}</p>
  </div>
)

/** What a day of this merchant came to at all its tills, as it is filed: sales, refunds, fees, net, first and last number. */
export const DayClose = ({
  terminal,
  day,
  name,
  unitOf,
  onClose,
}: {
  terminal: Terminal
  day: string
  name: string
  unitOf: (voucher: string) => Unit | undefined
  onClose: () => void
}) => {
  const read = useResource(`day ${day}`, () => readTakings(terminal, day))
  return (
    <Dialog title={say(tillWords.dayClose)} onClose={onClose}>
      <ReadingState of={read} lines={6} />
      {read.value && <Report takings={read.value} day={day} name={name} unitOf={unitOf} />}
      <div class="button-row not-printed">
        <Button tone="primary" isDisabled={read.value === undefined} onClick={() => window.print()}>
          {say(historyWords.print)}
        </Button>
        <Button onClick={onClose}>{say(shellWords.close)}</Button>
      </div>
    </Dialog>
  )
}
