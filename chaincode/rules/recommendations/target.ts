import {
  type Certificate,
  certificates,
  type Instance,
  instances,
  providers,
  titles,
} from '../../domains/certificates/tables.ts'
import type { InstanceForm } from '../../domains/certificates/terms.ts'
import type { RecommendationTarget } from '../../domains/recommendations/target.ts'
import type { Account } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireNotGiven, requirePassable, requireReceiver, termsOf } from '../certificates/giving.ts'
import { keysOfInstance, requireHeld, requireInstance } from '../certificates/instance-life.ts'
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

/** The certificate of a target; of what is no certificate, nothing has the name. */
const certificateOf = ({ target, certificate = target }: RecommendationTarget): string => certificate

/** True where the target is an instance that is handed on, and not a certificate that its provider hands out. */
export const isInstance = ({ kind, certificate }: RecommendationTarget): boolean =>
  kind === 'certificate' && certificate !== undefined

/** The keys of the rows that each target stands on, besides its own: provider, and whether it is offered already. */
export const keysOfTargets = (view: View, targets: readonly RecommendationTarget[]): string[] =>
  targets.flatMap((one) => {
    if (isInstance(one)) return keysOfInstance(view, one.target)
    const provider = view.find(certificates, certificateOf(one))?.provider
    return provider === undefined ? [] : [providers.key(provider)]
  })

/** The live certificate that is the sender's own to hand out, and nobody's alone; refuses `unknown_certificate`, `target_unfit` (S3-010), and as `requireLive`. */
const requireOwn = ({ view, facts, sender }: Looking, id: string): Certificate => {
  const certificate = requireCertificate(view, id)
  if (certificate.provider !== sender.participant) throw new Refusal('target_unfit', { target: id })
  requireLive(view, certificate, facts)
  requireNotGiven(certificate)
  return certificate
}

/** The instance that is the sender's to hand on; refuses `unknown_instance`, `target_unfit`, `instance_state_forbids`, `instance_offered`. */
const requireFree = ({ view, facts, sender }: Looking, { target, certificate }: RecommendationTarget): Instance => {
  const { holder, certificate: of } = requireInstance(view, target)
  if (holder !== sender.participant || of !== certificate) throw new Refusal('target_unfit', { target })
  const instance = requireHeld(view, target, sender)
  requireNotOffered(view, instance, facts)
  return instance
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
  const from = requireFree(looking, one)
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
 * `unknown_certificate`, `unknown_instance`, and what stands in the way of handing it out or on.
 */
export const requireTargets = (
  looking: Looking,
  { targets, ...as }: DeliveredAs & { targets: readonly RecommendationTarget[] },
): void => {
  const twice = targets.find(({ target }, place) => targets.findIndex((one) => one.target === target) !== place)
  if (twice !== undefined) throw new Refusal('target_unfit', { target: twice.target })
  for (const one of targets) requireTarget(looking, one, as)
}

/** True while this receiver can be given a target: an instance that is held and free, a certificate that counts and is nobody's alone (S3-044). */
export const canBeHad = (
  looking: Looking,
  one: RecommendationTarget,
  { to, ...as }: DeliveredAs & { to: string },
): boolean => {
  try {
    requireTarget(looking, one, as)
    if (one.kind !== 'certificate') return true
    const certificate = requireCertificate(looking.view, certificateOf(one))
    requireReceiver(looking.view, certificate, { ...givenAs(as, one.target), to })
    return true
  } catch (error) {
    /* c8 ignore next -- what stands in the way is a refusal; a fault of its own must not become a missing target */
    if (!(error instanceof Refusal)) throw error
    return false
  }
}

/** The keys of the certificates and instances that targets name. */
export const rowsOfTargets = (targets: readonly RecommendationTarget[]): string[] =>
  targets.flatMap((one) => [
    certificates.key(certificateOf(one)),
    ...(isInstance(one) ? [instances.key(one.target)] : []),
  ])

/** The keys of the titles that a receiver may have to the certificates that targets name. */
export const titlesOfTargets = (targets: readonly RecommendationTarget[], holder: string): string[] =>
  targets.filter(({ kind }) => kind === 'certificate').map((one) => titles.key(certificateOf(one), holder))
