import { useState } from 'preact/hooks'
import { readFound } from '../../../sdk/certificates/find-certificates.ts'
import type { Certified } from '../../../sdk/certificates/goods.ts'
import { openCertificate } from '../../../sdk/certificates/open-certificate.ts'
import { acceptOffer, openOffer } from '../../../sdk/matching/demand.ts'
import type { Listed } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { TimeLeft } from '../../market/matching/time-left.tsx'
import { formWords } from '../../market/matching/words.ts'
import { Button } from '../../pieces/button.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { demandKeysIn } from '../../platform/matching-keys.ts'
import { connection, database } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useWork } from '../../state/use-work.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { demandWords } from './words.ts'

interface Offered {
  terminal: Terminal
  offer: Listed<'demand-answers'>
}

/** What the offer's own key opened: whatever its provider writes is text. */
const OpenedOffer = ({ certified: { goods, price } }: { certified: Certified }) => (
  <>
    <strong>{goods.title}</strong>
    <p>{goods.introduction ?? say(demandWords.noIntroduction)}</p>
    <dl class="pairs">
      <div class="pair">
        <dt>{say(demandWords.price)}</dt>
        <dd>{formatQuantity(price.price, unitOf(price.cash))}</dd>
      </div>
      {goods.specification.map(({ name, value }, index) => (
        <div key={index} class="pair">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  </>
)

/** Opens what is offered before anything is accepted, with the key that is of this demand alone (S1-020). */
const ReadOffer = ({ terminal, offer }: Offered) => {
  const work = useWork()
  const [certified, setCertified] = useState<Certified | undefined>(undefined)
  const { certificate } = offer
  if (certificate === undefined || offer.sealedKey === undefined) return null
  if (certified !== undefined) return <OpenedOffer certified={certified} />
  const read = async () => {
    const key = await openOffer(terminal, offer, demandKeysIn(await database()))
    const opened = await openCertificate(connection, await readFound(connection, certificate), key)
    setCertified(opened.certified)
  }
  return (
    <>
      {work.fault && <FaultAlert fault={work.fault} />}
      <div>
        <Button isPending={work.isPending} onClick={() => void work.run(read)}>
          {say(demandWords.read)}
        </Button>
      </div>
    </>
  )
}

const Decision = ({ terminal, offer }: Offered) => {
  const { demand, holder } = offer
  const accepting = useInstruction()
  const rejecting = useInstruction()
  const work = useWork()
  const accept = () =>
    work.run(async () => {
      await accepting.send('demand.accept', await acceptOffer(terminal, offer, demandKeysIn(await database())))
    })
  const fault = work.fault ?? accepting.fault
  return (
    <>
      {fault && <FaultAlert fault={fault} />}
      <p class="note">{say(demandWords.acceptNote)}</p>
      <div class="button-row">
        <Button tone="primary" isPending={work.isPending} onClick={() => void accept()}>
          {say(demandWords.accept)}
        </Button>
        <ConfirmedButton
          action={say(demandWords.reject)}
          title={say(demandWords.rejectTitle)}
          text={say(demandWords.rejectText)}
          instructing={rejecting}
          onConfirm={() => rejecting.send('demand.reject', { demand, holder })}
        />
      </div>
    </>
  )
}

/** What one holder offers: as what, until when, its text and price, and accepting or rejecting it while it stands. */
export const OfferCard = ({ terminal, offer, canAnswer }: Offered & { canAnswer: boolean }) => (
  <fieldset class="stack" aria-label={`${say(demandWords.offer)} · ${offer.holder}`}>
    <p>
      {say(demandWords.offer)}
      {offer.form !== undefined && ` · ${say(formWords[offer.form])}`}
      {offer.endsAt !== undefined && ` · ${say(demandWords.goodUntil)(formatMoment(offer.endsAt))}`}
    </p>
    {offer.certificate !== undefined && (
      <p>
        <a href={`#/goods/${offer.certificate}`}>{say(demandWords.toCertificate)}</a>
      </p>
    )}
    {offer.status === 'offered' && offer.until !== undefined && <TimeLeft until={Number(offer.until)} />}
    <ReadOffer terminal={terminal} offer={offer} />
    {offer.status === 'offered' && canAnswer && <Decision terminal={terminal} offer={offer} />}
  </fieldset>
)
