import type { ListedPurchase } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { EvidenceList } from '../../market/purchases/evidence-list.tsx'
import { isOverdue } from '../../market/purchases/progress.ts'
import { PurchaseCard } from '../../market/purchases/purchase-card.tsx'
import { usePurchase } from '../../market/purchases/use-purchase.ts'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import type { Parameters } from '../screen.ts'
import { DecideForm } from './decide-form.tsx'
import { disputeWords } from './dispute-words.ts'
import { Shelf } from './frame.tsx'
import { RecordLink } from './lines.tsx'

const Deciding = ({ of }: { of: ListedPurchase }) => {
  const unit = unitOf(of.cash)
  if (of.status !== 'disputed') return <p class="note">{say(disputeWords.ended)}</p>
  if (isOverdue(of, now.value)) return <p class="note">{say(disputeWords.over)}</p>
  return unit === undefined ? null : <DecideForm key={of.held} of={of} unit={unit} />
}

const Dispute = ({ terminal, id }: { terminal: Terminal; id: string }) => {
  const read = usePurchase(terminal, id)
  const found = read.value
  return (
    <Shelf title={found?.title ?? say(disputeWords.decide)} height={undefined}>
      <ReadingState of={read} lines={8} />
      {found && (
        <>
          <PurchaseCard purchase={found.purchase} takesPayment={found.takesPayment} />
          <EvidenceList terminal={terminal} of={found.purchase} />
          <Section title={say(disputeWords.decide)}>
            <Deciding of={found.purchase} />
            <RecordLink of={`purchase~${id}`} />
          </Section>
        </>
      )}
      <NoticeArea only={({ kind }) => kind === 'purchase.decide'} />
    </Shelf>
  )
}

/** One dispute: what is held, both sides' evidence, and the decision. */
export const DisputeScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Dispute terminal={terminal} id={parameters['id'] ?? ''} />
}
