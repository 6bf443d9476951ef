import { z } from 'zod'
import { kinds } from '../../../../chaincode/vocabulary.ts'
import { countOrZero, quantity } from '../../../../chaincode/wire/identifiers.ts'
import { deskWords } from '../../dictionary/desk.ts'
import type { FieldRule } from '../../state/use-fields.ts'
import { amountRule, feeRule, voucherRule, wholeNumberRule } from '../../words/desk-rules.ts'
import { type IssueChoices, type IssueTexts, unitTyped } from './issue-body.ts'
import { issuerWords } from './words.ts'

const { name, unit } = kinds['voucher.issue'].body.shape

/** A count of base units that may be nothing. */
const countRule: FieldRule = { shape: countOrZero, words: deskWords.countWrong }
/** A positive count of base units. */
const positiveRule: FieldRule = { shape: quantity, words: deskWords.positiveWrong }
export const nameRule: FieldRule = { shape: name, words: deskWords.nameWrong }

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
  basePerShown: { shape: unit.shape.basePerShown, words: deskWords.positiveWrong },
  quantity: amountRule(unitTyped(texts)),
  ...(choices.product === 'metal'
    ? { fineness: wholeNumberRule(issuerWords.finenessWrong, 1, 10_000) }
    : { currency: { shape: z.string().regex(/^[A-Z]{3}$/), words: issuerWords.currencyHint } }),
  ...(choices.isTraded ? tradeRules : {}),
})
