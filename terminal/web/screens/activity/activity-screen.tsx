import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ListedInstruction } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { noticeWords } from '../../dictionary/notices.ts'
import { AgreementLists } from '../../market/agreements.tsx'
import { readAgreements } from '../../market/use-voucher-data.ts'
import { Icon } from '../../pieces/icon.tsx'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { Page } from '../../pieces/page.tsx'
import { ResultCard } from '../../pieces/result-card.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { readInstructions } from '../../state/account-lists.ts'
import { results } from '../../state/instructing.ts'
import { ownTerminal } from '../../state/session.ts'
import { language, say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { acceptedText, nameOfKind } from '../../words/kind-names.ts'
import { reasonOf } from '../../words/reason.ts'
import { activityWords } from './words.ts'

const textMember = (item: ListedInstruction, name: string): string | undefined => {
  const value = item.body[name]
  return typeof value === 'string' ? value : undefined
}

const noteOf = (item: ListedInstruction, account: string): string => {
  const [voucher, quantity, to] = ['voucher', 'quantity', 'to'].map((name) => textMember(item, name))
  const by = item.from === account ? undefined : say(activityWords.from)(item.from)
  const amount = quantity === undefined ? undefined : formatQuantity(quantity, unitOf(voucher))
  return [by, voucher, amount, to === undefined || to === account ? undefined : `→ ${to}`].filter(Boolean).join(' · ')
}

const Item = ({ item, account }: { item: ListedInstruction; account: string }) => {
  const isAccepted = item.status === 'accepted'
  const voucher = textMember(item, 'voucher')
  return (
    <li>
      <div class="row">
        <span class="row-main">
          <span class="row-title">{nameOfKind(item.kind, voucher)}</span>
          <span class="row-note">{noteOf(item, account)}</span>
          {item.code !== undefined && <span class="row-note">{reasonOf(item.code)[language.value].what}</span>}
        </span>
        <span class="row-end">
          <span class="pill" data-tone={isAccepted ? 'good' : 'bad'}>
            <Icon name={isAccepted ? 'check' : 'cross'} />
            {isAccepted ? acceptedText(item.kind, voucher) : say(noticeWords.refused)}
          </span>
          {item.ledger && <span class="row-note">{say(noticeWords.inBlock)(item.ledger.block)}</span>}
        </span>
      </div>
    </li>
  )
}

const placeOf = ({ ledger }: ListedInstruction): string => ledger?.position ?? ''

const Ledger = ({ terminal }: { terminal: Terminal }) => {
  const list = useResource(`activity ${terminal.participant}`, () => readInstructions(terminal))
  if (list.value === undefined) return <ReadingState of={list} lines={8} />
  if (list.value.items.length === 0) return <EmptyState icon="activity" title={say(activityWords.none)} />
  const { items, next } = list.value
  const show = (item: ListedInstruction) => <Item key={placeOf(item)} item={item} account={terminal.participant} />
  return (
    <>
      <ul class="rows">{items.map(show)}</ul>
      {next !== undefined && (
        <LaterPages key={next} first={next} read={(after) => readInstructions(terminal, after)} show={show} />
      )}
    </>
  )
}

const Device = () => {
  if (results.value.length === 0) {
    return (
      <EmptyState icon="activity" title={say(noticeWords.none)}>
        <span>{say(noticeWords.noneText)}</span>
      </EmptyState>
    )
  }
  return (
    <ol class="results">
      {results.value.map((kept) => (
        <li key={kept.id}>
          <ResultCard kept={kept} />
        </li>
      ))}
    </ol>
  )
}

const OwnAgreements = ({ terminal }: { terminal: Terminal }) => {
  const list = useResource(`agreements ${terminal.participant}`, () => readAgreements(terminal))
  if (list.value === undefined) return <ReadingState of={list} lines={8} />
  return <AgreementLists agreements={list.value} account={terminal.participant} isMixed />
}

type Part = 'device' | 'ledger' | 'agreements'

const parts: { readonly [P in Part]: (properties: { terminal: Terminal }) => ComponentChildren } = {
  device: () => (
    <div class="card">
      <Device />
    </div>
  ),
  ledger: ({ terminal }) => (
    <div class="card">
      <Ledger terminal={terminal} />
    </div>
  ),
  agreements: ({ terminal }) => <OwnAgreements terminal={terminal} />,
}

/** Past results: those of this device with what it signed, and all that concerns the account on the ledger (row S0-028). */
export const ActivityScreen = () => {
  const [shown, setShown] = useState<Part>('device')
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(activityWords.title)} lead={say(activityWords.lead)} isNarrow>
      <Ways
        label={say(activityWords.title)}
        way={shown}
        words={{ device: activityWords.onDevice, ledger: activityWords.onLedger, agreements: activityWords.agreements }}
        onWay={setShown}
      />
      {parts[shown]({ terminal })}
    </Page>
  )
}
