import { type Instance, instances } from '../../domains/certificates/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Facts, Rule, View } from '../rule.ts'
import { keysOfInstance, requireForm, requireHeld, requireTerm } from './instance-life.ts'
import { requireCertificate, requireLive } from './live-certificate.ts'
import { requireNotOffered } from './offered.ts'

/** Refuses `licence_ended` and `use_not_licensed` where a licence does not cover this use now (S1-023). */
const requireLicensed = (instance: Instance, use: string, facts: Facts): void => {
  requireTerm(instance, facts)
  if (instance.scope?.includes(use) !== false) return
  throw new Refusal('use_not_licensed', { instance: instance.instance, use })
}

/**
 * Refuses a use that what one has does not allow now: a certificate that does not count, `form_forbids` for what is to hand on only,
 * `licence_ended`, `use_not_licensed`. The rows of the certificate and the provider must have been read.
 */
export const requireUse = (view: View, instance: Instance, { use, facts }: { use: string; facts: Facts }): void => {
  requireLive(view, requireCertificate(view, instance.certificate), facts)
  requireForm(instance, ['data', 'ownership', 'licence'])
  requireLicensed(instance, use, facts)
}

/**
 * Says on the ledger that one uses what one has of a certificate: each use stands in its block and writes nothing. Refuses who has it to
 * hand it on only, a use that a licence does not cover, and `instance_offered`.
 */
export const useInstance: Rule<'instance.use'> = {
  reads: ({ body }) => [instances.key(body.instance)],
  readsThen: ({ body }, view) => keysOfInstance(view, body.instance),
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view, facts }) => {
    const instance = requireHeld(view, body.instance, sender)
    requireNotOffered(view, instance, facts)
    requireUse(view, instance, { use: body.use, facts })
    const { certificate } = instance
    return { effects: { certificate, instance: body.instance, use: body.use } }
  },
}
