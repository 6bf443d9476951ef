import type { ListedPromotion } from '../../../sdk/promotions.ts'
import { endOfPromotion } from '../../../sdk/trade-chain/promotion.ts'
import { familyWords, sideWords } from '../../market/trades/words.ts'
import { now } from '../../state/clock.ts'
import { say } from '../../state/settings.ts'
import { formatListed, formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { overWords, promotionWords } from './promotion-words.ts'

/** Which trades a promotion is for, in a few words. */
export const titleOfPromotion = ({ side, family, metal }: ListedPromotion): string =>
  `${say(sideWords[side])} ${metal ?? say(familyWords[family])}`

/** Whether a promotion earns something by now, and why not. */
export const PromotionPill = ({ promotion }: { promotion: ListedPromotion }) => {
  const over = endOfPromotion(promotion, now.value)
  return (
    <span class="pill" data-tone={over === undefined ? 'good' : undefined} data-over={over ?? 'open'}>
      {say(over === undefined ? promotionWords.open : overWords[over])}
    </span>
  )
}

/** How often a promotion was used, of how often it can be. */
export const usesOf = ({ used, usesMaximum }: ListedPromotion): string =>
  say(promotionWords.used)(formatQuantity(used, undefined), formatQuantity(usesMaximum, undefined))

/** A promotion in a list; it leads to its code. */
export const PromotionLine = ({ promotion }: { promotion: ListedPromotion }) => (
  <li data-promotion={promotion.promotion} data-state={promotion.status}>
    <a class="row" href={`#/promotions/${promotion.promotion}`}>
      <span class="row-main">
        <span class="row-title">{titleOfPromotion(promotion)}</span>
        <span class="row-note">
          {say(promotionWords.at)(nameOfOrganisation(promotion.institution))} · {usesOf(promotion)} ·{' '}
          {say(promotionWords.validUntil)} {formatListed(promotion.endedAt ?? promotion.validUntil)}
        </span>
      </span>
      <PromotionPill promotion={promotion} />
    </a>
  </li>
)
