import { type ListedPurchase, readDisputes } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { turnText } from '../../market/purchases/purchase-card.tsx'
import { SealKeyCard } from '../../market/purchases/seal-key-card.tsx'
import { purchaseWords } from '../../market/purchases/words.ts'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Section } from '../../pieces/page.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { addresses } from './addresses.ts'
import { disputeWords } from './dispute-words.ts'
import { Shelf } from './frame.tsx'
import { Paged } from './paged.tsx'
import { usePages } from './use-pages.ts'
import { auditorWords } from './words.ts'

const Dispute = ({ of }: { of: ListedPurchase }) => {
  const { purchase, buyer, provider, count, item, held, cash, evidence = [] } = of
  return (
    <li>
      <a class="row" href={`#${addresses.dispute(purchase)}`}>
        <span class="row-main">
          <span class="row-title">{say(disputeWords.against)(buyer, provider)}</span>
          <span class="row-note">
            {say(purchaseWords.pieces)(String(count), item)} · {say(disputeWords.evidenceCount)(evidence.length)}
          </span>
          <span class="row-note">{turnText({ purchase: of, takesPayment: undefined })}</span>
        </span>
        <span class="row-end">
          <strong>{formatQuantity(held, unitOf(cash))}</strong>
          <span class="row-note">{say(disputeWords.held)}</span>
        </span>
      </a>
    </li>
  )
}

const Disputes = ({ terminal }: { terminal: Terminal }) => {
  const pages = usePages('disputes', (after) => readDisputes(terminal, { after }))
  return (
    <Shelf title={say(auditorWords.disputes)} lead={say(disputeWords.lead)} height={pages.height}>
      <SealKeyCard terminal={terminal} title={say(disputeWords.sealTitle)}>
        {say(disputeWords.sealWhy)}
      </SealKeyCard>
      <Section title={say(auditorWords.disputes)}>
        <Paged of={pages} empty={say(disputeWords.none)} show={(one) => <Dispute key={one.purchase} of={one} />} />
      </Section>
      <NoticeArea only={({ kind }) => kind === 'device.set-seal-key'} />
    </Shelf>
  )
}

/** What waits for an auditor's decision. */
export const DisputesScreen = () => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Disputes terminal={terminal} />
}
