import { z } from 'zod'
import { kinds } from '../../../../chaincode/vocabulary.ts'
import { countOrZero, quantity } from '../../../../chaincode/wire/identifiers.ts'
import { issuerWords } from '../../dictionary/issuer-desk.ts'
import { amountRule, voucherRule, wholeNumberRule } from '../../state/desk-rules.ts'
import { partsPerMillion } from '../../state/rate.ts'
import type { FieldRule } from '../../state/use-fields.ts'
import { type IssueChoices, type IssueTexts, unitTyped } from './issue-body.ts'

const { name, unit } = kinds['voucher.issue'].body.shape

/** A fee in per cent, up to one half. */
export const feeRule: FieldRule = {
  shape: z.string().refine((text) => partsPerMillion(text) !== undefined),
  words: issuerWords.feeWrong,
}
/** A count of base units that may be nothing. */
const countRule: FieldRule = { shape: countOrZero, words: issuerWords.countWrong }
/** A positive count of base units. */
const positiveRule: FieldRule = { shape: quantity, words: issuerWords.positiveWrong }
export const nameRule: FieldRule = { shape: name, words: issuerWords.nameWrong }

/** What each field of trade terms must be. */
export const tradeRules = {
  cash: voucherRule,
  priceScale: positiveRule,
  feeBuy: feeRule,
  feeSell: feeRule,
  feeMinimum: countRule,
}

/** What each field of a new series must be, given what is chosen. */
export const issueRules = (
  choices: Pick<IssueChoices, 'product' | 'isTraded'>,
  texts: Pick<IssueTexts, 'shownAs' | 'base' | 'basePerShown'>,
): { readonly [N in keyof IssueTexts]?: FieldRule } => ({
  voucher: voucherRule,
  name: nameRule,
  shownAs: { shape: unit.shape.shownAs, words: issuerWords.unitShownHint },
  base: { shape: unit.shape.base, words: issuerWords.unitBaseHint },
  basePerShown: { shape: unit.shape.basePerShown, words: issuerWords.positiveWrong },
  quantity: amountRule(unitTyped(texts)),
  ...(choices.product === 'metal'
    ? { fineness: wholeNumberRule(issuerWords.finenessWrong, 1, 10_000) }
    : { currency: { shape: z.string().regex(/^[A-Z]{3}$/), words: issuerWords.currencyHint } }),
  ...(choices.isTraded ? tradeRules : {}),
})
