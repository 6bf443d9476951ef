import type { ComponentChildren } from 'preact'
import type { ListedPurchase } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { AddressCard } from '../../market/purchases/address-card.tsx'
import { ChargeCard } from '../../market/purchases/charge-card.tsx'
import { isChargeable } from '../../market/purchases/charging.ts'
import { EvidenceForm } from '../../market/purchases/evidence-form.tsx'
import { EvidenceList } from '../../market/purchases/evidence-list.tsx'
import { isOverdue, type ProviderStep, providerSteps } from '../../market/purchases/progress.ts'
import { PurchaseCard } from '../../market/purchases/purchase-card.tsx'
import { StepForm } from '../../market/purchases/step-form.tsx'
import { usePurchase } from '../../market/purchases/use-purchase.ts'
import { purchaseWords } from '../../market/purchases/words.ts'
import { Icon } from '../../pieces/icon.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import type { Parameters } from '../screen.ts'
import { RefundForm } from './refund-form.tsx'
import { ShipForm } from './ship-form.tsx'
import { providerWords } from './words.ts'

const Accept = ({ purchase, metal }: ListedPurchase) => {
  const action = say(providerWords.accept)
  if (metal === undefined) {
    return (
      <StepForm action={action} asked={{ kind: 'purchase.accept', body: { purchase } }}>
        {say(providerWords.acceptNote)}
      </StepForm>
    )
  }
  const quantity = formatQuantity(metal.quantity, unitOf(metal.voucher))
  const review = { what: action, total: [metal.voucher, quantity] as const, lines: [] }
  return (
    <StepForm action={action} asked={{ kind: 'purchase.accept', body: { purchase }, review }}>
      {say(providerWords.acceptMetal)(quantity)}
    </StepForm>
  )
}

const Reject = ({ purchase, buyer, cash, held }: ListedPurchase) => {
  const amount = formatQuantity(held, unitOf(cash))
  const action = say(providerWords.reject)
  const review = {
    what: action,
    total: [say(providerWords.refundAmount), amount] as const,
    lines: [[say(providerWords.refundTo), buyer] as const],
  }
  return (
    <StepForm action={action} asked={{ kind: 'purchase.reject', body: { purchase }, review }}>
      {say(providerWords.rejectNote)}
    </StepForm>
  )
}

const Complete = ({ purchase, held, cash }: ListedPurchase) => {
  const action = say(providerWords.complete)
  const amount = formatQuantity(held, unitOf(cash))
  const review = { what: action, total: [say(purchaseWords.amount), amount] as const, lines: [] }
  return (
    <StepForm action={action} asked={{ kind: 'purchase.complete', body: { purchase }, review }}>
      {say(providerWords.completeNote)}
    </StepForm>
  )
}

const Refund = (of: ListedPurchase) => {
  const unit = unitOf(of.cash)
  return unit === undefined ? null : <RefundForm key={of.refunded} of={of} unit={unit} />
}

const forms: { readonly [S in ProviderStep]: (of: ListedPurchase) => ComponentChildren } = {
  accept: Accept,
  reject: Reject,
  complete: Complete,
  refund: Refund,
  ship: ({ purchase }) => <ShipForm purchase={purchase} />,
  deliver: ({ purchase }) => (
    <StepForm action={say(providerWords.deliver)} asked={{ kind: 'purchase.deliver', body: { purchase } }}>
      {say(providerWords.deliverNote)}
    </StepForm>
  ),
  'add-evidence': (of) => <EvidenceForm kind="purchase.add-evidence" of={of} action={say(purchaseWords.addEvidence)} />,
  expire: ({ purchase }) => (
    <StepForm action={say(purchaseWords.expire)} asked={{ kind: 'purchase.expire', body: { purchase } }}>
      {say(purchaseWords.expireNote)}
    </StepForm>
  ),
}

const Steps = ({ of, steps }: { of: ListedPurchase; steps: readonly ProviderStep[] }) => (
  <Section title={say(purchaseWords.steps)}>
    {steps.length === 0 && <p class="note">{say(purchaseWords.noSteps)}</p>}
    <div class="stack">
      {steps.map((name) => {
        const Form = forms[name]
        return <Form key={name} {...of} />
      })}
    </div>
  </Section>
)

const Sale = ({ terminal, id }: { terminal: Terminal; id: string }) => {
  const read = usePurchase(terminal, id)
  const back = (
    <a class="back" href="#/provider">
      <Icon name="back" />
      {say(shellWords.providerDesk)}
    </a>
  )
  const found = read.value
  return (
    <Page title={found?.title ?? say(shellWords.orders)} back={back} isNarrow>
      <ReadingState of={read} lines={8} />
      {found && (
        <>
          <PurchaseCard purchase={found.purchase} takesPayment={found.takesPayment} />
          <AddressCard terminal={terminal} of={found.purchase} />
          {isChargeable(found.purchase, { ...found, isLate: isOverdue(found.purchase, now.value) }) && (
            <ChargeCard terminal={terminal} of={found.purchase} />
          )}
          <Steps of={found.purchase} steps={providerSteps(found.purchase, { ...found, now: now.value })} />
          <EvidenceList terminal={terminal} of={found.purchase} />
        </>
      )}
      <NoticeArea only={({ kind }) => kind.startsWith('purchase.')} />
    </Page>
  )
}

/** One order that came in: where it goes, and what its provider can do now. */
export const ProviderPurchaseScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Sale terminal={terminal} id={parameters['id'] ?? ''} />
}
