import { digestOfTerms, readPromotionCode } from '../chaincode/wire/promotion-code.ts'
import type { ReceivedTrade } from './conditions.ts'

/** The promotion that a trade came by, as its mark says and its bank. */
export interface Marked {
  promotion: string
  /** The digest of the terms in the mark, which must be the promotion's own. */
  terms: string
  trader: 'same' | 'other'
}

/**
 * The promotion in the mark of a trade (S2-055); `none` where there is no mark, and `malformed` for one that is no code of this ledger's, which
 * counts as none and stops nothing. A bank that says nothing of client and promoter knows of nothing that they have in common.
 */
export const markOf = ({ first, second }: ReceivedTrade, ledger: string): Marked | 'none' | 'malformed' => {
  const { mark } = first.confidential
  if (mark === undefined) return 'none'
  const code = readPromotionCode(mark)
  if (code === undefined || code.ledger !== ledger) return 'malformed'
  const { trader = 'other' } = second.confidential
  return { promotion: code.promotion, terms: digestOfTerms(code.terms), trader }
}
