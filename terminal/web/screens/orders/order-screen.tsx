import type { ComponentChildren } from 'preact'
import type { ListedPurchase } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { AddressCard } from '../../market/purchases/address-card.tsx'
import { EvidenceForm } from '../../market/purchases/evidence-form.tsx'
import { EvidenceList } from '../../market/purchases/evidence-list.tsx'
import { type BuyerStep, buyerSteps } from '../../market/purchases/progress.ts'
import { PurchaseCard } from '../../market/purchases/purchase-card.tsx'
import { SealKeyCard } from '../../market/purchases/seal-key-card.tsx'
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
import type { Review } from '../../state/use-act.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import type { Parameters } from '../screen.ts'
import { ReviewForm } from './review-form.tsx'
import { orderWords } from './words.ts'

interface Step {
  terminal: Terminal
  purchase: ListedPurchase
}

const reviewOf = ({ provider, count, item }: ListedPurchase, what: string, amount: string): Review => ({
  what,
  total: [say(orderWords.total), amount],
  lines: [
    [say(orderWords.payee), provider],
    [say(shellWords.orders), say(purchaseWords.pieces)(String(count), item)],
  ],
})

const Pay = ({ purchase: of }: Step) => {
  const { purchase, provider, cash } = of
  const amount = formatQuantity(of.amount, unitOf(cash))
  const action = say(orderWords.pay)(amount)
  const review = reviewOf(of, action, amount)
  return (
    <StepForm action={action} asked={{ kind: 'purchase.pay', body: { purchase, provider, cash }, review }}>
      {say(orderWords.payNote)} <a href="#/pay">{say(orderWords.payByCode)}</a>
    </StepForm>
  )
}

const Complete = ({ purchase: of }: Step) => {
  const amount = formatQuantity(of.held, unitOf(of.cash))
  const action = of.held === '0' ? say(orderWords.complete) : say(orderWords.completePay)(amount)
  const review = reviewOf(of, action, amount)
  return (
    <StepForm action={action} asked={{ kind: 'purchase.complete', body: { purchase: of.purchase }, review }}>
      {say(orderWords.completeNote)}
    </StepForm>
  )
}

const forms: { readonly [S in BuyerStep]: (step: Step) => ComponentChildren } = {
  pay: Pay,
  complete: Complete,
  cancel: ({ purchase: { purchase } }) => (
    <StepForm action={say(orderWords.cancel)} asked={{ kind: 'purchase.cancel', body: { purchase } }}>
      {say(orderWords.cancelNote)}
    </StepForm>
  ),
  dispute: ({ purchase }) => (
    <details>
      <summary>{say(orderWords.dispute)}</summary>
      <p class="note">{say(orderWords.disputeNote)}</p>
      <EvidenceForm kind="purchase.dispute" of={purchase} action={say(orderWords.dispute)} />
    </details>
  ),
  'add-evidence': ({ purchase }) => (
    <EvidenceForm kind="purchase.add-evidence" of={purchase} action={say(purchaseWords.addEvidence)} />
  ),
  expire: ({ purchase: { purchase } }) => (
    <StepForm action={say(purchaseWords.expire)} asked={{ kind: 'purchase.expire', body: { purchase } }}>
      {say(purchaseWords.expireNote)}
    </StepForm>
  ),
  review: ({ terminal, purchase: { purchase } }) => <ReviewForm terminal={terminal} purchase={purchase} />,
}

const Steps = ({ steps, ...step }: Step & { steps: readonly BuyerStep[] }) => (
  <Section title={say(purchaseWords.steps)}>
    {steps.length === 0 && <p class="note">{say(purchaseWords.noSteps)}</p>}
    <div class="stack">
      {steps.map((name) => {
        const Form = forms[name]
        return <Form key={name} {...step} />
      })}
    </div>
  </Section>
)

const Order = ({ terminal, id }: { terminal: Terminal; id: string }) => {
  const read = usePurchase(terminal, id)
  const back = (
    <a class="back" href="#/orders">
      <Icon name="back" />
      {say(shellWords.orders)}
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
          <Steps
            terminal={terminal}
            purchase={found.purchase}
            steps={buyerSteps(found.purchase, { ...found, now: now.value })}
          />
          {found.purchase.status === 'disputed' && (
            <SealKeyCard terminal={terminal} title={say(orderWords.sealTitle)}>
              {say(orderWords.sealWhy)}
            </SealKeyCard>
          )}
          <EvidenceList terminal={terminal} of={found.purchase} />
        </>
      )}
      <NoticeArea only={({ kind }) => kind.startsWith('purchase.') || kind === 'device.set-seal-key'} />
    </Page>
  )
}

/** One order: how far it came, where its money is, and what its buyer can do now. */
export const OrderScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Order terminal={terminal} id={parameters['id'] ?? ''} />
}
