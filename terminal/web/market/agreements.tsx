import type { ComponentChildren } from 'preact'
import type { ListedOffer, ListedOrder } from '../../sdk/lists.ts'
import { voucherWords } from '../dictionary/vouchers.ts'
import { say } from '../state/settings.ts'
import { useInstruction } from '../state/use-instruction.ts'
import { unitOf, voucherOf } from '../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../words/format.ts'
import { isOverdue, named, ProposalSteps, type Row, Rows, Step, Told } from './agreement-rows.tsx'
import { PledgeList } from './pledge-list.tsx'
import { priceText } from './quote-panel.tsx'
import type { Agreements } from './use-voucher-data.ts'

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
    <ProposalSteps
      instructing={instructing}
      isMine={isMine}
      isOver={isOver}
      onAccept={() => send('transfer.accept', body)}
      onDecline={() => send('transfer.decline', body)}
      onEnd={() => send(isOver ? 'transfer.expire' : 'transfer.cancel', body)}
    />
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
