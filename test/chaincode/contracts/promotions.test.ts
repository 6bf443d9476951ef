import { expect } from 'chai'
import { Device } from '../../support/devices.ts'
import { cash, gold } from '../../support/exchange.ts'
import { day, digestOf, hold, onPromotions, type Promoting } from '../../support/promoting.ts'

const nobody = digestOf('A')

describe('campaigns', () => {
  it(
    'put their whole budget aside, and free what waits for no reward',
    onPromotions(async (on) => {
      const before = on.cash('institution-treasury')
      const { campaign, promotion } = await on.both()
      expect(on.cash('institution-treasury')).equal(before - 10_000n)
      const trade = await on.executed()
      await on.judge(trade, promotion)
      const closed = await on.on.done(on.on.executor, 'campaign.close', { campaign })
      expect(closed).deep.equal({ campaign, status: 'closed', freed: '9200', reservedVoucher: cash })
      expect(on.row(campaign)).include({ left: 800n, due: 800n, status: 'closed' })
      expect(await on.on.code(on.on.executor, 'campaign.close', { campaign })).equal('campaign_state_forbids')
    }),
  )

  it(
    'free nothing as they are closed while all of it waits for rewards',
    onPromotions(async (on) => {
      const { campaign, promotion } = await on.both({ budget: '800' })
      await on.judge(await on.executed(), promotion)
      const closed = await on.on.done(on.on.executor, 'campaign.close', { campaign })
      expect(closed).deep.equal({ campaign, status: 'closed' })
    }),
  )

  it(
    'are closed by their executor, and behind their end by anybody',
    onPromotions(async (on) => {
      const campaign = await on.campaign()
      const { exchange } = on.on
      expect(await on.on.code(exchange.alice, 'campaign.close', { campaign })).equal('deadline_not_passed')
      on.on.wait(60n * day + 1n)
      const closed = await on.on.done(exchange.alice, 'campaign.close', { campaign })
      expect(closed['freed']).equal('10000')
      expect(await on.on.code(exchange.alice, 'campaign.close', { campaign: nobody })).equal('unknown_campaign')
    }),
  )

  it(
    'name the rewards that their rule pays and no others, in cash that can be handed over, for a time ahead',
    onPromotions(async (on) => {
      const code = (change: Parameters<Promoting['opening']>[0]) =>
        on.on.code(on.on.executor, 'campaign.open', on.opening(change))
      expect(await code({ pays: 'trader', promoterReward: '1' })).equal('campaign_unfit')
      expect(await code({ pays: 'promoter', traderReward: '1' })).equal('campaign_unfit')
      const { promoterReward: _promoter, ...lacking } = on.opening()
      expect(await on.on.code(on.on.executor, 'campaign.open', lacking)).equal('campaign_unfit')
      expect(await code({ cash: gold })).equal('not_a_currency')
      expect(await code({ cash: 'USD' })).equal('unknown_voucher')
      expect(await code({ closesAt: on.on.ahead(-1n) })).equal('deadline_in_past')
      expect(await code({ closesAt: on.on.ahead(367n * day) })).equal('window_too_long')
      expect(await code({ opensAt: on.on.ahead(2n), closesAt: on.on.ahead(1n) })).equal('window_empty')
      expect(await code({ budget: '900000000000' })).equal('exceeds_available_quantity')
      const desk = new Device('bank-desk', ['executor'])
      await on.on.scene.register(desk, 'BankMSP', 'organisation')
      expect(await on.on.code(desk, 'campaign.open', on.opening())).equal('home_lacks_part')
    }),
  )
})

describe('promotions', () => {
  it(
    'S2-045 a promotion without what its promoter is known by, or without what is said of the trade, is refused',
    onPromotions(async (on) => {
      const campaign = await on.campaign()
      const whole = on.creating(campaign)
      const refused = async (body: typeof whole) => {
        const outcome = await on.on.ask(on.promoter, 'promotion.create', body)
        return outcome.status === 'refused' ? { [outcome.code]: outcome.values } : outcome.status
      }
      const { authentication: _authentication, ...unknown } = whole
      expect(await refused(unknown)).deep.equal({ promotion_incomplete: { part: 'authentication' } })
      const { terms: _terms, ...untold } = whole
      expect(await refused(untold)).deep.equal({ promotion_incomplete: { part: 'trade' } })
      const { metal: _metal, ...unnamed } = whole
      expect(await refused(unnamed)).deep.equal({ promotion_incomplete: { part: 'trade' } })
      expect(await refused(whole)).equal('accepted')
    }),
  )

  it(
    'S2-054 the ledger has the digest of the media and its type, and nothing else of them',
    onPromotions(async (on) => {
      const { promotion } = await on.both()
      const row = on.promoted(promotion)
      expect(row.authentication).deep.equal({ type: 'image', digest: digestOf('m') })
      expect(row).include({ promoter: 'bob', bank: 'SupplierMSP', used: 0n, terms: digestOf('t'), status: 'open' })
    }),
  )

  it(
    'fit their campaign and themselves, and end once, by their promoter',
    onPromotions(async (on) => {
      const campaign = await on.campaign()
      const code = (change: Parameters<Promoting['creating']>[1], by = on.promoter) =>
        on.on.code(by, 'promotion.create', on.creating(campaign, change))
      expect(await code({ family: 'stock' })).equal('promotion_terms_differ')
      expect(await code({ institution: 'BankMSP' })).equal('promotion_terms_differ')
      expect(await code({ metal: cash })).equal('not_a_metal')
      expect(await code({ campaign: nobody })).equal('unknown_campaign')
      expect(await code({ validUntil: on.on.ahead(-1n) })).equal('deadline_in_past')
      expect(await code({ opensAt: on.on.ahead(51n * day) })).equal('window_empty')
      expect(await code({}, on.on.scene.treasury)).equal('promotion_terms_differ')
      const promotion = await on.promotion(campaign)
      expect(await on.on.code(on.on.alice, 'promotion.end', { promotion })).equal('deadline_not_passed')
      await on.on.done(on.promoter, 'promotion.end', { promotion })
      expect(await on.on.code(on.promoter, 'promotion.end', { promotion })).equal('promotion_state_forbids')
      expect(await on.on.code(on.promoter, 'promotion.end', { promotion: nobody })).equal('unknown_promotion')
      await on.on.done(on.on.executor, 'campaign.close', { campaign })
      expect(await code({})).equal('campaign_state_forbids')
    }),
  )
})

describe('what a trade earns', () => {
  it(
    'S2-057 a trade earns nothing where no campaign is active, and that is on record',
    onPromotions(async (on) => {
      const { campaign, promotion } = await on.both()
      const trade = await on.executed()
      await on.on.done(on.on.executor, 'campaign.close', { campaign })
      const effects = await on.judge(trade, promotion)
      expect(effects).include({ amount: '0' })
      expect(effects['reasons']).deep.equal(['no-campaign', 'no-campaign'])
      expect(on.reward(trade, 'promoter')).include({ amount: 0n, status: 'none', reason: 'no-campaign' })
      expect(await on.pay(trade, 'promoter')).equal('reward_state_forbids')
    }),
  )

  it(
    'S2-057 a trade earns nothing that was opened before its campaign, or behind it',
    onPromotions(async (on) => {
      const campaign = await on.campaign({ opensAt: on.on.ahead(60_000n), closesAt: on.on.ahead(120_000n) })
      const promotion = await on.promotion(campaign)
      const early = await on.executed()
      on.on.wait(60_000n)
      const first = await on.executed()
      on.on.wait(60_000n)
      const last = await on.executed()
      on.on.wait(1n)
      const late = await on.executed()
      for (const trade of [early, first, last, late]) await on.judge(trade, promotion)
      expect([early, first, last, late].map((one) => on.said(one)['promoter'])).deep.equal([
        ...['no-campaign', 'due', 'due', 'no-campaign'],
      ])
    }),
  )

  it(
    'SX-005 a trade that was opened inside the promotion’s window earns, and outside does not, for that reason',
    onPromotions(async (on) => {
      const campaign = await on.campaign()
      const window = { opensAt: on.on.ahead(60_000n), validUntil: on.on.ahead(120_000n) }
      const promotion = await on.promotion(campaign, window)
      const early = await on.executed()
      on.on.wait(60_000n)
      const first = await on.executed()
      on.on.wait(60_000n)
      const last = await on.executed()
      on.on.wait(1n)
      const late = await on.executed()
      for (const trade of [early, first, last, late]) await on.judge(trade, promotion)
      expect([early, first, last, late].map((one) => on.said(one)['trader'])).deep.equal([
        ...['outside-window', 'due', 'due', 'outside-window'],
      ])
      expect(on.promoted(promotion).used).equal(2n)
    }),
  )

  it(
    'SX-005 a trade that was opened before its promoter ended the promotion earns, and one behind that does not',
    onPromotions(async (on) => {
      const { promotion } = await on.both()
      const before = await on.executed()
      on.on.wait(1_000n)
      await on.on.done(on.promoter, 'promotion.end', { promotion })
      on.on.wait(1n)
      const behind = await on.executed()
      for (const trade of [before, behind]) await on.judge(trade, promotion)
      expect(on.said(before)).deep.equal({ trader: 'due', promoter: 'due' })
      expect(on.said(behind)).deep.equal({ trader: 'outside-window', promoter: 'outside-window' })
    }),
  )

  it(
    'SX-005 ending a promotion behind its window, which anybody may, moves the window no further',
    onPromotions(async (on) => {
      const campaign = await on.campaign()
      const promotion = await on.promotion(campaign, { validUntil: on.on.ahead(1_000n) })
      on.on.wait(2_000n)
      const late = await on.executed()
      on.on.wait(2_000n)
      await on.on.done(on.on.alice, 'promotion.end', { promotion })
      expect(on.promoted(promotion).endedAt).equal(on.promoted(promotion).validUntil)
      await on.judge(late, promotion)
      expect(on.said(late)['promoter']).equal('outside-window')
    }),
  )

  it(
    'S2-061 who promotes its own trade earns nothing, by its account or by its identity',
    onPromotions(async (on) => {
      const campaign = await on.campaign()
      const own = await on.promotion(campaign, {}, on.on.alice)
      const byAccount = await on.executed()
      await on.judge(byAccount, own)
      expect(on.said(byAccount)).deep.equal({ trader: 'self-referral', promoter: 'self-referral' })
      const byIdentity = await on.executed()
      await on.judge(byIdentity, await on.promotion(campaign), 'same')
      expect(on.said(byIdentity)).deep.equal({ trader: 'self-referral', promoter: 'self-referral' })
      expect(on.row(campaign)).include({ left: 10_000n, due: 0n })
      expect(on.promoted(own).used).equal(0n)
    }),
  )

  it(
    'earns nothing that is another trade than the one promoted',
    onPromotions(async (on) => {
      const campaign = await on.campaign()
      const trade = await on.executed()
      await on.judge(trade, await on.promotion(campaign, { side: 'buy' }))
      expect(on.said(trade)).deep.equal({ trader: 'other-trade', promoter: 'other-trade' })
      const { metal: _metal, ...stock } = on.creating(campaign, { family: 'stock' })
      const effects = await on.on.done(on.promoter, 'promotion.create', stock)
      const second = await on.executed()
      await on.judge(second, String(effects['promotion']))
      expect(on.said(second)['promoter']).equal('other-trade')
    }),
  )

  it(
    'earns nothing once the promotion is used up, its promoter has earned the most, or the budget is',
    onPromotions(async (on) => {
      const campaign = await on.campaign({ promoterMaximum: '2', budget: '2000' })
      const once = await on.promotion(campaign, { usesMaximum: '1' })
      const often = await on.promotion(campaign)
      const said: object[] = []
      for (const promotion of [once, once, often, often, often]) {
        const trade = await on.executed()
        await on.judge(trade, promotion)
        said.push(on.said(trade))
      }
      expect(said).deep.equal([
        { trader: 'due', promoter: 'due' },
        { trader: 'used-up', promoter: 'used-up' },
        { trader: 'due', promoter: 'due' },
        { trader: 'budget', promoter: 'cap' },
        { trader: 'budget', promoter: 'cap' },
      ])
      expect(on.row(campaign)).include({ left: 2_000n, due: 1_600n })
    }),
  )

  it(
    'S2-063 a trade is judged once, by its own institution, once it was executed',
    onPromotions(async (on) => {
      const { promotion } = await on.both()
      const sent = await on.on.sent()
      const code = (by = on.on.executor, named = promotion, trade = sent) =>
        on.on.code(by, 'reward.judge', on.judgement(trade, named))
      expect(await code()).equal('chain_state_forbids')
      await on.answered(sent)
      expect(await code(on.on.executor, nobody)).equal('unknown_promotion')
      expect(await code(on.on.executor, promotion, { ...sent, chain: nobody })).equal('unknown_chain')
      expect(await code()).equal('accepted')
      const second = await on.promotion(on.promoted(promotion).campaign, {}, on.on.exchange.carol)
      expect(await code(on.on.executor, second)).equal('already_judged')
      expect(await code()).equal('already_judged')
      expect(on.promoted(promotion).used).equal(1n)
    }),
  )

  it(
    'S2-063 a trade is judged once by whichever rule, and what it earned stays as it was, whoever promotes it then',
    onPromotions(async (on) => {
      for (const pays of ['trader', 'promoter', 'both'] as const) {
        const { campaign, promotion } = await on.both({ pays, promoterMaximum: '1' })
        const trade = await on.executed()
        await on.judge(trade, promotion)
        const stood = [on.reward(trade, 'trader'), on.reward(trade, 'promoter'), on.row(campaign), on.cash('bob')]
        const other = await on.promotion(await on.campaign({ pays }), {}, on.on.exchange.carol)
        for (const again of [promotion, other, await on.promotion(campaign)])
          expect(await on.on.code(on.on.executor, 'reward.judge', on.judgement(trade, again)), pays).equal(
            'already_judged',
          )
        const stands = [on.reward(trade, 'trader'), on.reward(trade, 'promoter'), on.row(campaign), on.cash('bob')]
        expect(stands).deep.equal(stood)
        expect([on.promoted(promotion).used, on.promoted(other).used]).deep.equal([1n, 0n])
      }
    }),
  )

  it(
    'S2-062 a trade that was refused earns nothing',
    onPromotions(async (on) => {
      const { promotion } = await on.both()
      const sent = await on.on.sent()
      on.on.accepted(await on.on.answer(sent, { verdict: 'refused' }, { reason: 'hours' }))
      const judged = () => on.on.code(on.on.executor, 'reward.judge', on.judgement(sent, promotion))
      expect(await judged()).equal('chain_state_forbids')
      on.on.accepted(await on.on.settle(sent, on.on.gold()))
      expect(await judged()).equal('chain_state_forbids')
      expect(on.said(sent)).deep.equal({ trader: undefined, promoter: undefined })
    }),
  )
})

describe('rewards', () => {
  it(
    'S2-058 by the rule of the trader the reward goes to who traded alone, once its hold is over',
    onPromotions(async (on) => {
      const { campaign, promotion } = await on.both({ pays: 'trader' })
      const trade = await on.executed()
      await on.judge(trade, promotion)
      const [trader, promoter] = [on.cash('alice'), on.cash('bob')]
      on.on.wait(hold)
      expect(await on.pay(trade, 'trader')).equal('deadline_not_passed')
      on.on.wait(1n)
      expect(await on.pay(trade, 'trader')).equal('paid')
      expect([on.cash('alice'), on.cash('bob')]).deep.equal([trader + 500n, promoter])
      expect(await on.pay(trade, 'trader')).equal('reward_state_forbids')
      expect(await on.pay(trade, 'promoter')).equal('unknown_reward')
      expect(on.row(campaign)).include({ left: 9_500n, due: 0n })
    }),
  )

  it(
    'S2-059 by the rule of the promoter it goes to the promoter alone, also where the trade was settled meanwhile',
    onPromotions(async (on) => {
      const { promotion } = await on.both({ pays: 'promoter' })
      const trade = await on.executed()
      await on.judge(trade, promotion)
      await on.settled(trade)
      const [trader, promoter] = [on.cash('alice'), on.cash('bob')]
      on.on.wait(hold + 1n)
      expect(await on.step('reward.pay', trade, { leg: 'promoter', by: on.on.stranger })).equal('not_a_party')
      expect(await on.pay(trade, 'promoter')).equal('paid')
      expect([on.cash('alice'), on.cash('bob')]).deep.equal([trader, promoter + 300n])
      expect(await on.pay(trade, 'trader')).equal('unknown_reward')
    }),
  )

  it(
    'S2-058 S2-059 a reward for an account that takes nothing is held, and paid when it is tried again in time',
    onPromotions(async (on) => {
      const { campaign, promotion } = await on.both()
      const trade = await on.executed()
      await on.judge(trade, promotion)
      on.on.wait(hold + 1n)
      await on.freeze('bob')
      expect(await on.pay(trade, 'promoter')).equal('held')
      expect(on.reward(trade, 'promoter')).include({ heldUntil: on.on.scene.now + 30n * day })
      expect(await on.pay(trade, 'promoter')).equal('receiver_not_active')
      expect(await on.step('reward.expire', trade, { leg: 'promoter' })).equal('deadline_not_passed')
      expect(on.row(campaign)).include({ left: 10_000n, due: 800n })
      await on.unfreeze('bob')
      expect(await on.pay(trade, 'promoter')).equal('paid')
    }),
  )

  it(
    'S2-058 S2-059 a reward for a closed account is held, and expires: others can earn it',
    onPromotions(async (on) => {
      const dora = await on.newcomer('dora')
      const { campaign } = await on.both({ pays: 'promoter' })
      const trade = await on.executed()
      await on.judge(trade, await on.promotion(campaign, {}, dora))
      await on.close('dora')
      on.on.wait(hold + 1n)
      expect(await on.pay(trade, 'promoter')).equal('held')
      on.on.wait(30n * day + 1n)
      expect(await on.pay(trade, 'promoter')).equal('deadline_passed')
      expect(await on.step('reward.expire', trade, { leg: 'promoter', by: on.on.alice })).equal('expired')
      expect(on.row(campaign)).include({ left: 10_000n, due: 0n })
      expect(await on.step('reward.expire', trade, { leg: 'promoter' })).equal('reward_state_forbids')
      expect(await on.step('reward.expire', trade, { leg: 'trader' })).equal('unknown_reward')
    }),
  )

  it(
    'S2-058 what expires is free again where its campaign was closed meanwhile',
    onPromotions(async (on) => {
      const { campaign, promotion } = await on.both({ pays: 'promoter' })
      const trade = await on.executed()
      await on.judge(trade, promotion)
      await on.on.done(on.on.executor, 'campaign.close', { campaign })
      await on.freeze('bob')
      on.on.wait(hold + 1n)
      expect(await on.pay(trade, 'promoter')).equal('held')
      on.on.wait(30n * day + 1n)
      const { chain } = trade
      const expired = await on.on.done(on.on.alice, 'reward.expire', { chain, leg: 'promoter' })
      expect(expired).include({ status: 'expired', freed: '300', reservedVoucher: cash })
      expect(on.row(campaign)).include({ left: 0n, due: 0n })
    }),
  )

  it(
    'S2-060 by the rule of both each gets its own, and one that fails does not lose the other',
    onPromotions(async (on) => {
      const { promotion } = await on.both()
      const trade = await on.executed()
      await on.judge(trade, promotion)
      const [trader, promoter] = [on.cash('alice'), on.cash('bob')]
      on.on.wait(hold + 1n)
      await on.freeze('bob')
      expect(await on.pay(trade, 'promoter')).equal('held')
      expect(await on.pay(trade, 'trader')).equal('paid')
      await on.unfreeze('bob')
      expect(await on.pay(trade, 'promoter')).equal('paid')
      expect([on.cash('alice'), on.cash('bob')]).deep.equal([trader + 500n, promoter + 300n])
    }),
  )

  it(
    'S2-062 what a voided trade earned and was not paid is none, and its budget is there again',
    onPromotions(async (on) => {
      const { campaign, promotion } = await on.both()
      const trade = await on.executed()
      await on.judge(trade, promotion)
      expect(await on.takeBack(trade, 'trader')).equal('chain_state_forbids')
      await on.voided(trade)
      expect(await on.pay(trade, 'trader')).equal('chain_state_forbids')
      expect(await on.takeBack(trade, 'trader')).equal('none')
      expect(on.reward(trade, 'trader')).include({ amount: 0n, reason: 'reversed' })
      expect(on.row(campaign)).include({ left: 10_000n, due: 300n })
      await on.on.done(on.on.executor, 'campaign.close', { campaign })
      const { chain } = trade
      const second = await on.on.done(on.on.executor, 'reward.take-back', { chain, leg: 'promoter' })
      expect(second).include({ status: 'none', amount: '300', freed: '300' })
      expect(await on.takeBack(trade, 'promoter')).equal('reward_state_forbids')
      expect(await on.step('reward.take-back', trade, { leg: 'trader', by: on.on.stranger })).equal('not_a_party')
    }),
  )

  it(
    'S2-062 what a voided trade was paid is taken back, from credits that are not folded too',
    onPromotions(async (on) => {
      const { promotion } = await on.both()
      const trade = await on.executed()
      await on.judge(trade, promotion)
      on.on.wait(hold + 1n)
      const [promoter, institution] = [on.cash('bob'), on.cash('institution-treasury')]
      expect(await on.pay(trade, 'promoter')).equal('paid')
      await on.voided(trade)
      expect(await on.takeBack(trade, 'promoter')).equal('taken-back')
      expect(on.cash('bob')).equal(promoter)
      expect(on.cash('institution-treasury')).equal(institution + 300n)
      expect(await on.takeBack(trade, 'promoter')).equal('reward_state_forbids')
    }),
  )

  it(
    'S2-062 who has too little owes it, which is listed, and it is taken once there is enough',
    onPromotions(async (on) => {
      const dora = await on.newcomer('dora')
      const { campaign } = await on.both({ pays: 'promoter' })
      const trade = await on.executed()
      await on.judge(trade, await on.promotion(campaign, {}, dora))
      on.on.wait(hold + 1n)
      expect(await on.pay(trade, 'promoter')).equal('paid')
      await on.spend(dora, 200n)
      await on.voided(trade)
      expect(await on.takeBack(trade, 'promoter')).equal('owed')
      expect(on.reward(trade, 'promoter')).include({ status: 'owed', amount: 300n })
      expect(await on.takeBack(trade, 'promoter')).equal('reward_still_owed')
      await on.give('dora', 250n)
      expect(await on.takeBack(trade, 'promoter')).equal('taken-back')
      expect(on.cash('dora')).equal(50n)
    }),
  )

  it(
    'S2-062 nothing is taken out of a frozen account: it owes the reward until it is free',
    onPromotions(async (on) => {
      const { promotion } = await on.both({ pays: 'promoter' })
      const trade = await on.executed()
      await on.judge(trade, promotion)
      on.on.wait(hold + 1n)
      await on.pay(trade, 'promoter')
      await on.voided(trade)
      await on.freeze('bob')
      expect(await on.takeBack(trade, 'promoter')).equal('owed')
      await on.unfreeze('bob')
      expect(await on.takeBack(trade, 'promoter')).equal('taken-back')
    }),
  )
})
