import { expect } from 'chai'
import type { ListedCampaign } from '../../../../terminal/sdk/promotions.ts'
import {
  type CampaignTexts,
  campaignIn,
  campaignStanding,
  mayClose,
  startingCampaign,
  tradesCovered,
  unclaimedOf,
} from '../../../../terminal/web/state/campaigns.ts'

const unit = { base: '1 fen', shownAs: 'CNY', basePerShown: '100' }
const hour = 3_600_000
const at = { unit, now: 1000 }

const both: CampaignTexts = {
  ...startingCampaign,
  ...{ cash: 'CNY', trader: '5', promoter: '3', budget: '100', each: '10', hold: '24', lasts: '168' },
}

describe('a campaign as it is typed', () => {
  it('S2-060 rewards both out of a budget, from now on for so long, each behind its hold', () => {
    expect(campaignIn(both, at)).deep.equal({
      ...{ cash: 'CNY', pays: 'both', traderReward: '500', promoterReward: '300', budget: '10000' },
      ...{ promoterMaximum: '10', holdMilliseconds: `${24 * hour}`, opensAt: '1000', closesAt: `${1000 + 168 * hour}` },
    })
    expect(campaignIn({ ...both, hold: '0' }, at)?.holdMilliseconds).equal('0')
  })

  it('S2-058 S2-059 names the reward that its rule pays alone, whatever was typed for the other', () => {
    expect(campaignIn({ ...both, pays: 'trader' }, at))
      .include({ traderReward: '500' })
      .and.not.have.property('promoterReward')
    expect(campaignIn({ ...both, pays: 'promoter' }, at))
      .include({ promoterReward: '300' })
      .and.not.have.property('traderReward')
  })

  it('is none while an amount that counts is none, or the cash is not known', () => {
    for (const change of [{ trader: '' }, { promoter: '0' }, { budget: 'much' }])
      expect(campaignIn({ ...both, ...change }, at), JSON.stringify(change)).equal(undefined)
    expect(campaignIn({ ...both, pays: 'promoter', trader: '' }, at)).not.equal(undefined)
    expect(campaignIn(both, { ...at, unit: undefined })).equal(undefined)
  })

  it('tells for how many trades its budget lasts', () => {
    expect(tradesCovered(both, unit)).equal('12')
    expect(tradesCovered({ ...both, pays: 'trader' }, unit)).equal('20')
    expect(tradesCovered({ ...both, pays: 'promoter' }, unit)).equal('33')
    expect(tradesCovered({ ...both, budget: '' }, unit)).equal(undefined)
    expect(tradesCovered({ ...both, trader: '' }, unit)).equal(undefined)
    expect(tradesCovered(both, undefined)).equal(undefined)
  })
})

describe('a campaign', () => {
  const campaign = { status: 'open', executor: 'desk', opensAt: '10', closesAt: '20' } as ListedCampaign

  it('stands by its window, both ends included, until it is closed', () => {
    const standings = [9, 10, 20, 21].map((now) => campaignStanding(campaign, now))
    expect(standings).deep.equal(['ahead', 'under-way', 'under-way', 'over'])
    expect(campaignStanding({ ...campaign, status: 'closed' }, 15)).equal('closed')
  })

  it('keeps for rewards to come what is left and waits for none', () => {
    expect(unclaimedOf({ left: '10000', due: '800' })).equal('9200')
  })

  it('is closed by who pays it at any time, and by anybody once its time is over', () => {
    const may = (self: string, now: number, change: object = {}) => mayClose({ ...campaign, ...change }, { self, now })
    expect([may('desk', 9), may('desk', 15), may('desk', 21)]).deep.equal([true, true, true])
    expect([may('alice', 9), may('alice', 20), may('alice', 21)]).deep.equal([false, false, true])
    expect([may('desk', 15, { status: 'closed' }), may('alice', 21, { status: 'closed' })]).deep.equal([false, false])
  })
})
