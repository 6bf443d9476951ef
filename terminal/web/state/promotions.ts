import type { endings } from '../../../chaincode/domains/promotions/terms.ts'
import { isAuthentication } from '../../../chaincode/wire/authentication.ts'
import type { AuthenticationType } from '../../../chaincode/wire/authentication-types.ts'
import type { ListedCampaign, ListedPromotion } from '../../sdk/promotions.ts'
import type { WantedTrade } from '../../sdk/trade-chain/open-chain.ts'
import {
  endOfPromotion,
  markOfPromotion,
  type ScannedPromotion,
  tradeOfPromotion,
  type WantedPromotion,
} from '../../sdk/trade-chain/promotion.ts'
import { campaignStanding } from './campaigns.ts'
import { hoursBehind, saidIn, startingTrade, type TradeTexts, type TradeUnits } from './trades.ts'

/** What becomes of a trade whose promotion is over. */
export type Ending = (typeof endings)[number]

/** What a promotion's form holds, as it is typed: a trade, and how it is promoted; `hours` is how long it is good. */
export interface PromotionTexts extends TradeTexts {
  campaign: string
  uses: string
  whenOver: Ending
}

/** What stands in the form before anything is typed. */
export const startingPromotion: PromotionTexts = {
  ...startingTrade,
  ...{ hours: '168', campaign: '', uses: '100', whenOver: 'goes-on' },
}

/** Those campaigns of which a trade that is opened at a moment in UTC milliseconds earns something. */
export const campaignsUnderWay = (campaigns: readonly ListedCampaign[], now: number): ListedCampaign[] =>
  campaigns.filter((campaign) => campaignStanding(campaign, now) === 'under-way')

/** The campaign that counts: the one that was chosen, else the first that there is. */
export const campaignChosen = (campaigns: readonly ListedCampaign[], chosen: string): ListedCampaign | undefined =>
  campaigns.find(({ campaign }) => campaign === chosen) ?? campaigns[0]

/** By what a promotion is known, as its bank takes it. */
export type Authentication = NonNullable<WantedPromotion['authentication']>

/** True for what is typed, and is no file. */
export const isTyped = (type: AuthenticationType): type is 'digits' | 'text' => type === 'digits' || type === 'text'

/** What authenticates a promotion: a file, or what was typed. Undefined while it is not what its own bytes must be (S2-046 to S2-050). */
export const authenticationIn = ({
  type,
  text,
  file,
}: {
  type: AuthenticationType
  text: string
  file: Uint8Array<ArrayBuffer> | undefined
}): Authentication | undefined => {
  const bytes = isTyped(type) ? new TextEncoder().encode(text) : file
  return bytes !== undefined && isAuthentication(type, bytes) ? { type, bytes } : undefined
}

/** What was typed as the SDK takes it, from `now` on in milliseconds (S2-045); undefined while a part of it is none. */
export const promotionIn = (
  typed: PromotionTexts,
  { units, now, authentication }: { units: TradeUnits; now: number; authentication: Authentication | undefined },
): WantedPromotion | undefined => {
  const said = saidIn(typed, units)
  if (said === undefined || authentication === undefined) return undefined
  const { campaign, institution, family, side, uses: usesMaximum, whenOver, cash } = typed
  const { metal, cashMaximum } = said.body
  return {
    body: {
      ...{ campaign, institution, family, side, usesMaximum, whenOver, validUntil: hoursBehind(now, typed.hours) },
      ...(metal === undefined ? {} : { metal: metal.voucher }),
    },
    terms: { cash, ...said.trade, ...(cashMaximum === undefined ? {} : { cashMaximum }) },
    authentication,
  }
}

/** What becomes of a trade by a promotion: it carries its mark, it goes on without, or there is none (S2-053). */
export const fateOf = (promotion: ListedPromotion, now: number): 'marked' | 'unmarked' | 'stopped' => {
  if (endOfPromotion(promotion, now) === undefined) return 'marked'
  return promotion.whenOver === 'goes-on' ? 'unmarked' : 'stopped'
}

/** What a promoted trade is made with beside its code. */
interface By {
  /** The text of the code. */
  text: string
  identity: WantedTrade['confidential']['identity']
  hours: string
  now: number
}

/** The trade of a code that was scanned, with its mark while the promotion is open; undefined for one that stops once it is over. */
export const promotedTrade = (
  scanned: ScannedPromotion,
  { text, identity, hours, now }: By,
): WantedTrade | undefined => {
  const { code, promotion } = scanned
  const fate = fateOf(promotion, now)
  if (fate === 'stopped') return undefined
  const { body, trade } = tradeOfPromotion(scanned)
  const mark = fate === 'marked' ? markOfPromotion({ code, promotion }, text) : {}
  return { body: { ...body, expiresAt: hoursBehind(now, hours) }, confidential: { identity, trade, ...mark } }
}
