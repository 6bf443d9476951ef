import type { TargetedEvent } from 'preact'
import type { PayeeAnswer } from '../../sdk/answers.ts'
import { noticeWords } from '../dictionary/notices.ts'
import { reviewWords } from '../dictionary/review.ts'
import { payees } from '../state/payees.ts'
import { ownTerminal } from '../state/session.ts'
import { say } from '../state/settings.ts'
import type { Act, Review } from '../state/use-act.ts'
import { type Resource, useResource } from '../state/use-resource.ts'
import { nameOfOrganisation } from '../words/organisations.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Alert, FaultAlert } from './states.tsx'

type Receiver = NonNullable<Review['receiver']>

/** Why a receiver will be given nothing; undefined where it can be. */
const hindranceOf = (payee: PayeeAnswer, { isOffer }: Receiver) => {
  if (payee.status !== 'active') return reviewWords.notActive
  if (payee.taking === 'never' && !isOffer) return reviewWords.never
  return payee.taking === 'as-offer' && !isOffer ? reviewWords.asOffer : undefined
}

const PayeeNote = ({ receiver, found }: { receiver: Receiver; found: Resource<PayeeAnswer | undefined> }) => {
  if (found.fault?.code === 'not_found') return <Alert tone="bad">{say(reviewWords.unknown)}</Alert>
  if (found.value === undefined) {
    return <Alert tone="warn">{say(found.fault ? reviewWords.notLookedUp : reviewWords.lookingUp)}</Alert>
  }
  const hindrance = hindranceOf(found.value, receiver)
  if (hindrance !== undefined) return <Alert tone="bad">{say(hindrance)}</Alert>
  return payees.value.includes(receiver.participant) ? null : <Alert tone="warn">{say(reviewWords.first)}</Alert>
}

const Payee = ({ receiver, found }: { receiver: Receiver; found: Resource<PayeeAnswer | undefined> }) => {
  const payee = found.value
  return (
    <>
      <dl class="pairs">
        <dt>{say(reviewWords.receiver)}</dt>
        <dd>
          <strong>{receiver.participant}</strong>
        </dd>
        {payee?.merchant !== undefined && (
          <>
            <dt>{say(reviewWords.merchant)}</dt>
            <dd>{payee.merchant.name}</dd>
          </>
        )}
        {payee !== undefined && (
          <>
            <dt>{say(reviewWords.receiverHome)}</dt>
            <dd>{nameOfOrganisation(payee.home)}</dd>
          </>
        )}
      </dl>
      <PayeeNote receiver={receiver} found={found} />
    </>
  )
}

const Figures = ({ review: { total, lines } }: { review: Review }) => (
  <>
    {total !== undefined && (
      <p class="review-total">
        <span class="note">{total[0]}</span>
        <strong class="figure">{total[1]}</strong>
      </p>
    )}
    <dl class="pairs">
      {lines.map(([name, value]) => (
        <div key={name} class="pair">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  </>
)

/** Says why it cannot be confirmed as it stands, and offers the new price where that is why. */
const Hindrance = ({ act }: { act: Act }) => {
  if (act.hindrance === undefined) return null
  if (act.hindrance === 'over') return <Alert tone="warn">{say(reviewWords.over)}</Alert>
  return (
    <>
      <Alert tone="warn">{say(reviewWords.changed)}</Alert>
      <Button isWide onClick={act.takeNewPrice}>
        {say(reviewWords.takeNew)}
      </Button>
    </>
  )
}

/** What will be signed, once more before it is: figures, who is given something, and one button with the focus. */
export const ReviewSheet = ({ act, review }: { act: Act; review: Review }) => {
  const { receiver } = review
  const { isPending, wasPressedAgain, fault } = act.instructing
  const found = useResource(`payee ${receiver?.participant ?? ''}`, async () =>
    receiver === undefined ? undefined : ownTerminal.value?.payee(receiver.participant),
  )
  const isHindered =
    receiver !== undefined &&
    (found.fault?.code === 'not_found' ||
      (found.value !== undefined && hindranceOf(found.value, receiver) !== undefined))
  const confirm = (event: TargetedEvent<HTMLFormElement>) => {
    event.preventDefault()
    act.confirm()
  }
  return (
    <Dialog title={say(reviewWords.confirmTitle)(review.what)} onClose={act.back}>
      <Figures review={review} />
      {receiver !== undefined && <Payee receiver={receiver} found={found} />}
      {fault && <FaultAlert fault={fault} />}
      <Hindrance act={act} />
      <form class="form" onSubmit={confirm}>
        <Button
          type="submit"
          tone="primary"
          isWide
          autofocus
          isPending={isPending}
          isDisabled={isHindered || act.hindrance !== undefined}
        >
          {isPending ? say(noticeWords.working) : say(reviewWords.confirm)(review.what)}
        </Button>
        {wasPressedAgain && <Alert>{say(noticeWords.pressedAgain)}</Alert>}
        <Button isWide onClick={act.back}>
          {review.decline ?? say(reviewWords.back)}
        </Button>
      </form>
    </Dialog>
  )
}
