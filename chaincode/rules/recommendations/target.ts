import { type Certificate, certificates, instances, providers } from '../../domains/certificates/tables.ts'
import type { InstanceForm } from '../../domains/certificates/terms.ts'
import type { RecommendationTarget } from '../../domains/recommendations/target.ts'
import type { Account } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requirePassable, termsOf } from '../certificates/giving.ts'
import { keysOfInstance, requireHeld } from '../certificates/instance-life.ts'
import { requireCertificate, requireLive } from '../certificates/live-certificate.ts'
import { requireNotOffered } from '../certificates/offered.ts'
import { requireMayPass } from '../certificates/passing.ts'
import type { Facts, View } from '../rule.ts'

/** As what a certificate is delivered, as a recommendation says it. */
export interface DeliveredAs {
  form?: InstanceForm | undefined
  scope?: string[] | undefined
  endsAt?: string | undefined
}

interface Looking {
  view: View
  facts: Facts
  sender: Pick<Account, 'participant'>
}

/** True where the target is an instance that is handed on, and not a certificate that its provider hands out. */
export const isInstance = ({ kind, certificate }: RecommendationTarget): boolean =>
  kind === 'certificate' && certificate !== undefined

/** The keys of the rows that each target stands on, besides its own: provider, and whether it is offered already. */
export const keysOfTargets = (view: View, targets: readonly RecommendationTarget[]): string[] =>
  targets.flatMap((one) => {
    if (isInstance(one)) return keysOfInstance(view, one.target)
    const provider = view.find(certificates, one.certificate ?? one.target)?.provider
    return provider === undefined ? [] : [providers.key(provider)]
  })

/** The live certificate that is the sender's own to hand out; refuses `unknown_certificate`, `not_a_party`, and as `requireLive`. */
const requireOwn = ({ view, facts, sender }: Looking, id: string): Certificate => {
  const certificate = requireCertificate(view, id)
  if (certificate.provider !== sender.participant) throw new Refusal('not_a_party', { certificate: id })
  requireLive(view, certificate, facts)
  return certificate
}

/** How a certificate is delivered, with its form; refuses `target_unfit` where none is said. */
export const givenAs = ({ form, scope, endsAt }: DeliveredAs, target: string) => {
  if (form === undefined) throw new Refusal('target_unfit', { target })
  return {
    form,
    ...(scope === undefined ? {} : { scope }),
    ...(endsAt === undefined ? {} : { endsAt }),
  }
}

const requireCertificateTarget = (looking: Looking, one: RecommendationTarget, as: DeliveredAs): void => {
  const { view, facts, sender } = looking
  const given = givenAs(as, one.target)
  const terms = termsOf({ ...given, to: sender.participant }, facts)
  if (!isInstance(one)) {
    requirePassable(requireOwn(looking, one.target), given.form)
    return
  }
  const from = requireHeld(view, one.target, sender)
  if (from.certificate !== one.certificate) throw new Refusal('target_unfit', { target: one.target })
  requireNotOffered(view, from, facts)
  requireLive(view, requireCertificate(view, from.certificate), facts)
  requireMayPass(from, terms)
}

const requireTarget = (looking: Looking, one: RecommendationTarget, as: DeliveredAs): void => {
  const { kind, target, certificate } = one
  if (kind === 'certificate') {
    requireCertificateTarget(looking, one, as)
    return
  }
  // The page of a link is its provider's; what lies off the ledger names nothing else.
  if ((kind === 'link') !== (certificate !== undefined)) throw new Refusal('target_unfit', { target })
  if (certificate !== undefined) requireLive(looking.view, requireCertificate(looking.view, certificate), looking.facts)
}

/**
 * What is recommended is the sender's to give: a live certificate that it issued, an instance that it may hand on as is said, a link to a
 * live certificate's page, or content off the ledger (S3-010, S3-051, S3-055, S3-056, S3-063, S3-064). Refuses `target_unfit`,
 * `unknown_certificate`, `unknown_instance`, `not_a_party`, and what stands in the way of handing it out or on.
 */
export const requireTargets = (
  looking: Looking,
  { targets, ...as }: DeliveredAs & { targets: readonly RecommendationTarget[] },
): void => {
  const twice = targets.find(({ target }, place) => targets.findIndex((one) => one.target === target) !== place)
  if (twice !== undefined) throw new Refusal('target_unfit', { target: twice.target })
  for (const one of targets) requireTarget(looking, one, as)
}

/** True while a target can be had: an instance that is held and free, a certificate that counts and is nobody's alone. */
export const canBeHad = (looking: Looking, one: RecommendationTarget, as: DeliveredAs): boolean => {
  try {
    requireTarget(looking, one, as)
    const found = isInstance(one) ? undefined : looking.view.find(certificates, one.target)
    return found?.given === undefined
  } catch (error) {
    /* c8 ignore next -- what stands in the way is a refusal; a fault of its own must not become a missing target */
    if (!(error instanceof Refusal)) throw error
    return false
  }
}

/** The keys of the certificates and instances that targets name. */
export const rowsOfTargets = (targets: readonly RecommendationTarget[]): string[] =>
  targets.flatMap(({ target, certificate }) => [certificates.key(certificate ?? target), instances.key(target)])

/** The providers of the certificates that targets name: none of them is asked for what is its own. */
export const providersOf = (view: View, targets: readonly RecommendationTarget[]): string[] =>
  targets.flatMap(({ target, certificate }) => {
    const provider = view.find(certificates, certificate ?? target)?.provider
    return provider === undefined ? [] : [provider]
  })
