import type { z } from 'zod'
import { type ListedHolding, overviewAnswer, overviewPath } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { functionWords } from '../../dictionary/vouchers.ts'
import { priceText } from '../../market/quote-panel.tsx'
import { StalePrice } from '../../market/stale-price.tsx'
import { AgeNote } from '../../pieces/age-note.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { ownTerminal, roles } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf, voucherOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { homeWords } from './words.ts'
import { gainIn, type Worth, wealthOf, worthIn } from './worth.ts'

type OverviewHolding = z.infer<typeof overviewAnswer>['holdings'][number]

interface Held {
  holding: OverviewHolding
  /** The reference value as the ledger's fields tell it, where it applies. */
  worth: Worth | undefined
}

const readHome = async (terminal: Terminal) => {
  const { holdings, offers, pledges } = await terminal.read(overviewPath(terminal.participant), overviewAnswer)
  return { held: holdings.map((holding): Held => ({ holding, worth: worthIn(holding) })), offers, pledges }
}
type Home = Awaited<ReturnType<typeof readHome>>

const isCash = (code: string): boolean => voucherOf(code)?.product.type === 'currency'

const Balance = ({ holding }: { holding: ListedHolding }) => {
  const unit = unitOf(holding.voucher)
  const isPartly = holding.available !== holding.total
  return (
    <a class="balance" href={`#/vouchers/${holding.voucher}`}>
      <span class="note">{voucherOf(holding.voucher)?.name ?? holding.voucher}</span>
      <span class="figure">{formatQuantity(holding.total, unit)}</span>
      {isPartly && <span class="note">{say(homeWords.available)(formatQuantity(holding.available, unit))}</span>}
    </a>
  )
}

const Value = ({ worth }: { worth: Worth }) => (
  <>
    <span class="row-note">{formatQuantity(worth.amount, unitOf(worth.cash))}</span>
    {worth.isStale && <StalePrice ageMilliseconds={worth.ageMilliseconds} />}
  </>
)

/** What one would pay and get now, and one press to either; a customer's alone. */
const Dealing = ({ holding: { voucher: code, price } }: { holding: OverviewHolding }) => {
  const voucher = voucherOf(code)
  if (price === undefined || voucher === undefined || !roles.value.includes('customer')) return null
  const sides = (['buy', 'sell'] as const).filter((side) => voucher.functions.includes(side))
  return (
    <div class="dealing">
      <span class="row-note">{priceText(voucher, price.buy)}</span>
      {sides.map((side) => (
        <a key={side} class="button" href={`#/vouchers/${code}/${side}`}>
          {say(functionWords[side])}
          <span class="visually-hidden"> {voucher.name}</span>
        </a>
      ))}
    </div>
  )
}

const Metal = ({ held: { holding, worth } }: { held: Held }) => {
  const voucher = voucherOf(holding.voucher)
  const metal = voucher?.product.type === 'metal' ? voucher.product.metal : undefined
  return (
    <li>
      <a class="row" href={`#/vouchers/${holding.voucher}`}>
        <span class="token" data-metal={metal} aria-hidden="true" />
        <span class="row-main">
          <span class="row-title">{voucher?.name ?? holding.voucher}</span>
          <span class="row-note">
            {holding.voucher}
            {holding.available !== holding.total &&
              ` · ${say(homeWords.available)(formatQuantity(holding.available, voucher?.unit))}`}
          </span>
        </span>
        <span class="row-end">
          <strong>{formatQuantity(holding.total, voucher?.unit)}</strong>
          {worth && <Value worth={worth} />}
        </span>
        <Icon name="chevron" />
      </a>
      <Dealing holding={holding} />
    </li>
  )
}

const Wealth = ({ held }: { held: readonly Held[] }) => {
  const valued = held.map(({ holding, worth }) => ({ ...holding, worth, gain: gainIn(holding) }))
  const all = wealthOf(valued, isCash)
  // Who has cash alone sees it right below.
  if (!held.some(({ worth }) => worth !== undefined)) return null
  return (
    <section class="card wealth" aria-label={say(homeWords.total)}>
      {all.map(({ cash, total, gain, isStale }) => (
        <div key={cash}>
          <span class="note">{say(homeWords.total)}</span>
          <strong class="figure">{formatQuantity(total, unitOf(cash))}</strong>
          {gain !== undefined && (
            <span class="note">{say(homeWords.gain)(formatQuantity(gain, unitOf(cash), 'exceptZero'))}</span>
          )}
          {isStale && <span class="note">{say(homeWords.partlyStale)}</span>}
        </div>
      ))}
    </section>
  )
}

const Waiting = ({ home }: { home: Home }) => {
  const items = [
    ...home.offers.map(({ offer, voucher, sender, quantity }) => ({
      ...{ key: offer, voucher },
      text: say(homeWords.offersIn)(sender, formatQuantity(quantity, unitOf(voucher))),
    })),
    ...home.pledges.map(({ pledge, voucher, holder, quantity }) => ({
      ...{ key: pledge, voucher },
      text: say(homeWords.pledgesIn)(holder, formatQuantity(quantity, unitOf(voucher))),
    })),
  ]
  return (
    <Section title={say(homeWords.waiting)}>
      {items.length === 0 && <p class="note">{say(homeWords.waitingNone)}</p>}
      <ul class="rows">
        {items.map(({ key, voucher, text }) => (
          <li key={key}>
            <a class="row" href={`#/vouchers/${voucher}`}>
              <span class="row-main">
                <span class="row-title">{text}</span>
                <span class="row-note">{voucher}</span>
              </span>
              <Icon name="chevron" />
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const Holdings = ({ held }: { held: readonly Held[] }) => {
  const cash = held.filter(({ holding }) => isCash(holding.voucher))
  const metals = held.filter(({ holding }) => !isCash(holding.voucher))
  if (held.length === 0) {
    return (
      <div class="card">
        <EmptyState icon="vouchers" title={say(homeWords.none)}>
          <span>{say(homeWords.noneText)}</span>
          <a class="button" data-tone="primary" href="#/vouchers">
            {say(homeWords.toVouchers)}
          </a>
        </EmptyState>
      </div>
    )
  }
  return (
    <>
      {cash.length > 0 && (
        <section class="balances" aria-label={say(homeWords.cash)}>
          {cash.map(({ holding }) => (
            <Balance key={holding.voucher} holding={holding} />
          ))}
        </section>
      )}
      {metals.length > 0 && (
        <Section title={say(homeWords.metals)}>
          <ul class="rows">
            {metals.map((one) => (
              <Metal key={one.holding.voucher} held={one} />
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

const Content = ({ terminal }: { terminal: Terminal }) => {
  const home = useResource(`home ${terminal.participant}`, () => readHome(terminal), { isKept: true })
  if (home.value === undefined) return <ReadingState of={home} lines={8} />
  return (
    <div class="split">
      <div class="split-main">
        <AgeNote of={home} />
        <Wealth held={home.value.held} />
        <Holdings held={home.value.held} />
      </div>
      <div class="split-side">
        <Waiting home={home.value} />
        <NoticeArea only={({ kind }) => !kind.startsWith('payment-code.')} />
      </div>
    </div>
  )
}

/** What the account holds, what waits for its answer, and what became of its latest instructions. */
export const HomeScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(homeWords.title)} lead={terminal.participant}>
      <Content terminal={terminal} />
    </Page>
  )
}
