import type { Kind } from '../../../chaincode/vocabulary.ts'
import { cashKindWords, kindWords } from '../dictionary/kinds.ts'
import { acceptedCashWords, acceptedWords, noticeWords } from '../dictionary/notices.ts'
import { say } from '../state/settings.ts'
import { voucherOf } from '../state/vouchers.ts'

const isCash = (voucher: string | undefined): boolean =>
  voucher !== undefined && voucherOf(voucher)?.product?.type === 'currency'

/** What a kind of instruction is called, which for cash may be another word; the kind itself where it has no name. */
export const nameOfKind = (kind: string, voucher: string | undefined): string => {
  const ofCash = isCash(voucher) ? cashKindWords[kind] : undefined
  if (ofCash !== undefined) return say(ofCash)
  return Object.hasOwn(kindWords, kind) ? say(kindWords[kind as Kind]) : kind
}

/** What is said of an instruction of this kind that the ledger has accepted. */
export const acceptedText = (kind: string, voucher: string | undefined): string =>
  say((isCash(voucher) ? acceptedCashWords[kind] : undefined) ?? acceptedWords[kind] ?? noticeWords.accepted)
