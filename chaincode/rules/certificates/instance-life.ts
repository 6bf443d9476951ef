import { certificates, type Instance, instances, providers } from '../../domains/certificates/tables.ts'
import type { InstanceForm } from '../../domains/certificates/terms.ts'
import type { Account } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { isPast } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import type { Facts, View } from '../rule.ts'
import { keysOfOffer } from './offered.ts'

export type InstanceEvent = 'pass-on' | 'consume'

/** The life of what somebody has of a certificate: whoever hands it on or orders with it has it no more. */
export const instanceLifecycle: Lifecycle<Instance['status'], InstanceEvent> = {
  held: { 'pass-on': 'passed', consume: 'consumed' },
  passed: {},
  consumed: {},
}

/** The instance; refuses `unknown_instance`. */
export const requireInstance = (view: View, id: string): Instance => {
  const instance = view.find(instances, id)
  if (instance === undefined) throw new Refusal('unknown_instance', { instance: id })
  return instance
}

/** The instance after an event; refuses `instance_state_forbids` for one that was handed on or used up. */
export const after = (instance: Instance, event: InstanceEvent): Instance => {
  const status = next(instanceLifecycle, instance.status, event)
  if (status !== undefined) return { ...instance, status }
  throw new Refusal('instance_state_forbids', { instance: instance.instance, status: instance.status })
}

/** The instance that the sender has now; refuses `unknown_instance`, `not_a_party`, `instance_state_forbids`. */
export const requireHeld = (view: View, id: string, sender: Pick<Account, 'participant'>): Instance => {
  const instance = requireInstance(view, id)
  if (instance.holder !== sender.participant) throw new Refusal('not_a_party', { instance: id })
  after(instance, 'consume')
  return instance
}

/** The instance as an order leaves it; refuses `instance_state_forbids`, so that it is used up once (S1-045). */
export const consumed = (instance: Instance): Instance => after(instance, 'consume')

/** Refuses `form_forbids` unless what the sender has is of one of these forms. */
export const requireForm = ({ instance, form }: Instance, forms: readonly InstanceForm[]): void => {
  if (!forms.includes(form)) throw new Refusal('form_forbids', { instance, form })
}

/** Refuses `licence_ended` once a licence's term is over. */
export const requireTerm = ({ instance, endsAt }: Instance, facts: Facts): void => {
  if (endsAt === undefined || !isPast(endsAt, facts)) return
  throw new Refusal('licence_ended', { instance, endsAt: endsAt.toString() })
}

/** The keys of the certificate, the provider and an offer of an instance, which every step of it reads. */
export const keysOfInstance = (view: View, id: string): string[] => {
  const instance = view.find(instances, id)
  if (instance === undefined) return []
  return [certificates.key(instance.certificate), providers.key(instance.provider), ...keysOfOffer(view, id)]
}
