import { useState } from 'preact/hooks'
import { noticeWords } from '../../dictionary/notices.ts'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { ReviewSheet } from '../../pieces/review-sheet.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { results } from '../../state/instructing.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { amountText, type Ordering } from './order-body.ts'
import { lastOrderWith, type OwnOrder } from './own-orders.ts'
import { readStored, type Stored, useOneClick } from './use-one-click.ts'
import { goodsWords } from './words.ts'

/** The order that there is, instead of a button that would make a second one (S1-043). */
const Ordered = ({ order, onAgain }: { order: OwnOrder; onAgain: () => void }) => (
  <>
    <Alert tone={order.isPaid ? 'good' : 'warn'} title={say(order.isPaid ? goodsWords.ordered : goodsWords.unpaid)}>
      {say(goodsWords.orderedAt)(formatMoment(String(order.madeAt)))}{' '}
      <a href={`#/orders/${order.purchase}`}>{say(goodsWords.toOrders)}</a>
    </Alert>
    <div>
      <Button tone="quiet" onClick={onAgain}>
        {say(goodsWords.oneClickAgain)}
      </Button>
    </div>
  </>
)

const Press = ({ ordering, stored }: { ordering: Ordering; stored: Stored }) => {
  const { certificate } = ordering.found
  const { act, press, isPending, wasPressedAgain, fault } = useOneClick(ordering, stored)
  const [again, setAgain] = useState<string | undefined>(undefined)
  const order = lastOrderWith(certificate.certificate, results.value)
  const isAsked = act.review !== undefined
  const wanted = allowsPay(ordering) ? goodsWords.oneClickPay : goodsWords.oneClickOrder
  const { rule, address } = stored
  return (
    <>
      {fault && <FaultAlert fault={fault} />}
      {order !== undefined && order.purchase !== again && !isPending && !isAsked ? (
        <Ordered order={order} onAgain={() => setAgain(order.purchase)} />
      ) : (
        <Button tone="primary" isWide isPending={isPending} onClick={press}>
          {isPending ? say(noticeWords.working) : say(wanted)(amountText(ordering, 1))}
        </Button>
      )}
      {wasPressedAgain && <Alert>{say(noticeWords.pressedAgain)}</Alert>}
      <p class="note">{say(goodsWords.oneClickTo)(address.name, address.lines.join(', '))}</p>
      <p class="note">
        {say(goodsWords.oneClickRule)(formatQuantity(rule.maximum, unitOf(rule.cash)), rule.usedToday, rule.perDay)}
      </p>
      {act.review !== undefined && <ReviewSheet act={act} review={act.review} />}
    </>
  )
}

const allowsPay = ({ found }: Ordering): boolean => found.certificate.allows.includes('pay')

const missingWords = {
  off: goodsWords.oneClickOff,
  address: goodsWords.oneClickNoAddress,
  account: goodsWords.oneClickNoAccount,
} as const

/** Ordering with one press where its buyer set it up, or what is missing for that; the form below does without (S1-041). */
export const OneClick = ({ ordering }: { ordering: Ordering }) => {
  const { certificate } = ordering.found
  const stored = useResource(`one click ${certificate.cash} ${ordering.account}`, () => readStored(ordering))
  if (stored.value === undefined) return null
  return (
    <Section title={say(goodsWords.oneClick)}>
      {'missing' in stored.value ? (
        <p class="note">
          {say(missingWords[stored.value.missing])}{' '}
          {stored.value.missing === 'off' && <a href="#/orders">{say(goodsWords.oneClickSet)}</a>}
        </p>
      ) : (
        <Press ordering={ordering} stored={stored.value} />
      )}
    </Section>
  )
}
