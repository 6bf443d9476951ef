import { shellWords } from '../../dictionary/shell.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { AgreementLists } from '../../market/agreements.tsx'
import { PriceChart } from '../../market/price-chart.tsx'
import { functionsText, productText } from '../../market/product.ts'
import { type OwnPosition, useVoucherData } from '../../market/use-voucher-data.ts'
import { AgeNote } from '../../pieces/age-note.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { EmptyState, ReadingState, Skeleton } from '../../pieces/states.tsx'
import { session } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import type { Resource } from '../../state/use-resource.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import type { Parameters } from '../screen.ts'
import { FieldsCard } from './fields-card.tsx'
import type { FunctionContext } from './function-context.ts'
import { InteractionArea } from './interaction-area.tsx'

const About = ({ voucher, height }: { voucher: PublishedVoucher; height: string }) => (
  <Section
    title={say(voucherWords.about)}
    aside={
      <span class="pill" data-tone="good">
        <Icon name="seal" />
        {say(voucherWords.verified)}
      </span>
    }
  >
    <dl class="pairs">
      <dt>{say(voucherWords.code)}</dt>
      <dd>{voucher.voucher}</dd>
      <dt>{say(voucherWords.issuer)}</dt>
      <dd>{voucher.issuer}</dd>
      <dt>{say(voucherWords.home)}</dt>
      <dd>{nameOfOrganisation(voucher.home)}</dd>
      <dt>{say(voucherWords.functions)}</dt>
      <dd>{functionsText(voucher.functions, voucher.product) || say(voucherWords.suspended)}</dd>
      <dt>{say(voucherWords.supply)}</dt>
      <dd>{formatQuantity(voucher.supply, voucher.unit)}</dd>
    </dl>
    <p class="note">{say(voucherWords.atHeight)(height)}</p>
  </Section>
)

const Own = ({ own, voucher }: { own: Resource<OwnPosition | undefined>; voucher: PublishedVoucher }) => {
  if (session.value?.mode !== 'authorised') return null
  if (own.value !== undefined) {
    return (
      <>
        <AgeNote of={own} />
        <FieldsCard own={own.value} voucher={voucher} />
      </>
    )
  }
  return (
    <Section title={say(voucherWords.position)}>
      <ReadingState of={own} lines={5} />
    </Section>
  )
}

type Data = ReturnType<typeof useVoucherData>

const contextOf = (data: Data, voucher: PublishedVoucher): FunctionContext | undefined => {
  const current = session.value
  if (current?.mode !== 'authorised' || data.own.value === undefined) return undefined
  return { voucher, account: current.account, holdings: data.own.value.holdings, quotes: data.quotes.value ?? [] }
}

const Area = ({ data, voucher, asked }: { data: Data; voucher: PublishedVoucher; asked: string | undefined }) => {
  const isWaiting = session.value?.mode === 'authorised' && data.own.value === undefined
  if (isWaiting) {
    return (
      <Section title={say(voucherWords.areaTitle)} label={say(voucherWords.area)}>
        <Skeleton lines={5} />
      </Section>
    )
  }
  const isBlocked = data.own.value?.isMismatched ?? false
  return <InteractionArea voucher={voucher} context={contextOf(data, voucher)} isBlocked={isBlocked} asked={asked} />
}

const Body = ({
  data,
  voucher,
  height,
  asked,
}: {
  data: Data
  voucher: PublishedVoucher
  height: string
  asked: string | undefined
}) => {
  const account = session.value?.mode === 'authorised' ? session.value.account : undefined
  return (
    <div class="voucher">
      <div class="voucher-own">
        <Own own={data.own} voucher={voucher} />
      </div>
      <div class="voucher-area">
        <Area data={data} voucher={voucher} asked={asked} />
        {account !== undefined && <NoticeArea only={(kept) => kept.voucher === voucher.voucher} />}
      </div>
      <div class="voucher-more">
        {account !== undefined && data.own.value && (
          <AgreementLists agreements={data.own.value.agreements} account={account} />
        )}
        <PriceChart voucher={voucher} quotes={data.quotes.value ?? []} />
        <About voucher={voucher} height={height} />
      </div>
    </div>
  )
}

const Back = () => (
  <a class="back" href="#/vouchers">
    <Icon name="back" />
    {say(shellWords.vouchers)}
  </a>
)

/** A retired voucher is said to be so, and nothing about it can be triggered (row S0-001). */
const Retired = ({ voucher }: { voucher: PublishedVoucher }) => (
  <Page title={voucher.name} back={<Back />} isNarrow>
    <div class="card">
      <EmptyState icon="lock" title={say(voucherWords.retired)} />
    </div>
  </Page>
)

/** One voucher: its fields, its functions, their results, its prices, and what is agreed on it, on one screen. */
export const VoucherScreen = ({ parameters }: { parameters: Parameters }) => {
  const code = parameters['code'] ?? ''
  const data = useVoucherData(code)
  const answer = data.voucher.value
  if (answer === undefined) {
    return (
      <Page title={code} back={<Back />} isNarrow>
        <ReadingState of={data.voucher} lines={8} />
      </Page>
    )
  }
  const { voucher, height } = answer
  if (voucher.status === 'retired') return <Retired voucher={voucher} />
  return (
    <Page title={voucher.name} back={<Back />} lead={`${voucher.voucher} · ${productText(voucher.product)}`}>
      <Body data={data} voucher={voucher} height={height} asked={parameters['function']} />
    </Page>
  )
}
