import type { Terminal } from '../../../sdk/terminal.ts'
import { type ListedChain, readChains, readInstitutions } from '../../../sdk/trade-chain/records.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { ChainLine } from '../../market/trades/chain-line.tsx'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { openInstitutions } from '../../state/trades.ts'
import { useResource } from '../../state/use-resource.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { CheckSection } from './check-section.tsx'
import { PromotedTrade } from './promoted-trade.tsx'
import { readTradable } from './tradable.ts'
import { TradeForm } from './trade-form.tsx'
import { tradeFormWords } from './words.ts'

/** The form, once it is known who takes trades and what there is to trade. */
const Making = ({ terminal }: { terminal: Terminal }) => {
  const institutions = useResource('institutions', () => readInstitutions(terminal))
  const tradable = useResource(`tradable ${terminal.participant}`, () => readTradable(terminal))
  const open = institutions.value && openInstitutions(institutions.value)
  if (open?.length === 0) {
    return (
      <Section title={say(tradeFormWords.new)}>
        <EmptyState icon="trades" title={say(tradeFormWords.noInstitution)}>
          {say(tradeFormWords.noInstitutionText)}
        </EmptyState>
      </Section>
    )
  }
  return (
    <>
      <ReadingState of={institutions.value === undefined ? institutions : tradable} lines={8} />
      {open && tradable.value && <TradeForm terminal={terminal} open={open} tradable={tradable.value} />}
    </>
  )
}

const row = (chain: ListedChain) => (
  <ChainLine
    key={chain.chain}
    chain={chain}
    who={say(tradeFormWords.at)(nameOfOrganisation(chain.institution))}
    to={`#/trades/${chain.chain}`}
  />
)

const OwnTrades = ({ terminal }: { terminal: Terminal }) => {
  const read = async (after?: string) => {
    const page = await readChains(terminal, { after })
    return { ...page, items: page.items.filter(({ client }) => client === terminal.participant) }
  }
  const list = useResource(`trades ${terminal.participant}`, () => read())
  const page = list.value
  return (
    <Section title={say(tradeFormWords.own)}>
      <ReadingState of={list} lines={3} />
      {page?.items.length === 0 && <p class="note">{say(tradeFormWords.none)}</p>}
      {page !== undefined && <ul class="rows">{page.items.map(row)}</ul>}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={row} />}
    </Section>
  )
}

/** Making a trade at an institution, one's own trades, newest first, and checking the proof of any. */
export const TradesScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(shellWords.trades)} lead={say(tradeFormWords.lead)} isNarrow>
      <Making terminal={terminal} />
      <PromotedTrade terminal={terminal} />
      <OwnTrades terminal={terminal} />
      <CheckSection />
      <NoticeArea only={({ kind }) => kind.startsWith('chain.')} />
    </Page>
  )
}
