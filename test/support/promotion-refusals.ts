import type { RefusalCode } from '../../chaincode/vocabulary.ts'
import type { Brought } from './chain-refusals.ts'
import { digestOf, hold, Promoting } from './promoting.ts'
import { wayOf } from './way.ts'

const nobody = digestOf('A')

const brought = (make: (on: Promoting) => string | Promise<string>) => async (): Promise<Brought> => {
  const promoting = await Promoting.open()
  const last = await make(promoting)
  const { scene } = promoting.on
  return { scene, last, way: wayOf(scene, last) }
}

/** One way to each refusal of campaigns, promotions and rewards. */
export const promotionRefusals: { [Code in RefusalCode]?: () => Promise<Brought> } = {
  campaign_unfit: brought((on) =>
    on.on.envelope(on.on.executor, 'campaign.open', on.opening({ pays: 'trader', promoterReward: '1' })),
  ),
  window_empty: brought((on) => {
    const window = { opensAt: on.on.ahead(2n), closesAt: on.on.ahead(1n) }
    return on.on.envelope(on.on.executor, 'campaign.open', on.opening(window))
  }),
  unknown_campaign: brought((on) => on.on.envelope(on.on.executor, 'campaign.close', { campaign: nobody })),
  campaign_state_forbids: brought(async (on) => {
    const campaign = await on.campaign()
    await on.on.done(on.on.executor, 'campaign.close', { campaign })
    return on.on.envelope(on.on.executor, 'campaign.close', { campaign })
  }),
  promotion_incomplete: brought(async (on) => {
    const { terms: _terms, ...body } = on.creating(await on.campaign())
    return on.on.envelope(on.promoter, 'promotion.create', body)
  }),
  promotion_terms_differ: brought(async (on) =>
    on.on.envelope(on.promoter, 'promotion.create', on.creating(await on.campaign(), { institution: 'BankMSP' })),
  ),
  unknown_promotion: brought((on) => on.on.envelope(on.promoter, 'promotion.end', { promotion: nobody })),
  promotion_state_forbids: brought(async (on) => {
    const { promotion } = await on.both()
    await on.on.done(on.promoter, 'promotion.end', { promotion })
    return on.on.envelope(on.promoter, 'promotion.end', { promotion })
  }),
  already_judged: brought(async (on) => {
    const { promotion } = await on.both()
    const trade = await on.executed()
    await on.judge(trade, promotion)
    return on.on.envelope(on.on.executor, 'reward.judge', on.judgement(trade, promotion))
  }),
  unknown_reward: brought((on) => on.on.envelope(on.on.executor, 'reward.pay', { chain: nobody, leg: 'trader' })),
  reward_state_forbids: brought(async (on) => {
    const { promotion } = await on.both()
    const trade = await on.executed()
    await on.judge(trade, promotion, 'same')
    return on.on.envelope(on.on.executor, 'reward.pay', { chain: trade.chain, leg: 'trader' })
  }),
  reward_still_owed: brought(async (on) => {
    const dora = await on.newcomer('dora')
    const { campaign } = await on.both({ pays: 'promoter' })
    const trade = await on.executed()
    await on.judge(trade, await on.promotion(campaign, {}, dora))
    on.on.wait(hold + 1n)
    await on.pay(trade, 'promoter')
    await on.spend(dora, 200n)
    await on.voided(trade)
    await on.takeBack(trade, 'promoter')
    return on.on.envelope(on.on.executor, 'reward.take-back', { chain: trade.chain, leg: 'promoter' })
  }),
}
