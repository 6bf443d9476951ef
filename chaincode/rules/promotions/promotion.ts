import { campaigns, type Promotion, promotions } from '../../domains/promotions/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { isPast, requirePast } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { requireLiveVoucher } from '../require.ts'
import { type Rule, type View, write } from '../rule.ts'
import { closedCampaign, requireCampaign, requireWindow } from './campaign.ts'

type Creating = Body<'promotion.create'>

/** The life of a promotion (decision 0053): a trade that was opened before its end still earns. */
export const promotionLifecycle: Lifecycle<Promotion['status'], 'end'> = { open: { end: 'ended' }, ended: {} }

/** The promotion; refuses `unknown_promotion`. */
export const requirePromotion = (view: View, promotion: string): Promotion => {
  const found = view.find(promotions, promotion)
  if (found === undefined) throw new Refusal('unknown_promotion', { promotion })
  return found
}

/** What the promoter is known by, and what is said of the trade; refuses `promotion_incomplete` with the part that is missing (S2-045). */
const requireParts = ({ authentication, terms, family, metal }: Creating) => {
  if (authentication === undefined) throw new Refusal('promotion_incomplete', { part: 'authentication' })
  const lacksMetal = family === 'metal' && metal === undefined
  if (terms === undefined || lacksMetal) throw new Refusal('promotion_incomplete', { part: 'trade' })
  return { authentication, terms }
}

/**
 * Refuses `promotion_terms_differ` for metal of another family, for a campaign of another institution, and for who pays that campaign's
 * rewards itself; `unknown_campaign`, and `campaign_state_forbids` for one that is closed.
 */
const requireFit = (view: View, { campaign, institution, family, metal }: Creating, promoter: string): void => {
  const found = requireCampaign(view, campaign)
  closedCampaign(found)
  const hasMore = family !== 'metal' && metal !== undefined
  const isOther = found.institution !== institution || found.executor === promoter
  if (hasMore || isOther) throw new Refusal('promotion_terms_differ', {})
}

/** Refuses `unknown_voucher`, `voucher_retired` and `not_a_metal`. */
const requireMetal = (view: View, metal: string | undefined) => {
  if (metal === undefined) return {}
  if (requireLiveVoucher(view, metal).product.type !== 'metal') throw new Refusal('not_a_metal', { voucher: metal })
  return { metal }
}

/**
 * A promoter says which trades it brings to a campaign, and by what it is known, of which the ledger has a salted digest alone (S2-045,
 * S2-054, SX-005). Refuses `promotion_incomplete`, `promotion_terms_differ`, `unknown_campaign`, `campaign_state_forbids`,
 * `unknown_voucher`, `voucher_retired`, `not_a_metal`, `deadline_in_past`, `window_too_long` and `window_empty`.
 */
export const createPromotion: Rule<'promotion.create'> = {
  reads: ({ body: { campaign, metal } }) => [
    ...[campaigns.key(campaign), ...(metal === undefined ? [] : [vouchers.key(metal)])],
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, id, sender: { participant: promoter, home: bank }, view, facts }) => {
    const { authentication, terms } = requireParts(body)
    requireFit(view, body, promoter)
    const metal = requireMetal(view, body.metal)
    const { until: validUntil, ...from } = requireWindow({ opensAt: body.opensAt, until: body.validUntil }, facts)
    const { campaign, institution, family, side, whenOver } = body
    const promotion: Promotion = {
      ...{ promotion: id, promoter, bank, campaign, institution, family, side, ...metal, terms, authentication },
      ...{ ...from, validUntil, usesMaximum: BigInt(body.usesMaximum), used: 0n, whenOver },
      ...{ createdAt: facts.now, status: 'open' },
    }
    return {
      effects: { promotion: id, campaign, institution, status: promotion.status },
      writes: [write(promotions, promotion)],
    }
  },
}

/**
 * Ends a promotion: what is opened from now on earns nothing by it. Its promoter may at any time, anybody behind its end, which this never
 * moves. Refuses `unknown_promotion`, `promotion_state_forbids` and `deadline_not_passed`.
 */
export const endPromotion: Rule<'promotion.end'> = {
  reads: ({ body }) => [promotions.key(body.promotion)],
  home: ({ body }, view) => view.find(promotions, body.promotion)?.bank,
  organisations: ({ body }, view) => [view.find(promotions, body.promotion)?.bank],
  decide: ({ body: { promotion }, sender, view, facts }) => {
    const before = requirePromotion(view, promotion)
    const status = next(promotionLifecycle, before.status, 'end')
    if (status === undefined) throw new Refusal('promotion_state_forbids', { promotion, status: before.status })
    const { promoter, validUntil } = before
    if (promoter !== sender.participant) requirePast(validUntil, facts)
    const endedAt = isPast(validUntil, facts) ? validUntil : facts.now
    return { effects: { promotion, status }, writes: [write(promotions, { ...before, status, endedAt })] }
  },
}
