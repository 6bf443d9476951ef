import type { Unit } from '../../../sdk/amount.ts'
import { familyWords, sideWords, tradeWords } from '../../market/trades/words.ts'
import { say } from '../../state/settings.ts'
import { costAtLimit, type TradeTexts, type TradeUnits } from '../../state/trades.ts'
import type { Review } from '../../state/use-act.ts'
import { formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { tradeFormWords } from './words.ts'

/** A unit as a price is said for it. */
export const nameOfUnit = (unit: Unit | undefined): string => {
  if (unit === undefined) return say(tradeWords.each)
  return /^10*$/.test(unit.basePerShown) ? unit.shownAs : unit.base
}

/** What was typed of a trade as somebody looks at it once more: what, for how much, where and at which price. */
export const saidReview = ({ typed, units }: { typed: TradeTexts; units: TradeUnits }): Review => {
  const { family, side, voucher, product, price, most } = typed
  const [cash, metal] = [units.cash, family === 'metal' ? units.metal : undefined]
  const shown = (text: string, unit: Unit | undefined) => `${text.trim()} ${nameOfUnit(unit)}`
  const what = family === 'metal' ? `${shown(typed.quantity, metal)} · ${voucher}` : `${typed.quantity} · ${product}`
  const cost = costAtLimit(typed, units)
  const atLimit = cost === undefined ? '' : formatQuantity(cost, cash)
  return {
    what: `${say(sideWords[side])} ${what}`,
    total: side === 'buy' ? [say(tradeWords.most), shown(most, cash)] : [say(tradeFormWords.atLimit), atLimit],
    lines: [
      [say(tradeWords.institution), nameOfOrganisation(typed.institution)],
      [say(tradeWords.family), say(familyWords[family])],
      [say(tradeFormWords.priceLabel)(nameOfUnit(metal)), shown(price, cash)],
      ...(side === 'buy' ? [[say(tradeFormWords.atLimit), atLimit] as const] : []),
    ],
  }
}
