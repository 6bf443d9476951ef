import { useEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { decimalsOf } from '../../sdk/amount.ts'
import type { ListedQuote } from '../../sdk/lists.ts'
import { voucherWords } from '../dictionary/vouchers.ts'
import { Section } from '../pieces/page.tsx'
import { EmptyState } from '../pieces/states.tsx'
import { Table } from '../pieces/table.tsx'
import { locale, say, settings } from '../state/settings.ts'
import { type PublishedVoucher, unitOf } from '../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../words/format.ts'

const chartHeight = 220

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** The colours of now, as a canvas can use them: `light-dark()` is resolved by a real element. */
const resolved = (element: HTMLElement, name: string): string => {
  element.style.color = `var(${name})`
  const { color } = getComputedStyle(element)
  element.style.color = ''
  return color || colour(name)
}

// A drawing needs numbers of its own kind; every figure that is read as text stays exact.
const drawn = (price: string, decimals: number): number => Number(price) / 10 ** decimals

const shortSeconds = 900

/** What stands below the drawing: seconds where it spans minutes, else days and hours; never the same twice in a row. */
const momentsOf = (splits: readonly number[]): string[] => {
  const isShort = (splits.at(-1) ?? 0) - (splits[0] ?? 0) < shortSeconds
  const shown: Intl.DateTimeFormatOptions = isShort
    ? { timeStyle: 'medium' }
    : { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' }
  const texts = splits.map((at) => new Intl.DateTimeFormat(locale.value, shown).format(at * 1000))
  return texts.map((text, index) => (text === texts[index - 1] ? '' : text))
}

const optionsFor = (
  element: HTMLElement,
  decimals: number,
  onPoint: (index: number | undefined) => void,
): Omit<uPlot.Options, 'width' | 'height'> => {
  const [ink, line, accent, soft] = ['--ink-soft', '--line', '--accent', '--line-strong'].map((name) =>
    resolved(element, name),
  ) as [string, string, string, string]
  const number = new Intl.NumberFormat(locale.value, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: '12px system-ui' }
  const stepped = uPlot.paths.stepped?.({ align: 1 })
  const shape = stepped === undefined ? {} : { paths: stepped }
  return {
    cursor: { y: false, drag: { x: false, y: false } },
    legend: { show: false },
    hooks: { setCursor: [({ cursor: { idx } }) => onPoint(idx ?? undefined)] },
    padding: [12, 8, 0, 0],
    axes: [
      { ...axis, space: 90, size: 32, values: (_chart, splits) => momentsOf(splits) },
      { ...axis, size: 64, values: (_chart, splits) => splits.map((value) => number.format(value)) },
    ],
    series: [
      {},
      { label: 'buy', stroke: accent, width: 2, points: { show: true, size: 5, fill: accent }, ...shape },
      { label: 'sell', stroke: soft, width: 2, dash: [6, 4], points: { show: false }, ...shape },
    ],
  }
}

const dataOf = (quotes: readonly ListedQuote[], decimals: number): uPlot.AlignedData => {
  const inOrder = [...quotes].reverse()
  return [
    inOrder.map(({ publishedAt }) => Number(publishedAt) / 1000),
    inOrder.map(({ buy }) => drawn(buy, decimals)),
    inOrder.map(({ sell }) => drawn(sell, decimals)),
  ]
}

const useChart = (quotes: readonly ListedQuote[], decimals: number) => {
  const [point, setPoint] = useState<number | undefined>(undefined)
  const holder = useRef<HTMLDivElement>(null)
  const key = `${locale.value} ${settings.value.theme} ${decimals}`
  useEffect(() => {
    const element = holder.current
    if (element === null) return
    const size = () => ({ width: element.clientWidth, height: chartHeight })
    const draw = () =>
      new uPlot({ ...optionsFor(element, decimals, setPoint), ...size() }, dataOf(quotes, decimals), element)
    let chart = draw()
    const observer = new ResizeObserver(() => chart.setSize(size()))
    observer.observe(element)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const redraw = () => {
      chart.destroy()
      chart = draw()
    }
    dark.addEventListener('change', redraw)
    return () => {
      dark.removeEventListener('change', redraw)
      observer.disconnect()
      chart.destroy()
    }
  }, [quotes, key])
  // The drawing runs from the oldest to the newest, the list the other way.
  return { holder, pointed: point === undefined ? undefined : quotes[quotes.length - 1 - point] }
}

const summaryOf = (quotes: readonly ListedQuote[], text: (price: string) => string): string => {
  const prices = quotes.map(({ buy }) => buy).sort((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1))
  const [low = '0', high = '0'] = [prices[0], prices.at(-1)]
  return say(voucherWords.chartSummary)(quotes.length, text(low), text(high))
}

const tableMaximum = 30

const PriceTable = ({ quotes, text }: { quotes: readonly ListedQuote[]; text: (price: string) => string }) => (
  <details>
    <summary>{say(voucherWords.chartTable)}</summary>
    <div class="table-scroll">
      <Table
        columns={[
          say(voucherWords.time),
          { figure: say(voucherWords.chartBuy) },
          { figure: say(voucherWords.chartSell) },
        ]}
      >
        {quotes.slice(0, tableMaximum).map(({ quote, publishedAt, buy, sell }) => (
          <tr key={quote}>
            <td>{formatMoment(publishedAt)}</td>
            <td data-figure>{text(buy)}</td>
            <td data-figure>{text(sell)}</td>
          </tr>
        ))}
      </Table>
    </div>
  </details>
)

const Drawing = ({
  quotes,
  decimals,
  text,
}: {
  quotes: readonly ListedQuote[]
  decimals: number
  text: (price: string) => string
}) => {
  const { holder, pointed } = useChart(quotes, decimals)
  const read = pointed ?? quotes[0]
  return (
    <figure class="chart">
      <div ref={holder} role="img" aria-label={`${say(voucherWords.chart)}: ${summaryOf(quotes, text)}`} />
      <figcaption class="chart-key">
        <span data-line="buy">
          {say(voucherWords.chartBuy)} <strong>{read && text(read.buy)}</strong>
        </span>
        <span data-line="sell">
          {say(voucherWords.chartSell)} <strong>{read && text(read.sell)}</strong>
        </span>
        {read && (
          <time dateTime={new Date(Number(read.publishedAt)).toISOString()}>{formatMoment(read.publishedAt)}</time>
        )}
      </figcaption>
    </figure>
  )
}

/** The prices of a voucher over time, drawn, in a sentence, and as a table. */
export const PriceChart = ({ voucher, quotes }: { voucher: PublishedVoucher; quotes: readonly ListedQuote[] }) => {
  const { trade, unit } = voucher
  if (trade === undefined) return null
  const cash = unitOf(trade.cash)
  const text = (price: string) => formatQuantity(price, cash)
  const decimals = cash === undefined ? 0 : (decimalsOf(cash) ?? 0)
  const per = trade.priceScale === unit.basePerShown ? unit.shownAs : formatQuantity(trade.priceScale, unit)
  const aside = cash && <span class="note">{`${cash.shownAs} / ${per}`}</span>
  return (
    <Section title={say(voucherWords.chart)} aside={aside}>
      {quotes.length === 0 ? (
        <EmptyState icon="rise" title={say(voucherWords.chartNone)} />
      ) : (
        <>
          <Drawing quotes={quotes} decimals={decimals} text={text} />
          <PriceTable quotes={quotes} text={text} />
        </>
      )}
    </Section>
  )
}
