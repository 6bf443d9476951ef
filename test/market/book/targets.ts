import {
  type Certificate,
  certificates,
  type Instance,
  instances,
} from '../../../chaincode/domains/certificates/tables.ts'
import type { Recommendation } from '../../../chaincode/domains/recommendations/tables.ts'
import type { RecommendationTarget } from '../../../chaincode/domains/recommendations/target.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { againstEnd, againstPass, type Given } from './certificates.ts'
import { isOffered } from './offered.ts'
import { reasons } from './ruling.ts'

/** As what a target is given, and by whom. */
export interface Giving {
  from: string
  gift: Given
  now: bigint
}

const isCopied = ({ form }: Instance, { exclusive }: Certificate): boolean => form === 'data' && !exclusive

/** What speaks against giving an instance that somebody has, to nobody in particular. */
const againstInstance = (
  book: Book,
  { target, certificate: id }: RecommendationTarget,
  { from, gift, now }: Giving,
): RefusalCode[] => {
  const instance = book.find(instances, target)
  if (instance === undefined) return ['unknown_instance']
  const certificate = book.find(certificates, instance.certificate) as Certificate
  return [
    ...reasons({
      target_unfit: instance.holder !== from || instance.certificate !== id,
      instance_state_forbids: instance.status !== 'held',
      instance_offered: instance.status === 'held' && isOffered(book, instance, now),
    }),
    ...againstEnd(book, certificate, now),
    ...againstPass(instance, gift),
  ]
}

const againstCertificate = (book: Book, id: string, { from, gift, now }: Giving): RefusalCode[] => {
  const certificate = book.find(certificates, id)
  if (certificate === undefined) return ['unknown_certificate']
  return [
    ...againstEnd(book, certificate, now),
    ...reasons({
      target_unfit: certificate.provider !== from,
      certificate_not_passable: gift.form === 'holding' && !certificate.passable,
      exclusive_given: certificate.given !== undefined,
    }),
  ]
}

const againstLink = (
  book: Book,
  { target, certificate: id = target }: RecommendationTarget,
  now: bigint,
): RefusalCode[] => {
  const certificate = book.find(certificates, id)
  if (certificate === undefined) return ['unknown_certificate']
  return againstEnd(book, certificate, now)
}

/** What speaks against giving a target: it is none of its giver's, or can no more be had. */
export const againstTarget = (book: Book, target: RecommendationTarget, giving: Giving): RefusalCode[] => {
  if (target.kind === 'goods' || target.kind === 'numbers')
    return reasons({ target_unfit: target.certificate !== undefined })
  if (target.kind === 'link') return againstLink(book, target, giving.now)
  return target.certificate === undefined
    ? againstCertificate(book, target.target, giving)
    : againstInstance(book, target, giving)
}

/** The certificate behind a target, where there is one. */
export const certificateOf = (
  book: Book,
  { target, certificate = target }: RecommendationTarget,
): Certificate | undefined => book.find(certificates, certificate)

/** The providers of what is recommended. */
export const providersOf = (book: Book, targets: readonly RecommendationTarget[]): string[] =>
  targets.flatMap((one) => certificateOf(book, one)?.provider ?? [])

/** As what a recommendation gives what it gives. */
export const giftOf = ({ form = 'holding', scope, endsAt }: Partial<Recommendation>, to: string): Given => ({
  ...{ to, form },
  ...(scope === undefined ? {} : { scope }),
  ...(endsAt === undefined ? {} : { endsAt: `${endsAt}` }),
})

export { isCopied }
