import { expect } from 'chai'
import { rewardLists } from '../../../../terminal/web/state/rewards.ts'

const interaction = (name: string, change: object = {}) =>
  ({
    ...{ interaction: name, of: 'recommendation', status: 'completed' },
    ...{ provider: 'shop', giver: 'alice', receiver: 'bob', ...change },
  }) as never
const reward = (name: string, change: object = {}) =>
  ({ interaction: name, provider: 'shop', recommender: 'alice', ...change }) as never

describe('Rewards for recommendations', () => {
  const interactions = [
    interaction('rewarded'),
    interaction('due'),
    interaction('unused', { status: 'accepted' }),
    interaction('of a demand', { of: 'demand' }),
    interaction('of data', { provider: undefined }),
    interaction('by its provider', { giver: 'shop' }),
  ]
  const rewards = [reward('rewarded'), reward('of others', { provider: 'mill', recommender: 'carol' })]
  const names = (of: readonly { interaction: string }[]) => of.map((one) => one.interaction)

  it('S3-048 are the provider’s to give once what was recommended was used, and once for each', () => {
    const { moved, mine, waiting } = rewardLists('shop', { interactions, rewards })
    expect([names(moved), names(mine), names(waiting)]).deep.equal([['rewarded'], ['due'], []])
  })

  it('S3-049 are seen by who recommended it, who can give itself none', () => {
    const { moved, mine, waiting } = rewardLists('alice', { interactions, rewards })
    expect([names(moved), names(mine), names(waiting)]).deep.equal([['rewarded'], [], ['due']])
    expect(rewardLists('dave', { interactions, rewards })).deep.equal({ moved: [], mine: [], waiting: [] })
  })
})
