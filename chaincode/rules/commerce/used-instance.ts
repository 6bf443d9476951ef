import { type Certificate, certificates, type Instance, instances } from '../../domains/certificates/tables.ts'
import { Refusal } from '../../refusal.ts'
import { titleOf } from '../certificates/giving.ts'
import { consumed, requireForm, requireHeld, requireTerm } from '../certificates/instance-life.ts'
import { requireNotOffered } from '../certificates/offered.ts'
import { withdrawnWith } from '../certificates/publication.ts'
import { type Request, type Write, write } from '../rule.ts'

type Ordering = Request<'purchase.order'>

/** The use that a licence must allow for an order with it. */
const orderUse = 'order'

const requireFits = (instance: Instance, { certificate }: Certificate): void => {
  if (instance.certificate !== certificate) throw new Refusal('unknown_instance', { instance: instance.instance })
}

/** The rows of an instance of the buyer's once an order used it up; its title and what was published of it end with it. */
const ownUsedUp = ({ sender, view, facts }: Ordering, certificate: Certificate, id: string): Write[] => {
  const instance = requireHeld(view, id, sender)
  requireNotOffered(view, instance, facts)
  requireFits(instance, certificate)
  requireForm(instance, ['ownership', 'holding', 'licence'])
  requireTerm(instance, facts)
  if (instance.scope?.includes(orderUse) === false) {
    throw new Refusal('use_not_licensed', { instance: id, use: orderUse })
  }
  return [
    write(instances, consumed(instance)),
    ...(instance.form === 'ownership' ? [titleOf(instance, 'passed')] : []),
    ...withdrawnWith(view, instance),
  ]
}

/**
 * What an order makes of the buyer's instance, so that each is used up once (S1-045). Refuses one that is another's, was handed on or used
 * up, is of another certificate, or allows no order; and an exclusive certificate that somebody has, where none is named. Ordered by a
 * link, an exclusive certificate is given to that order for good, as one is that its holder orders with: only one ever gets the goods (S1-021).
 */
export const instanceUsedUp = (request: Ordering, certificate: Certificate): Write[] => {
  const { body, id, sender } = request
  if (body.instance !== undefined) return ownUsedUp(request, certificate, body.instance)
  if (certificate.given !== undefined) throw new Refusal('exclusive_given', { certificate: certificate.certificate })
  const byLink: Instance = {
    ...{ instance: id, certificate: certificate.certificate, provider: certificate.provider },
    ...{ providerHome: certificate.home, holder: sender.participant, holderHome: sender.home },
    ...{ form: 'holding', transferable: false, passes: 1, status: 'consumed' },
  }
  const taken = certificate.exclusive ? [write(certificates, { ...certificate, given: id })] : []
  return [write(instances, byLink), ...taken]
}
