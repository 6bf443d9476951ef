import { type Instance, instances } from '../../../chaincode/domains/certificates/tables.ts'
import { demandAnswers, demands } from '../../../chaincode/domains/matching/tables.ts'
import { deliveries } from '../../../chaincode/domains/recommendations/tables.ts'
import type { Book } from './book.ts'

/** Whether somebody may still accept this of a holder: then nothing else can be done with it (decisions 0044 and 0045). */
export const isOffered = (book: Book, { offered, holder, instance }: Instance, now: bigint): boolean => {
  if (offered === undefined || now > offered.until) return false
  const { of, subject, to } = offered
  if (of === 'recommendation') return book.find(deliveries, subject, to)?.status === 'delivered'
  const answer = book.find(demandAnswers, subject, holder)
  const stands = answer?.status === 'offered' && answer.instance === instance
  return stands && book.find(demands, subject)?.status === 'open'
}

/** Writes down to whom something is offered, in place of whatever it was offered before. */
export const offer = (book: Book, instance: Instance, offered: NonNullable<Instance['offered']>): void =>
  book.put(instances, { ...instance, offered })
