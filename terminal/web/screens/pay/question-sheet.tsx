import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { PaymentQuestion } from '../../../sdk/payments.ts'
import { Countdown } from '../../codes/countdown.tsx'
import { Button } from '../../pieces/button.tsx'
import { Icon, type IconName } from '../../pieces/icon.tsx'
import { SignedDetails } from '../../pieces/signed-details.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { giveCue } from '../../state/cues.ts'
import { faultOf } from '../../state/fault.ts'
import { results } from '../../state/instructing.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import type { Answer, Asked, AskStage } from './pay-session.ts'
import { payWords } from './words.ts'

export type AskedPayment = Asked<PaymentQuestion>

/** How long a merchant's question lasts at most where nothing else is known, for the bar alone. */
const usualMilliseconds = 60_000

/** What a yes also settles, so that nobody buys or pays an order unseen. */
const Settled = ({ settles }: Pick<PaymentQuestion, 'settles'>) => {
  if (settles === undefined) return null
  if ('purchase' in settles) {
    return (
      <>
        <dt>{say(payWords.paysOrder)}</dt>
        <dd class="code-value">{settles.purchase}</dd>
      </>
    )
  }
  const { voucher, quantity } = settles.buy
  return (
    <>
      <dt>{say(payWords.buys)}</dt>
      <dd>
        {formatQuantity(quantity, unitOf(voucher))} {voucher}
      </dd>
    </>
  )
}

const Terms = ({ question }: { question: PaymentQuestion }) => (
  <>
    <p class="figure question-amount">{formatQuantity(question.quantity, question.unit)}</p>
    <dl class="pairs">
      <dt>{say(payWords.order)}</dt>
      <dd>{question.orderNumber}</dd>
      <dt>{say(payWords.merchantAccount)}</dt>
      <dd>{question.merchant}</dd>
      <dt>{say(payWords.voucher)}</dt>
      <dd>{question.voucher}</dd>
      <Settled settles={question.settles} />
    </dl>
  </>
)

const Left = ({ question, now }: { question: PaymentQuestion; now: number }) => {
  const left = Math.max(0, question.answerBy - now)
  const seconds = Math.ceil(left / 1000)
  return (
    <Countdown
      share={Math.min(1, left / usualMilliseconds)}
      text={say(payWords.answerLeft)(seconds)}
      isEnding={seconds <= 10}
    />
  )
}

const Trouble = ({ stage }: { stage: AskStage }) => {
  if (stage.is !== 'open') return null
  if (stage.error !== undefined) return <FaultAlert fault={faultOf(stage.error)} />
  if (stage.refusal === undefined || !('code' in stage.refusal)) return null
  const { code, values } = stage.refusal
  return (
    <FaultAlert fault={{ code, values }}>{code === 'exceeds_available_quantity' && say(payWords.topUp)}</FaultAlert>
  )
}

const Choice = ({ asked, now, onAnswer }: { asked: AskedPayment; now: number; onAnswer: (answer: Answer) => void }) => {
  const { question, stage } = asked
  const answering = stage.is === 'answering' ? stage : undefined
  const amount = formatQuantity(question.quantity, question.unit)
  return (
    <>
      <Terms question={question} />
      <Left question={question} now={now} />
      <Trouble stage={stage} />
      {answering?.isByRule && <Alert>{say(payWords.byRuleNow)}</Alert>}
      <p class="note">{say(payWords.signs)}</p>
      <div class="question-choice">
        <Button
          tone="primary"
          isWide
          isPending={answering?.answer === 'yes'}
          isDisabled={answering?.answer === 'no'}
          onClick={() => onAnswer('yes')}
        >
          {answering?.answer === 'yes' ? say(payWords.paying) : say(payWords.yes)(amount)}
        </Button>
        <Button
          tone="danger"
          isWide
          isPending={answering?.answer === 'no'}
          isDisabled={answering?.answer === 'yes'}
          onClick={() => onAnswer('no')}
        >
          {say(answering?.answer === 'no' ? payWords.declining : payWords.no)}
        </Button>
      </div>
    </>
  )
}

const Outcome = ({
  icon,
  tone,
  title,
  children,
}: {
  icon: IconName
  tone: 'good' | 'bad' | 'plain'
  title: string
  children: ComponentChildren
}) => {
  useEffect(() => {
    if (tone !== 'plain') giveCue(tone === 'good' ? 'done' : 'failed')
  }, [tone])
  return (
    <div class="outcome" data-tone={tone} role="status">
      <Icon name={icon} />
      <strong>{title}</strong>
      {children}
    </div>
  )
}

const Receipt = ({ asked, children }: { asked: AskedPayment; children?: ComponentChildren }) => {
  const { question, stage } = asked
  const answered = 'result' in stage ? results.value.find(({ id }) => id === stage.result.id) : undefined
  const block = stage.is === 'done' && stage.result.status !== 'pending' ? stage.result.ledger?.block : undefined
  return (
    <dl class="pairs" aria-label={say(payWords.receipt)}>
      <dt>{say(payWords.order)}</dt>
      <dd>{question.orderNumber}</dd>
      {answered !== undefined && (
        <>
          <dt>{say(payWords.time)}</dt>
          <dd>{formatMoment(answered.madeAt)}</dd>
        </>
      )}
      <dt>{say(payWords.paymentId)}</dt>
      <dd class="code-value">{question.payment}</dd>
      {block !== undefined && (
        <>
          <dt>{say(payWords.block)}</dt>
          <dd>{block}</dd>
        </>
      )}
      {children}
    </dl>
  )
}

const Ended = ({ asked }: { asked: AskedPayment }) => {
  const { question, stage } = asked
  if (stage.is === 'done' && stage.answer === 'yes') {
    const amount = formatQuantity(question.quantity, question.unit)
    return (
      <>
        <Outcome icon="seal" tone="good" title={say(payWords.paid)}>
          <p>{say(payWords.paidTo)(amount, question.merchantName)}</p>
          {stage.isByRule && <p class="note">{say(payWords.paidByRule)}</p>}
        </Outcome>
        <Receipt asked={asked} />
      </>
    )
  }
  const words = {
    done: [payWords.declined, payWords.declinedText],
    expired: [payWords.expired, payWords.expiredText],
    withdrawn: [payWords.withdrawn, payWords.withdrawnText],
    unknown: [payWords.unknown, payWords.unknownText],
  } as const
  const [title, text] = words[stage.is as keyof typeof words]
  return (
    <>
      <Outcome icon={stage.is === 'unknown' ? 'clock' : 'cross'} tone="plain" title={say(title)}>
        <p>{say(text)}</p>
      </Outcome>
      <Receipt asked={asked} />
    </>
  )
}

/** A dialog that nothing closes but an answer: Escape is no answer, so it stays. */
const useStandingDialog = () => {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const { current } = dialog
    if (current === null || current.open) return
    current.showModal()
    heading.current?.focus()
    giveCue('asked')
    return () => current.close()
  }, [])
  const stand = (event: Event) => event.preventDefault()
  const reopen = () => dialog.current?.isConnected && dialog.current.showModal()
  return { dialog, heading, stand, reopen }
}

/** The merchant's question, and what became of the answer. */
export const QuestionSheet = ({
  asked,
  now,
  onAnswer,
  onSettle,
  onDone,
}: {
  asked: AskedPayment
  now: number
  onAnswer: (answer: Answer) => void
  onSettle: () => void
  onDone: () => void
}) => {
  const headingId = useId()
  const { dialog, heading, stand, reopen } = useStandingDialog()
  const { stage } = asked
  const { is } = stage
  const resultId = 'result' in stage ? stage.result.id : undefined
  const isChoice = is === 'open' || is === 'answering'
  return (
    <dialog ref={dialog} class="question" aria-labelledby={headingId} onCancel={stand} onClose={reopen}>
      <div class="dialog-body">
        <h2 id={headingId} ref={heading} tabIndex={-1}>
          {isChoice ? say(payWords.asksFor)(asked.question.merchantName) : asked.question.merchantName}
        </h2>
        {isChoice ? <Choice asked={asked} now={now} onAnswer={onAnswer} /> : <Ended asked={asked} />}
        {resultId !== undefined && <SignedDetails of={({ id }) => id === resultId} />}
        {is === 'unknown' && (
          <Button isWide onClick={onSettle}>
            {say(payWords.askAgain)}
          </Button>
        )}
        {!isChoice && (
          <Button tone="primary" isWide onClick={onDone}>
            {say(payWords.done)}
          </Button>
        )}
      </div>
    </dialog>
  )
}
