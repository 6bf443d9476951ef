import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ListedOffer, ListedOrder, ListedPledge } from '../../../sdk/lists.ts'
import { noticeWords } from '../../dictionary/notices.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Button } from '../../pieces/button.tsx'
import { Confirmation } from '../../pieces/desk.tsx'
import { Dialog } from '../../pieces/dialog.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { formatMoment, formatQuantity } from '../../state/format.ts'
import { say } from '../../state/settings.ts'
import { type Instructing, useInstruction } from '../../state/use-instruction.ts'
import type { Agreements } from '../../state/use-voucher-data.ts'
import { checkQuantity } from '../../state/validate.ts'
import { unitOf, voucherOf } from '../../state/vouchers.ts'
import { priceText } from './quote-panel.tsx'

interface Row {
  key: string
  title: string
  note: string
  state: string
  isOpen: boolean
  actions?: ComponentChildren
}

const Entry = ({ row }: { row: Row }) => (
  <li data-state={row.state}>
    <div class="row row-wrap">
      <span class="row-main">
        <span class="row-title">{row.title}</span>
        <span class="row-note">{row.note}</span>
      </span>
      <span class="pill" data-tone={row.isOpen ? 'accent' : undefined}>
        {say(voucherWords.state)(row.state)}
      </span>
    </div>
    {row.actions && <div class="button-row row-actions">{row.actions}</div>}
  </li>
)

const Rows = ({ title, rows }: { title: string; rows: readonly Row[] }) => {
  const open = rows.filter(({ isOpen }) => isOpen)
  const ended = rows.filter(({ isOpen }) => !isOpen)
  return (
    <Section title={title}>
      {open.length === 0 && <p class="note">{say(voucherWords.nothing)}</p>}
      <ul class="rows">
        {open.map((row) => (
          <Entry key={row.key} row={row} />
        ))}
      </ul>
      {ended.length > 0 && (
        <details>
          <summary>{say(voucherWords.showEnded)(ended.length)}</summary>
          <ul class="rows">
            {ended.map((row) => (
              <Entry key={row.key} row={row} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

const Step = ({
  instructing,
  tone,
  onPress,
  children,
}: {
  instructing: Instructing
  tone?: 'primary' | 'danger'
  onPress: () => void
  children: string
}) => (
  <Button tone={tone ?? 'plain'} isPending={instructing.isPending} onClick={onPress}>
    {children}
  </Button>
)

const Told = ({ instructing }: { instructing: Instructing }) => (
  <>
    {instructing.fault && <FaultAlert fault={instructing.fault} />}
    {instructing.wasPressedAgain && <Alert>{say(noticeWords.pressedAgain)}</Alert>}
  </>
)

const isOverdue = (moment: string): boolean => Number(moment) < now.value

const OrderActions = ({ order }: { order: ListedOrder }) => {
  const instructing = useInstruction({ voucher: order.voucher })
  const { send } = instructing
  const isOver = isOverdue(order.expiresAt)
  const end = () =>
    isOver
      ? send('order.expire', { order: order.order, owner: order.owner })
      : send('order.cancel', { order: order.order })
  return (
    <>
      <Step instructing={instructing} onPress={() => void end()}>
        {say(isOver ? voucherWords.endOverdue : voucherWords.cancelOrder)}
      </Step>
      <Told instructing={instructing} />
    </>
  )
}

const orderRow = (order: ListedOrder): Row => {
  const voucher = voucherOf(order.voucher)
  const quantity = formatQuantity(order.quantity, voucher?.unit)
  const limit = voucher === undefined ? order.limitPrice : priceText(voucher, order.limitPrice)
  const isResting = order.status === 'open' || order.status === 'part-filled'
  const filled =
    order.filled === '0'
      ? ''
      : ` · ${say(voucherWords.filledOf)(formatQuantity(order.filled, voucher?.unit), quantity)}`
  return {
    key: order.order,
    title: `${say(order.side === 'buy' ? voucherWords.buy : voucherWords.sell)} ${quantity}`,
    note: `${say(voucherWords.limitOf)(limit)} · ${say(voucherWords.until)(formatMoment(order.expiresAt))}${filled}`,
    state: isResting && isOverdue(order.expiresAt) ? 'overdue' : order.status,
    isOpen: isResting,
    actions: isResting ? <OrderActions order={order} /> : undefined,
  }
}

const OfferActions = ({ offer, isMine }: { offer: ListedOffer; isMine: boolean }) => {
  const instructing = useInstruction({ voucher: offer.voucher })
  const { send } = instructing
  const body = { offer: offer.offer, sender: offer.sender, voucher: offer.voucher }
  const isOver = isOverdue(offer.answerBy)
  return (
    <>
      {!isMine && !isOver && (
        <>
          <Step instructing={instructing} tone="primary" onPress={() => void send('transfer.accept', body)}>
            {say(voucherWords.accept)}
          </Step>
          <Step instructing={instructing} onPress={() => void send('transfer.decline', body)}>
            {say(voucherWords.decline)}
          </Step>
        </>
      )}
      {isMine && (
        <Step instructing={instructing} onPress={() => void send(isOver ? 'transfer.expire' : 'transfer.cancel', body)}>
          {say(isOver ? voucherWords.endOverdue : voucherWords.withdraw)}
        </Step>
      )}
      <Told instructing={instructing} />
    </>
  )
}

const ReturnAction = ({ offer }: { offer: ListedOffer }) => {
  const instructing = useInstruction({ voucher: offer.voucher })
  const body = { offer: offer.offer, sender: offer.sender, voucher: offer.voucher }
  return (
    <>
      <Step instructing={instructing} onPress={() => void instructing.send('transfer.return', body)}>
        {say(voucherWords.giveBack)}
      </Step>
      <Told instructing={instructing} />
    </>
  )
}

const offerActions = (offer: ListedOffer, isMine: boolean): ComponentChildren => {
  if (offer.status === 'offered') return <OfferActions offer={offer} isMine={isMine} />
  return offer.status === 'accepted' && !isMine ? <ReturnAction offer={offer} /> : undefined
}

const offerRow = (offer: ListedOffer, account: string): Row => {
  const isMine = offer.sender === account
  const isOpen = offer.status === 'offered'
  const quantity = formatQuantity(offer.quantity, unitOf(offer.voucher))
  const party = isMine ? say(voucherWords.outgoing)(offer.receiver) : say(voucherWords.incoming)(offer.sender)
  return {
    key: offer.offer,
    title: `${quantity} · ${party}`,
    note: say(voucherWords.by)(formatMoment(offer.answerBy)),
    state: isOpen && isOverdue(offer.answerBy) ? 'overdue' : offer.status,
    isOpen,
    actions: offerActions(offer, isMine),
  }
}

const Release = ({ pledge, onDone }: { pledge: ListedPledge; onDone: () => void }) => {
  const unit = unitOf(pledge.voucher)
  const instructing = useInstruction({ voucher: pledge.voucher })
  const [text, setText] = useState('')
  const [isChecked, setChecked] = useState(false)
  if (unit === undefined) return null
  const show = (quantity: string) => formatQuantity(quantity, unit)
  const checked = checkQuantity(text, unit, { maximum: pledge.quantity, show })
  const submit = (): boolean => {
    setChecked(true)
    if (checked.value === undefined) return false
    const body = { pledge: pledge.pledge, holder: pledge.holder, voucher: pledge.voucher, quantity: checked.value }
    void instructing.send('pledge.release', body).then((kept) => kept && onDone())
    return true
  }
  return (
    <Dialog title={say(voucherWords.releaseTitle)} onClose={onDone}>
      <InstructionForm
        label={say(voucherWords.releaseTitle)}
        action={say(voucherWords.release)}
        instructing={instructing}
        onSubmit={submit}
      >
        <AmountField
          label={say(voucherWords.quantity)}
          unit={unit}
          value={text}
          onValue={setText}
          hint={say(voucherWords.releaseHint)(show(pledge.quantity))}
          wrong={isChecked && checked.wrong ? say(checked.wrong) : undefined}
        />
      </InstructionForm>
    </Dialog>
  )
}

const ProposedActions = ({ pledge, isMine }: { pledge: ListedPledge; isMine: boolean }) => {
  const instructing = useInstruction({ voucher: pledge.voucher })
  const { send } = instructing
  const body = { pledge: pledge.pledge, holder: pledge.holder, voucher: pledge.voucher }
  const isOver = isOverdue(pledge.answerBy)
  return (
    <>
      {!isMine && !isOver && (
        <>
          <Step instructing={instructing} tone="primary" onPress={() => void send('pledge.accept', body)}>
            {say(voucherWords.accept)}
          </Step>
          <Step instructing={instructing} onPress={() => void send('pledge.decline', body)}>
            {say(voucherWords.decline)}
          </Step>
        </>
      )}
      {isMine && (
        <Step instructing={instructing} onPress={() => void send(isOver ? 'pledge.expire' : 'pledge.cancel', body)}>
          {say(isOver ? voucherWords.endOverdue : voucherWords.withdraw)}
        </Step>
      )}
      <Told instructing={instructing} />
    </>
  )
}

/** Asks once more: what is taken does not come back. */
const Enforcement = ({ pledge, onDone }: { pledge: ListedPledge; onDone: () => void }) => {
  const instructing = useInstruction({ voucher: pledge.voucher })
  const { voucher, holder, quantity } = pledge
  const enforce = () =>
    void instructing.send('pledge.enforce', { pledge: pledge.pledge, holder, voucher }).then((kept) => kept && onDone())
  return (
    <Confirmation
      title={say(voucherWords.enforceTitle)}
      action={say(voucherWords.enforce)}
      instructing={instructing}
      onConfirm={enforce}
      onClose={onDone}
    >
      <p>{say(voucherWords.enforceText)(formatQuantity(quantity, unitOf(voucher)), holder)}</p>
    </Confirmation>
  )
}

const LockedActions = ({ pledge }: { pledge: ListedPledge }) => {
  const [isAsked, setAsked] = useState(false)
  const [isTaking, setTaking] = useState(false)
  const mayEnforce = pledge.enforcement === 'transfer-to-pledgee' && isOverdue(pledge.termEndsAt)
  return (
    <>
      <Button onClick={() => setAsked(true)}>{say(voucherWords.release)}</Button>
      {mayEnforce && (
        <Button tone="danger" onClick={() => setTaking(true)}>
          {say(voucherWords.enforce)}
        </Button>
      )}
      {isTaking && <Enforcement pledge={pledge} onDone={() => setTaking(false)} />}
      {isAsked && <Release pledge={pledge} onDone={() => setAsked(false)} />}
    </>
  )
}

const pledgeActions = (pledge: ListedPledge, isMine: boolean): ComponentChildren => {
  if (pledge.status === 'proposed') return <ProposedActions pledge={pledge} isMine={isMine} />
  return pledge.status === 'locked' && !isMine ? <LockedActions pledge={pledge} /> : undefined
}

const pledgeRow = (pledge: ListedPledge, account: string): Row => {
  const isMine = pledge.holder === account
  const isProposed = pledge.status === 'proposed'
  const quantity = formatQuantity(pledge.quantity, unitOf(pledge.voucher))
  const party = isMine ? say(voucherWords.pledgedTo)(pledge.pledgee) : say(voucherWords.pledgedBy)(pledge.holder)
  const deadline = isProposed
    ? say(voucherWords.by)(formatMoment(pledge.answerBy))
    : say(voucherWords.until)(formatMoment(pledge.termEndsAt))
  return {
    key: pledge.pledge,
    title: `${quantity} · ${party}`,
    note: `${pledge.purpose} · ${deadline}`,
    state: isProposed && isOverdue(pledge.answerBy) ? 'overdue' : pledge.status,
    isOpen: isProposed || pledge.status === 'locked',
    actions: pledgeActions(pledge, isMine),
  }
}

const named = (row: Row, voucher: string): Row => ({ ...row, title: `${voucher} · ${row.title}` })

interface PledgesShown {
  pledges: readonly ListedPledge[]
  account: string
  isMixed?: boolean | undefined
}

/** Pledges in which one is holder or pledgee, each with the steps that are its reader's to take. */
export const PledgeList = ({ pledges, account, isMixed }: PledgesShown) => {
  const show = (pledge: ListedPledge) =>
    isMixed ? named(pledgeRow(pledge, account), pledge.voucher) : pledgeRow(pledge, account)
  return <Rows title={say(voucherWords.pledges)} rows={pledges.map(show)} />
}

/** One's orders, pledges and offers, each with the steps that are its reader's to take; of many vouchers, each names its own. */
export const AgreementLists = ({
  agreements: { orders, pledges, offers },
  account,
  isMixed,
}: {
  agreements: Agreements
  account: string
  isMixed?: boolean
}) => {
  const show = (row: Row, voucher: string) => (isMixed ? named(row, voucher) : row)
  if (orders.length + pledges.length + offers.length === 0)
    return <Rows title={say(voucherWords.agreements)} rows={[]} />
  return (
    <>
      {orders.length > 0 && (
        <Rows title={say(voucherWords.orders)} rows={orders.map((order) => show(orderRow(order), order.voucher))} />
      )}
      {pledges.length > 0 && <PledgeList pledges={pledges} account={account} isMixed={isMixed} />}
      {offers.length > 0 && (
        <Rows
          title={say(voucherWords.offers)}
          rows={offers.map((offer) => show(offerRow(offer, account), offer.voucher))}
        />
      )}
    </>
  )
}
