import { useRef } from 'preact/hooks'
import type { CommerceFunction } from '../../../../chaincode/domains/certificates/terms.ts'
import type { FoundCertificate } from '../../../sdk/certificates/find-certificates.ts'
import type { Certified } from '../../../sdk/certificates/goods.ts'
import { Button } from '../../pieces/button.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert } from '../../pieces/states.tsx'
import { signInAndComeBack } from '../../state/after-login.ts'
import { session } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { OneClick } from './one-click.tsx'
import type { Ordering as Order } from './order-body.ts'
import { OrderForm } from './order-form.tsx'
import { PaymentStep } from './payment-step.tsx'
import { goodsWords } from './words.ts'

interface Offered {
  found: FoundCertificate
  certified: Certified
}

/** Exactly what the certificate allows, in the order in which it is done (S1-040). */
const allowedText = (allows: readonly CommerceFunction[]): string =>
  (['order', 'pay'] as const)
    .filter((one) => allows.includes(one))
    .map((one) => say(goodsWords[one]))
    .join(' · ')

/** Everything that an authorised buyer can do: with one press, with the form, and paying what is ordered. */
const Ordering = ({ ordering }: { ordering: Order }) => {
  const form = useRef<HTMLDivElement>(null)
  const goToForm = () => form.current?.querySelector<HTMLElement>('input:not([type=radio])')?.focus()
  return (
    <>
      <OneClick ordering={ordering} />
      <div ref={form}>
        <OrderForm {...ordering} />
      </div>
      {ordering.found.certificate.allows.includes('pay') && <PaymentStep ordering={ordering} onOrderFirst={goToForm} />}
      <NoticeArea only={({ kind }) => kind === 'purchase.order' || kind === 'purchase.pay'} />
    </>
  )
}

/** What can be done with a certificate that is good: its buttons, or first the way in (S1-038). */
export const OrderArea = ({ found, certified }: Offered) => {
  const current = session.value
  if (current?.mode !== 'authorised') {
    return (
      <Section title={say(goodsWords.orderTitle)}>
        <p class="note">{allowedText(found.certificate.allows)}</p>
        <Button tone="primary" isWide onClick={signInAndComeBack}>
          {say(goodsWords.signInToOrder)}
        </Button>
      </Section>
    )
  }
  if (current.account === found.certificate.provider) return <Alert>{say(goodsWords.ownGoods)}</Alert>
  if (!current.roles.includes('customer')) return <Alert tone="warn">{say(goodsWords.notCustomer)}</Alert>
  return <Ordering ordering={{ found, certified, account: current.account, terminal: current.terminal }} />
}
