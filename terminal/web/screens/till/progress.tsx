import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { readEnvelope } from '../../../../chaincode/envelope.ts'
import type { Unit } from '../../../sdk/amount.ts'
import type { PaymentView } from '../../../sdk/payments.ts'
import { Countdown } from '../../codes/countdown.tsx'
import { Button } from '../../pieces/button.tsx'
import { Icon, type IconName } from '../../pieces/icon.tsx'
import { SignedDetails } from '../../pieces/signed-details.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import type { KeptResult } from '../../platform/database.ts'
import { now as clock } from '../../state/clock.ts'
import { giveCue } from '../../state/cues.ts'
import { say } from '../../state/settings.ts'
import { formatQuantity } from '../../words/format.ts'
import { RefundDialog } from './refund.tsx'
import type { Sale, SaleSession, SaleState } from './sale-session.ts'
import { tillWords } from './words.ts'

/** For the bar alone: how long a question usually lasts. */
const usualMilliseconds = 60_000

const Sum = ({ sale, unit }: { sale: Sale; unit: Unit | undefined }) => (
  <p class="figure">{formatQuantity(sale.quantity, unit)}</p>
)

const Banner = ({
  icon,
  tone,
  title,
  spoken,
  children,
}: {
  icon: IconName
  tone: 'good' | 'bad' | 'wait'
  title: string
  /** What is said aloud; its title is only read by a screen reader. */
  spoken?: string | undefined
  children: ComponentChildren
}) => {
  const heading = useRef<HTMLHeadingElement>(null)
  // What changed is the answer to what the cashier waits for: it takes the focus, and so is read out.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    if (tone !== 'wait') giveCue(tone === 'good' ? 'done' : 'failed', spoken)
  }, [title])
  return (
    <div class="till-banner" data-tone={tone}>
      <Icon name={icon} />
      <div role="status">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
      </div>
      {children}
    </div>
  )
}

const Facts = ({ sale, payment, unit }: { sale: Sale; payment: PaymentView | undefined; unit: Unit | undefined }) => (
  <dl class="pairs">
    <dt>{say(tillWords.order)}</dt>
    <dd>{sale.orderNumber}</dd>
    {payment?.status === 'captured' && (
      <>
        <dt>{say(tillWords.fees)}</dt>
        <dd>{formatQuantity(payment.fee, unit)}</dd>
      </>
    )}
    {payment !== undefined && (
      <>
        <dt>{say(tillWords.paymentId)}</dt>
        <dd class="code-value">{payment.payment}</dd>
      </>
    )}
    {payment !== undefined && payment.refunded !== '0' && (
      <>
        <dt>{say(tillWords.givenBack)}</dt>
        <dd>{formatQuantity(payment.refunded, unit)}</dd>
      </>
    )}
  </dl>
)

type Waiting = SaleState<PaymentView> & { is: 'waiting' }

const WaitTrouble = ({ state }: { state: Waiting }) => {
  const { trouble } = state
  if (state.isSilent) return <Alert tone="warn">{say(tillWords.silent)}</Alert>
  if (trouble === undefined) return null
  if (trouble.code === 'answer_refused') return <Alert tone="warn">{say(tillWords.refusedOnce)}</Alert>
  return <FaultAlert fault={{ code: trouble.code === 'no_answer' ? 'outage' : trouble.code, values: trouble.values }} />
}

const WaitingPanel = ({
  state,
  session,
  unit,
}: {
  state: Waiting
  session: SaleSession<PaymentView>
  unit: Unit | undefined
}) => {
  const now = clock.value
  const left = Math.max(0, state.payment.answerBy - now)
  const seconds = Math.ceil(left / 1000)
  return (
    <>
      <Banner icon="clock" tone="wait" title={say(tillWords.waiting)}>
        <Sum sale={state.sale} unit={unit} />
        <p>{say(tillWords.waitingText)}</p>
      </Banner>
      <Countdown
        share={Math.min(1, left / usualMilliseconds)}
        text={say(tillWords.timeLeft)(seconds)}
        isEnding={seconds <= 10}
      />
      <WaitTrouble state={state} />
      <Facts sale={state.sale} payment={state.payment} unit={unit} />
      <div class="button-row">
        <Button tone="danger" isPending={state.isReversing} onClick={() => void session.reverse()}>
          {say(state.isReversing ? tillWords.takingBack : tillWords.takeBack)}
        </Button>
        <Button onClick={() => void session.ask()}>
          <Icon name="refresh" />
          {say(tillWords.query)}
        </Button>
      </div>
    </>
  )
}

const endings = {
  captured: { icon: 'seal', tone: 'good', title: tillWords.paid, text: undefined },
  declined: { icon: 'cross', tone: 'bad', title: tillWords.declined, text: tillWords.declinedText },
  expired: { icon: 'clock', tone: 'bad', title: tillWords.expired, text: tillWords.expiredText },
  reversed: { icon: 'back', tone: 'bad', title: tillWords.reversed, text: tillWords.reversedText },
} as const

const isClaimOf = ({ kind, envelope }: KeptResult, { orderNumber }: Sale): boolean => {
  if (kind !== 'payment.claim') return false
  const { body } = readEnvelope(envelope).instruction as { body: { orderNumber?: unknown } }
  return body.orderNumber === orderNumber
}

const FinalPanel = ({
  state,
  session,
  unit,
  onNext,
  onAgain,
}: {
  state: SaleState<PaymentView> & { is: 'final' }
  session: SaleSession<PaymentView>
  unit: Unit | undefined
  onNext: () => void
  onAgain: (sale: Sale) => void
}) => {
  const [isRefunding, setRefunding] = useState(false)
  const { sale, payment } = state
  const isPaid = payment.status === 'captured'
  const { icon, tone, title, text } = endings[payment.status as keyof typeof endings] ?? endings.expired
  const left = BigInt(payment.quantity) - BigInt(payment.refunded)
  return (
    <>
      <Banner
        icon={icon}
        tone={tone}
        title={say(title)}
        spoken={text === undefined ? say(tillWords.paidAloud)(formatQuantity(payment.quantity, unit)) : undefined}
      >
        <Sum sale={sale} unit={unit} />
        <p>
          {text === undefined
            ? say(tillWords.paidText)(formatQuantity((BigInt(payment.quantity) - BigInt(payment.fee)).toString(), unit))
            : say(text)}
        </p>
      </Banner>
      <Facts sale={sale} payment={payment} unit={unit} />
      <div class="button-row">
        <Button tone="primary" onClick={onNext}>
          {say(tillWords.next)}
        </Button>
        {isPaid && left > 0n && <Button onClick={() => setRefunding(true)}>{say(tillWords.refund)}</Button>}
        {!isPaid && <Button onClick={() => onAgain(sale)}>{say(tillWords.again)}</Button>}
      </div>
      <SignedDetails of={(kept) => isClaimOf(kept, sale)} />
      {isRefunding && (
        <RefundDialog
          payment={payment}
          unit={unit}
          onDone={() => {
            setRefunding(false)
            void session.refresh()
          }}
        />
      )}
    </>
  )
}

/** A sale whose code was claimed, until its end and beyond it. */
export const Progress = ({
  session,
  unitOf,
  onNext,
  onAgain,
}: {
  session: SaleSession<PaymentView>
  unitOf: (voucher: string) => Unit | undefined
  onNext: () => void
  onAgain: (sale: Sale) => void
}) => {
  const state = session.state.value
  if (state.is === 'drafting') return null
  const unit = unitOf(state.sale.voucher)
  return (
    <section class="card till-progress" aria-label={say(tillWords.sale)}>
      {state.is === 'claiming' && (
        <Banner icon="clock" tone="wait" title={say(tillWords.claiming)}>
          <Sum sale={state.sale} unit={unit} />
        </Banner>
      )}
      {state.is === 'unknown' && (
        <>
          <Banner icon="offline" tone="wait" title={say(tillWords.unknown)}>
            <Sum sale={state.sale} unit={unit} />
            <p>{say(tillWords.unknownText)}</p>
          </Banner>
          <Facts sale={state.sale} payment={undefined} unit={unit} />
          {state.isSilent && <Alert tone="warn">{say(tillWords.silent)}</Alert>}
          <div class="button-row">
            <Button tone="primary" onClick={() => void session.ask()}>
              <Icon name="refresh" />
              {say(tillWords.query)}
            </Button>
          </div>
        </>
      )}
      {state.is === 'waiting' && <WaitingPanel state={state} session={session} unit={unit} />}
      {state.is === 'final' && <FinalPanel {...{ state, session, unit, onNext, onAgain }} />}
    </section>
  )
}
