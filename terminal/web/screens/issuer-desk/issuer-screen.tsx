import { readVouchers } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { functionsText, productText } from '../../market/product.ts'
import { Icon } from '../../pieces/icon.tsx'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { roles, session } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { Renewals } from './renewal.tsx'
import { issuerWords } from './words.ts'

const seriesMaximum = 1_000

/** All published series of an issuer, by code. */
const readSeries = async ({ connection, participant }: Terminal): Promise<PublishedVoucher[]> => {
  const series: PublishedVoucher[] = []
  let after: string | undefined
  do {
    const page = await readVouchers(connection, { issuer: participant, after })
    series.push(...page.items.map(({ voucher }) => voucher))
    after = page.next
  } while (after !== undefined && series.length < seriesMaximum)
  return series
}

const Line = ({ voucher }: { voucher: PublishedVoucher }) => (
  <li>
    <a class="row" href={`#/issuer/${voucher.voucher}`}>
      <span class="row-main">
        <span class="row-title">{voucher.name}</span>
        <span class="row-note">
          {voucher.voucher} · {productText(voucher.product)}
        </span>
        <span class="row-note">{functionsText(voucher.functions, voucher.product) || say(issuerWords.suspended)}</span>
      </span>
      <span class="row-end">
        <span class="row-note">{say(issuerWords.supply)}</span>
        <span>{formatQuantity(voucher.supply, voucher.unit)}</span>
      </span>
      <Icon name="chevron" />
    </a>
  </li>
)

const Series = ({ terminal }: { terminal: Terminal }) => {
  const series = useResource('series', () => readSeries(terminal))
  return (
    <Section
      title={say(issuerWords.series)}
      aside={
        roles.value.includes('issuer') && (
          <a class="button" data-tone="primary" href="#/issuer/new">
            {say(shellWords.issueNew)}
          </a>
        )
      }
    >
      <ReadingState of={series} lines={4} />
      {roles.value.includes('price') && <Renewals series={series.value ?? []} />}
      {series.value?.length === 0 && (
        <EmptyState icon="vouchers" title={say(issuerWords.seriesEmpty)}>
          <p>{say(issuerWords.seriesEmptyText)}</p>
        </EmptyState>
      )}
      {series.value && series.value.length > 0 && (
        <ul class="rows">
          {series.value.map((voucher) => (
            <Line key={voucher.voucher} voucher={voucher} />
          ))}
        </ul>
      )}
    </Section>
  )
}

/** An issuer's desk: its series, and the way to each and to a new one. */
export const IssuerScreen = () => {
  const current = session.value
  if (current?.mode !== 'authorised') return null
  return (
    <Page title={say(shellWords.issuerDesk)} lead={say(issuerWords.lead)}>
      <div class="split">
        <div class="split-main">
          <Series terminal={current.terminal} />
        </div>
        <div class="split-side">
          <OwnResults only={({ kind }) => /^(voucher|quote|holding)\./.test(kind) && kind !== 'voucher.transfer'} />
        </div>
      </div>
    </Page>
  )
}
