import { type Instance, instances } from '../../domains/certificates/tables.ts'
import { demandAnswers, demands } from '../../domains/matching/tables.ts'
import { deliveries } from '../../domains/recommendations/tables.ts'
import { Refusal } from '../../refusal.ts'
import { isPast } from '../deadline.ts'
import type { Facts, View } from '../rule.ts'

/** The keys of the rows that say whether an instance is still offered; none for one that is not, or that was not read. */
export const keysOfOffer = (view: View, id: string): string[] => {
  const instance = view.find(instances, id)
  if (instance?.offered === undefined) return []
  const { of, subject, to } = instance.offered
  if (of === 'recommendation') return [deliveries.key(subject, to)]
  return [demands.key(subject), demandAnswers.key(subject, instance.holder)]
}

const stillStands = (view: View, { holder }: Instance, { of, subject, to }: NonNullable<Instance['offered']>) =>
  of === 'demand'
    ? view.find(demands, subject)?.status === 'open' && view.find(demandAnswers, subject, holder)?.status === 'offered'
    : view.find(deliveries, subject, to)?.status === 'delivered'

/**
 * Refuses `instance_offered` while somebody may still accept what was offered or delivered: rejected, expired, withdrawn and not chosen
 * are seen here, without a step that frees it (decision 0044). The rows of `keysOfOffer` must have been read.
 */
export const requireNotOffered = (view: View, instance: Instance, facts: Facts): void => {
  const { offered } = instance
  if (offered === undefined || isPast(offered.until, facts) || !stillStands(view, instance, offered)) return
  throw new Refusal('instance_offered', { instance: instance.instance })
}
