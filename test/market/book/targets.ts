import { type Certificate, certificates, instances } from '../../../chaincode/domains/certificates/tables.ts'
import type { Recommendation } from '../../../chaincode/domains/recommendations/tables.ts'
import type { RecommendationTarget } from '../../../chaincode/domains/recommendations/target.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { againstEnd, againstHolder, againstPass, againstTerms, type Given } from './certificates.ts'
import { isOffered } from './offered.ts'
import { reasons } from './ruling.ts'

/** As what a target is given, by whom, and when. */
export interface Giving {
  from: string
  as: Pick<Recommendation, 'form' | 'scope' | 'endsAt'>
  now: bigint
}

/** What somebody is to have of a certificate that is recommended; nothing where no form is said. */
export const giftOf = ({ form, scope, endsAt }: Giving['as'], to: string): Given | undefined => {
  if (form === undefined) return undefined
  const terms = { ...(scope && { scope }), ...(endsAt !== undefined && { endsAt: `${endsAt}` }) }
  return { to, form, ...terms }
}

/** What speaks against giving an instance that somebody has, to nobody in particular. */
const againstInstance = (
  book: Book,
  { target, certificate: id }: RecommendationTarget,
  { from, gift, now }: { from: string; gift: Given; now: bigint },
): RefusalCode[] => {
  const instance = book.find(instances, target)
  if (instance === undefined) return ['unknown_instance']
  const certificate = book.find(certificates, instance.certificate) as Certificate
  return [
    ...againstHolder(instance, from),
    ...reasons({
      target_unfit: instance.certificate !== id,
      instance_offered: instance.status === 'held' && isOffered(book, instance, now),
    }),
    ...[...againstEnd(book, certificate, now), ...againstPass(instance, gift)],
  ]
}

const againstCertificate = (
  book: Book,
  id: string,
  { from, gift, now }: { from: string; gift: Given; now: bigint },
): RefusalCode[] => {
  const certificate = book.find(certificates, id)
  if (certificate === undefined) return ['unknown_certificate']
  return [
    ...againstEnd(book, certificate, now),
    ...reasons({
      not_a_party: certificate.provider !== from,
      certificate_not_passable: gift.form === 'holding' && !certificate.passable,
    }),
  ]
}

const againstLink = (book: Book, id: string | undefined, now: bigint): RefusalCode[] => {
  if (id === undefined) return ['target_unfit']
  const certificate = book.find(certificates, id)
  return certificate === undefined ? ['unknown_certificate'] : againstEnd(book, certificate, now)
}

/** What speaks against recommending a target: it is none of its giver's, or cannot be had as is said. */
export const againstTarget = (book: Book, one: RecommendationTarget, { from, as, now }: Giving): RefusalCode[] => {
  const { kind, target, certificate } = one
  if (kind === 'link') return againstLink(book, certificate, now)
  if (kind !== 'certificate') return reasons({ target_unfit: certificate !== undefined })
  const gift = giftOf(as, '')
  if (gift === undefined) return ['target_unfit']
  const giving = { from, gift, now }
  const given =
    certificate === undefined ? againstCertificate(book, target, giving) : againstInstance(book, one, giving)
  return [...given, ...againstTerms(gift, now)]
}

/** Whether a target can be had: nothing speaks against it, and nobody has the only one of an exclusive certificate. */
export const canBeHad = (book: Book, one: RecommendationTarget, giving: Giving): boolean => {
  const isIssued = one.kind === 'certificate' && one.certificate === undefined
  const given = isIssued ? book.find(certificates, one.target)?.given : undefined
  return given === undefined && againstTarget(book, one, giving).length === 0
}

/** The certificate behind a target, where there is one. */
export const certificateOf = (
  book: Book,
  { target, certificate = target }: RecommendationTarget,
): Certificate | undefined => book.find(certificates, certificate)

/** The providers of what is recommended. */
export const providersOf = (book: Book, targets: readonly RecommendationTarget[]): string[] =>
  targets.flatMap((one) => certificateOf(book, one)?.provider ?? [])
