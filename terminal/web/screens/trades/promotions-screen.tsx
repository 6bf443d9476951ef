import { useState } from 'preact/hooks'
import { type ListedPromotion, readPromotions } from '../../../sdk/promotions.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { readInstitutions } from '../../../sdk/trade-chain/records.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { TradeRewards } from '../../market/trades/trade-rewards.tsx'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { openInstitutions } from '../../state/trades.ts'
import { useResource } from '../../state/use-resource.ts'
import { PromotionForm } from './promotion-form.tsx'
import { PromotionLine } from './promotion-line.tsx'
import { promotionWords } from './promotion-words.ts'
import { readTradable } from './tradable.ts'
import { tradeFormWords } from './words.ts'

/** The form, once it is known who takes trades and what there is to trade. */
const Making = ({ terminal }: { terminal: Terminal }) => {
  const institutions = useResource('institutions', () => readInstitutions(terminal))
  const tradable = useResource(`tradable ${terminal.participant}`, () => readTradable(terminal))
  const open = institutions.value && openInstitutions(institutions.value)
  if (open?.length === 0) {
    return (
      <EmptyState icon="trades" title={say(tradeFormWords.noInstitution)}>
        {say(tradeFormWords.noInstitutionText)}
      </EmptyState>
    )
  }
  return (
    <>
      <ReadingState of={institutions.value === undefined ? institutions : tradable} lines={2} />
      {open && tradable.value && <PromotionForm terminal={terminal} open={open} tradable={tradable.value} />}
    </>
  )
}

const ways = { open: promotionWords.open, ended: promotionWords.ended }

const row = (promotion: ListedPromotion) => <PromotionLine key={promotion.promotion} promotion={promotion} />

const OwnPromotions = ({ terminal }: { terminal: Terminal }) => {
  const [state, setState] = useState<'open' | 'ended'>('open')
  const read = (after?: string) => readPromotions(terminal, { state, after })
  const list = useResource(`promotions ${state}`, () => read())
  const page = list.value
  return (
    <Section title={say(promotionWords.own)}>
      <Ways label={say(promotionWords.which)} way={state} words={ways} onWay={setState} />
      <ReadingState of={list} lines={3} />
      {page?.items.length === 0 && <p class="note">{say(promotionWords.none)}</p>}
      {page !== undefined && <ul class="rows">{page.items.map(row)}</ul>}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={row} />}
    </Section>
  )
}

/** What somebody promotes, and what trades earned it (decision 0053). */
export const PromotionsScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(shellWords.promotions)} isNarrow>
      <Making terminal={terminal} />
      <OwnPromotions terminal={terminal} />
      <TradeRewards terminal={terminal} />
      <NoticeArea only={({ kind }) => /^(promotion|reward)\./.test(kind)} />
    </Page>
  )
}
