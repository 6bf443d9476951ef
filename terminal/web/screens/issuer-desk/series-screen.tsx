import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { functionsText, productText } from '../../market/product.ts'
import { Icon } from '../../pieces/icon.tsx'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { roles, session } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import type { Parameters } from '../screen.ts'
import { Holders, OpenOrders } from './books.tsx'
import { Quotes } from './quotes.tsx'
import { ReviseForm } from './revise-form.tsx'
import { FunctionsForm, HoldForm, RetireForm, SupplyForm } from './series-forms.tsx'
import { issuerWords } from './words.ts'

const statusOf = ({ status, functions }: PublishedVoucher) => {
  if (status === 'retired') return { words: issuerWords.retired, tone: 'bad' }
  return functions.length === 0
    ? { words: issuerWords.suspended, tone: 'warn' }
    : { words: issuerWords.issued, tone: 'good' }
}

const Facts = ({ voucher }: { voucher: PublishedVoucher }) => {
  const { words, tone } = statusOf(voucher)
  return (
    <Section
      title={voucher.name}
      aside={
        <span class="pill" data-tone={tone}>
          {say(words)}
        </span>
      }
    >
      <p class="figure">{formatQuantity(voucher.supply, voucher.unit)}</p>
      <dl class="pairs">
        <dt>{say(issuerWords.product)}</dt>
        <dd>{productText(voucher.product)}</dd>
        <dt>{say(issuerWords.unitBase)}</dt>
        <dd>{voucher.unit.base}</dd>
        <dt>{say(issuerWords.functions)}</dt>
        <dd>{functionsText(voucher.functions, voucher.product) || '—'}</dd>
        <dt>{say(issuerWords.version)}</dt>
        <dd>{String(voucher['version'] ?? '')}</dd>
      </dl>
    </Section>
  )
}

const Series = ({ terminal, voucher }: { terminal: Terminal; voucher: PublishedVoucher }) => {
  const isIssuer = roles.value.includes('issuer') && voucher.status === 'issued'
  const version = String(voucher['version'] ?? '')
  return (
    <div class="split">
      <div class="split-main">
        <Facts voucher={voucher} />
        <Quotes voucher={voucher} />
        <OpenOrders terminal={terminal} voucher={voucher} />
        <Holders terminal={terminal} voucher={voucher} />
      </div>
      <div class="split-side">
        {isIssuer && (
          <>
            <FunctionsForm key={`functions ${version}`} voucher={voucher} />
            <SupplyForm voucher={voucher} />
            <ReviseForm key={`revision ${version}`} voucher={voucher} />
            <HoldForm voucher={voucher} />
            <RetireForm voucher={voucher} />
          </>
        )}
        <OwnResults only={(kept) => kept.voucher === voucher.voucher} />
      </div>
    </div>
  )
}

const SeriesOf = ({ terminal, code }: { terminal: Terminal; code: string }) => {
  const read = useResource(`series ${code}`, () => terminal.voucher(code))
  return (
    <Page
      title={code}
      back={
        <a class="back" href="#/issuer">
          <Icon name="back" />
          {say(shellWords.issuerDesk)}
        </a>
      }
    >
      <ReadingState of={read} lines={8} />
      {read.value && <Series terminal={terminal} voucher={read.value.voucher} />}
    </Page>
  )
}

/** One series at its issuer's desk: what it is, its prices, orders and holders, and everything its issuer may do to it. */
export const SeriesScreen = ({ parameters }: { parameters: Parameters }) => {
  const current = session.value
  const code = parameters['code'] ?? ''
  return current?.mode === 'authorised' ? <SeriesOf terminal={current.terminal} code={code} /> : null
}
