import { useState } from 'preact/hooks'
import { type Content, hasContent } from '../../../sdk/matching/content.ts'
import { openDelivered } from '../../../sdk/matching/delivery.ts'
import type { Listed } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { TimeLeft } from '../../market/matching/time-left.tsx'
import { ownSealKey } from '../../market/purchases/use-own-key.ts'
import { Button } from '../../pieces/button.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useWork } from '../../state/use-work.ts'
import { OpenedContent } from './opened-content.tsx'
import { requestWords } from './words.ts'

type Delivery = Listed<'deliveries'>

const Deciding = ({ delivery: { recommendation, until } }: { delivery: Delivery }) => {
  const accepting = useInstruction()
  const rejecting = useInstruction()
  if (now.value > Number(until)) return <p class="note">{say(requestWords.deliveryOver)}</p>
  return (
    <>
      {accepting.fault && <FaultAlert fault={accepting.fault} />}
      <TimeLeft until={Number(until)} />
      <div class="button-row">
        <Button
          tone="primary"
          isPending={accepting.isPending}
          onClick={() => void accepting.send('recommendation.accept', { recommendation })}
        >
          {say(requestWords.accept)}
        </Button>
        <ConfirmedButton
          action={say(requestWords.reject)}
          title={say(requestWords.rejectTitle)}
          text={say(requestWords.rejectText)}
          instructing={rejecting}
          onConfirm={() => rejecting.send('recommendation.reject', { recommendation })}
        />
      </div>
    </>
  )
}

/** Using what was accepted: a certificate on its page, anything else here (S3-046). */
const Accepted = ({ terminal, delivery }: { terminal: Terminal; delivery: Delivery }) => {
  const work = useWork()
  const [content, setContent] = useState<Content | undefined>(undefined)
  const { target } = delivery
  if (content !== undefined) return <OpenedContent content={content} />
  if (target === undefined) return null
  if (!hasContent(target.kind))
    return <a href={`#/goods/${target.certificate ?? target.target}`}>{say(requestWords.toCertificate)}</a>
  const open = async () => setContent(await openDelivered(terminal, delivery, await ownSealKey(terminal)))
  return (
    <>
      {work.fault && <FaultAlert fault={work.fault} />}
      <Button isPending={work.isPending} onClick={() => void work.run(open)}>
        {say(requestWords.open)}
      </Button>
    </>
  )
}

/** What was delivered to who answered in time: accepting or rejecting it, and opening it afterwards. */
export const DeliveredCard = ({ terminal, delivery }: { terminal: Terminal; delivery: Delivery }) => {
  const { status } = delivery
  if (status === 'no-certificate') return <p class="note">{say(requestWords.noCertificate)}</p>
  if (status === 'rejected') return <p class="note">{say(requestWords.rejected)}</p>
  return (
    <div class="stack">
      <strong>{say(status === 'accepted' ? requestWords.accepted : requestWords.delivered)}</strong>
      {status === 'delivered' ? <Deciding delivery={delivery} /> : <Accepted terminal={terminal} delivery={delivery} />}
    </div>
  )
}
