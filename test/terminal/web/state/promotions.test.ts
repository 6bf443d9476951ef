import { expect } from 'chai'
import { authenticationTypes } from '../../../../chaincode/wire/authentication-types.ts'
import type { ListedCampaign, ListedPromotion } from '../../../../terminal/sdk/promotions.ts'
import type { ScannedPromotion } from '../../../../terminal/sdk/trade-chain/promotion.ts'
import {
  authenticationIn,
  campaignChosen,
  campaignsUnderWay,
  fateOf,
  isTyped,
  type PromotionTexts,
  promotedTrade,
  promotionIn,
  startingPromotion,
} from '../../../../terminal/web/state/promotions.ts'
import { authenticationSamples } from '../../../support/authentications.ts'

const hour = 3_600_000
const units = {
  metal: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
  cash: { base: '1 fen', shownAs: 'CNY', basePerShown: '100' },
}

const sale: PromotionTexts = {
  ...startingPromotion,
  ...{ institution: 'HouseMSP', side: 'sell', voucher: 'AU', cash: 'CNY', quantity: '1.5', price: '5600' },
  ...{ campaign: 'c1', uses: '7', hours: '24' },
}

const campaign = (name: string, change: object = {}) =>
  ({ campaign: name, status: 'open', opensAt: '10', closesAt: '20', ...change }) as ListedCampaign

describe('the campaigns that somebody can promote in', () => {
  it('are open and under way, both ends included', () => {
    const all = [campaign('open'), campaign('closed', { status: 'closed' }), campaign('later', { opensAt: '16' })]
    const names = (now: number) => campaignsUnderWay(all, now).map((one) => one.campaign)
    expect([9, 10, 15, 16, 20, 21].map(names)).deep.equal([
      ...[[], ['open'], ['open'], ['open', 'later'], ['open', 'later'], []],
    ])
  })

  it('fall to the first that there is where none was chosen', () => {
    const all = [campaign('one'), campaign('two')]
    expect(campaignChosen(all, 'two')?.campaign).equal('two')
    expect(campaignChosen(all, 'gone')?.campaign).equal('one')
    expect(campaignChosen([], 'one')).equal(undefined)
  })
})

describe('what authenticates a promotion', () => {
  it('S2-046 S2-047 S2-048 S2-049 S2-050 is taken as what its own bytes are, from a file or as it is typed', () => {
    for (const type of authenticationTypes) {
      const bytes = new Uint8Array(authenticationSamples[type])
      const text = new TextDecoder().decode(bytes)
      const given = isTyped(type) ? { text, file: undefined } : { text: '', file: bytes }
      expect(authenticationIn({ type, ...given }), type).deep.equal({ type, bytes })
      const unfit = isTyped(type) ? { text: '', file: bytes } : { text, file: new Uint8Array(4) }
      expect(authenticationIn({ type, ...unfit }), type).equal(undefined)
    }
    expect(authenticationIn({ type: 'image', text: 'picture', file: undefined })).equal(undefined)
  })
})

describe('a promotion as it is typed', () => {
  const authentication = { type: 'digits', bytes: new Uint8Array([49, 50, 51, 52]) } as const
  const parts = { units, now: 1000, authentication }

  it('S2-045 says its trade in the code alone, and how long and how often it is good in public', () => {
    expect(promotionIn(sale, parts)).deep.equal({
      body: {
        ...{ campaign: 'c1', institution: 'HouseMSP', family: 'metal', side: 'sell', metal: 'AU' },
        ...{ usesMaximum: '7', whenOver: 'goes-on', validUntil: `${1000 + 24 * hour}` },
      },
      terms: { cash: 'CNY', quantity: '1500', limitPrice: '560000', priceScale: '1000' },
      authentication,
    })
  })

  it('names a product and the most of a buy in the code too', () => {
    const stock = { ...sale, family: 'stock', side: 'buy', product: '600519', quantity: '100', most: '2000' } as const
    expect(promotionIn(stock, parts)).deep.include({
      terms: { cash: 'CNY', quantity: '100', limitPrice: '560000', product: '600519', cashMaximum: '200000' },
    })
    expect(promotionIn(stock, parts)?.body).not.have.property('metal')
  })

  it('S2-045 is none without its trade, or without what authenticates it', () => {
    expect(promotionIn({ ...sale, quantity: '' }, parts)).equal(undefined)
    expect(promotionIn(sale, { ...parts, authentication: undefined })).equal(undefined)
  })
})

describe('a trade by a promotion', () => {
  const promotion = {
    ...{ promotion: 'p1', institution: 'HouseMSP', family: 'metal', side: 'sell', metal: 'AU', status: 'open' },
    ...{ validUntil: '5000', used: '0', usesMaximum: '1', whenOver: 'goes-on' },
  } as ListedPromotion
  const terms = { salt: 's', cash: 'CNY', quantity: '1500', limitPrice: '560000', priceScale: '1000' }
  const code = { ledger: 'assay', promotion: 'p1', terms }
  const identity = { type: 'phone', value: '+8613800138000' }
  const by = { text: 'the code', identity, hours: '1', now: 1000 }
  const scanned = (change: object = {}): ScannedPromotion => ({ code, promotion: { ...promotion, ...change } })

  it('S2-052 S2-053 says what was promoted, and carries the code as its mark', () => {
    expect(fateOf(promotion, 1000)).equal('marked')
    expect(promotedTrade(scanned(), by)).deep.equal({
      body: {
        ...{ institution: 'HouseMSP', family: 'metal', side: 'sell', cash: 'CNY' },
        ...{ metal: { voucher: 'AU', quantity: '1500' }, expiresAt: `${1000 + hour}` },
      },
      confidential: {
        identity,
        trade: { quantity: '1500', limitPrice: '560000', priceScale: '1000' },
        mark: 'the code',
      },
    })
  })

  it('S2-053 goes on without a mark once its promotion is over, or is none, as its promoter said', () => {
    const over = { now: 5001 }
    expect(fateOf(promotion, 5001)).equal('unmarked')
    const unmarked = promotedTrade(scanned(), { ...by, ...over })
    expect(unmarked?.confidential).deep.equal({
      identity,
      trade: { quantity: '1500', limitPrice: '560000', priceScale: '1000' },
    })
    const stops = scanned({ whenOver: 'stops' })
    expect(fateOf(stops.promotion, 5001)).equal('stopped')
    expect(promotedTrade(stops, { ...by, ...over })).equal(undefined)
    expect(promotedTrade(scanned({ whenOver: 'stops' }), by)?.confidential.mark).equal('the code')
  })
})
