import { z } from 'zod'
import { authenticationTypes } from '../../wire/authentication-types.ts'
import { confidentialDigest } from '../../wire/confidential.ts'
import { instructionIdName, moment, organisationId, quantity, voucherCode } from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
import { productFamilies } from '../trade-chain/terms.ts'
import { endings, milliseconds, rewardLegs, rewardRules, times, traders } from './terms.ts'

const campaign = z.strictObject({ campaign: instructionIdName })
const promotion = z.strictObject({ promotion: instructionIdName })
const reward = z.strictObject({ chain: instructionIdName, leg: z.enum(rewardLegs) })
const freed = ['freed', 'reservedVoucher'] as const
const tellsReward = ['amount', 'cash', 'chain', 'leg', 'receiver', 'status'] as const

/** Who brings a trade to an institution is rewarded for it, once (decision 0053). */
export const promotionKinds = {
  'campaign.open': kind({
    body: z.strictObject({
      cash: voucherCode,
      pays: z.enum(rewardRules),
      traderReward: quantity.optional(),
      promoterReward: quantity.optional(),
      budget: quantity,
      /** How many rewards one promoter can earn in it. */
      promoterMaximum: times,
      /** How long a reward waits behind its judgement. */
      holdMilliseconds: milliseconds,
      opensAt: moment,
      closesAt: moment,
    }),
    roles: ['executor'],
    effects: ['campaign', 'institution', 'reserved', 'reservedVoucher', 'status'],
    opens: true,
  }),
  'campaign.close': kind({ body: campaign, roles: [], effects: ['campaign', 'status', ...freed] }),
  // What a promotion cannot do without may be left out here, so that the rule can name what is missing (S2-045).
  'promotion.create': kind({
    body: campaign.extend({
      institution: organisationId,
      family: z.enum(productFamilies),
      side: z.enum(['buy', 'sell']),
      metal: voucherCode.optional(),
      /** SHA-256 over the salted rest of what is said of the trade. */
      terms: confidentialDigest.optional(),
      authentication: z.strictObject({ type: z.enum(authenticationTypes), digest: confidentialDigest }).optional(),
      opensAt: moment.optional(),
      validUntil: moment,
      usesMaximum: times,
      whenOver: z.enum(endings),
    }),
    roles: ['customer'],
    effects: ['campaign', 'institution', 'promotion', 'status'],
    opens: true,
  }),
  'promotion.end': kind({ body: promotion, roles: [], effects: ['promotion', 'status'] }),
  'reward.judge': kind({
    body: promotion.extend({
      chain: instructionIdName,
      /** Whether the client is who promoted the trade, by the identities that its bank compared. */
      trader: z.enum(traders),
    }),
    roles: ['executor'],
    effects: ['amount', 'cash', 'chain', 'due', 'promotion', 'reasons'],
  }),
  'reward.pay': kind({ body: reward, roles: ['executor'], effects: [...tellsReward, 'heldUntil'] }),
  'reward.expire': kind({ body: reward, roles: [], effects: [...tellsReward, ...freed] }),
  'reward.take-back': kind({ body: reward, roles: ['executor'], effects: [...tellsReward, ...freed] }),
} as const
