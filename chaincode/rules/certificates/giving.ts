import { type Certificate, type Instance, instances, titles } from '../../domains/certificates/tables.ts'
import type { InstanceForm } from '../../domains/certificates/terms.ts'
import type { Participant } from '../../domains/registry/tables.ts'
import type { Effects } from '../../outcome.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { requireAhead } from '../deadline.ts'
import { requireActive } from '../require.ts'
import { type Facts, type View, type Write, write } from '../rule.ts'

/** What somebody is to have of a certificate, as a body says it. */
export type Given = Pick<Body<'instance.pass-on'>, 'to' | 'form' | 'scope' | 'endsAt' | 'transferable' | 'sealedKey'>

/** What is said of one form and not of another; refuses `licence_terms_unfit`, and `deadline_in_past` for the end of a term. */
export const termsOf = (
  given: Given,
  facts: Facts,
): Pick<Instance, 'form' | 'scope' | 'endsAt' | 'transferable' | 'sealedKey'> => {
  const { form, scope, endsAt, transferable, sealedKey } = given
  const mayStay = form === 'licence' || form === 'data'
  const isLicence = form === 'licence'
  const isFit = isLicence === (scope !== undefined) && isLicence === (endsAt !== undefined)
  if (!isFit || (transferable !== undefined && !mayStay)) throw new Refusal('licence_terms_unfit', { form })
  const sealed = sealedKey === undefined ? {} : { sealedKey }
  const moves = { form, transferable: transferable ?? !mayStay, ...sealed }
  if (scope === undefined || endsAt === undefined) return moves
  return { ...moves, scope, endsAt: requireAhead(endsAt, facts) }
}

/** The receiver; refuses `unknown_participant`, `receiver_not_active`, `provider_is_receiver`, and `already_owned` (S1-052). */
export const requireReceiver = (
  view: View,
  { certificate, provider }: Certificate,
  { to, form }: Given,
): Participant => {
  const receiver = requireActive(view, to)
  if (to === provider) throw new Refusal('provider_is_receiver', { to, certificate })
  const isOwner = view.find(titles, certificate, to)?.status === 'owned'
  if (form === 'ownership' && isOwner) throw new Refusal('already_owned', { to, certificate })
  return receiver
}

/** Refuses `certificate_not_passable` where nobody may hold the certificate to hand it on. */
export const requirePassable = ({ certificate, passable }: Certificate, form: InstanceForm): void => {
  if (form === 'holding' && !passable) throw new Refusal('certificate_not_passable', { certificate })
}

/** Refuses `exclusive_given` for an exclusive certificate that somebody has. */
export const requireNotGiven = ({ certificate, given }: Certificate): void => {
  if (given !== undefined) throw new Refusal('exclusive_given', { certificate })
}

export const titleOf = (
  { certificate, holder, providerHome, holderHome, instance }: Instance,
  status: 'owned' | 'passed',
) => write(titles, { certificate, holder, providerHome, holderHome, instance, status })

/** The rows of a new instance: itself, and the title of who owns the certificate by it. */
export const opened = (instance: Instance): Write[] => [
  write(instances, instance),
  ...(instance.form === 'ownership' ? [titleOf(instance, 'owned')] : []),
]

export const effectsOf = ({ certificate, instance, form, holder }: Instance): Effects => ({
  ...{ certificate, instance, form, status: 'held', to: holder },
})

export const partiesOf = (certificate: Certificate, { participant, home }: Participant) => ({
  ...{ certificate: certificate.certificate, provider: certificate.provider, providerHome: certificate.home },
  ...{ holder: participant, holderHome: home },
})
