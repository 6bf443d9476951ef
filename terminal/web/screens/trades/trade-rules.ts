import { z } from 'zod'
import { productName } from '../../../../chaincode/domains/trade-chain/terms.ts'
import type { Phrase } from '../../dictionary/phrase.ts'
import { identityHints } from '../../market/trades/words.ts'
import {
  countOf,
  type IdentityType,
  isIdentity,
  limitPriceOf,
  type TradeTexts,
  type TradeUnits,
} from '../../state/trades.ts'
import type { FieldRule } from '../../state/use-fields.ts'
import { quantityRule } from '../../words/field-rules.ts'
import { formatQuantity } from '../../words/format.ts'
import { availableOf, type Tradable } from './tradable.ts'
import { tradeFormWords } from './words.ts'

type Rules = { [N in keyof TradeTexts]?: FieldRule }

const both = (words: Phrase<(value: string) => string>, values: (language: 'zh' | 'en') => string): Phrase => ({
  zh: words.zh(values('zh')),
  en: words.en(values('en')),
})

const priceRule = ({ cash }: TradeUnits): FieldRule => ({
  shape: z.string().refine((price) => limitPriceOf(price, cash) !== undefined),
  words: tradeFormWords.priceWrong,
})

const metalRule = ({ side, voucher }: TradeTexts, { metal }: TradeUnits, tradable: Tradable | undefined): Rules => {
  if (metal === undefined) return {}
  const show = (quantity: string) => formatQuantity(quantity, metal)
  return {
    quantity: quantityRule(
      metal,
      side === 'sell' && tradable !== undefined ? { maximum: availableOf(tradable, voucher), show } : {},
    ),
  }
}

const productRules: Rules = {
  product: { shape: productName, words: tradeFormWords.productHint },
  quantity: { shape: z.string().refine((typed) => countOf(typed) !== undefined), words: tradeFormWords.countWrong },
}

const mostRule = ({ side, cash: code }: TradeTexts, { cash }: TradeUnits, tradable: Tradable | undefined): Rules => {
  if (side === 'sell' || cash === undefined) return {}
  const show = (quantity: string) => formatQuantity(quantity, cash)
  return { most: quantityRule(cash, tradable === undefined ? {} : { maximum: availableOf(tradable, code), show }) }
}

/**
 * What each field of a trade must be, before anything is signed: what one has not is neither sold nor paid, where it
 * is known what one has.
 */
export const tradeRules = (typed: TradeTexts, units: TradeUnits, tradable: Tradable | undefined): Rules => ({
  ...(typed.family === 'metal' ? metalRule(typed, units, tradable) : productRules),
  price: priceRule(units),
  ...mostRule(typed, units, tradable),
})

/** What is typed must look like an identity of the type that was chosen. */
export const identityRules = ({ type }: { type: string }): { value: FieldRule } => ({
  value: {
    shape: z.string().refine((value) => isIdentity(type as IdentityType, value)),
    words: both(tradeFormWords.identityWrong, (language) => identityHints[type as IdentityType][language]),
  },
})
