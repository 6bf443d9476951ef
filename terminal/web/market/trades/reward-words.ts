import type { TradeRewardStatus } from '../../../../chaincode/domains/promotions/tables.ts'
import type { ReasonOfNone, RewardLeg } from '../../../../chaincode/domains/promotions/terms.ts'
import type { Phrase, Phrases } from '../../dictionary/phrase.ts'

/** How a reward stands. */
export const rewardStateWords: { readonly [S in TradeRewardStatus]: Phrase } = {
  due: { zh: '待发放', en: 'Due' },
  held: { zh: '暂存', en: 'Held' },
  owed: { zh: '应退还', en: 'Owed back' },
  paid: { zh: '已发放', en: 'Paid' },
  'taken-back': { zh: '已收回', en: 'Taken back' },
  expired: { zh: '已到期', en: 'Expired' },
  none: { zh: '无奖励', en: 'Nothing earned' },
}

/** Whose reward it is. */
export const legWords: { readonly [L in RewardLeg]: Phrase } = {
  trader: { zh: '交易人', en: 'Who trades' },
  promoter: { zh: '推广人', en: 'Who promotes' },
}

/** Why a trade earned nothing. */
export const noneWords: { readonly [R in ReasonOfNone]: Phrase } = {
  'other-trade': { zh: '不是所推广的交易', en: 'Another trade than the one that was promoted' },
  'self-referral': { zh: '推广人即交易人', en: 'Who promoted it traded it' },
  'no-campaign': { zh: '没有进行中的活动', en: 'No campaign was open for it' },
  'outside-window': { zh: '不在推广期内', en: 'Outside the time of the promotion' },
  'used-up': { zh: '推广次数已用完', en: 'The promotion was used up' },
  cap: { zh: '推广人已达上限', en: 'Its promoter has earned as often as one can' },
  budget: { zh: '活动预算不足', en: 'Too little is left of the budget' },
  reversed: { zh: '交易已作废', en: 'The trade was undone' },
}

/** What is said of rewards and campaigns wherever they stand. */
export const rewardWords = {
  title: { zh: '交易奖励', en: 'Rewards for trades' },
  open: { zh: '未了结', en: 'Open' },
  ended: { zh: '已了结', en: 'Settled' },
  which: { zh: '哪些奖励', en: 'Which rewards' },
  none: { zh: '没有奖励。', en: 'None.' },
  from: { zh: (when: string) => `${when} 起可以发放`, en: (when: string) => `can be paid from ${when}` },
  until: { zh: (when: string) => `暂存至 ${when}`, en: (when: string) => `held until ${when}` },
  to: { zh: (leg: string, who: string) => `${leg} ${who}`, en: (leg: string, who: string) => `${leg}: ${who}` },
  by: {
    zh: (leg: string, who: string) => `${leg}，由${who}支付`,
    en: (leg: string, who: string) => `${leg}, paid by ${who}`,
  },
  trade: { zh: '查看交易', en: 'The trade' },
  pay: { zh: '发放', en: 'Pay it' },
  expire: { zh: '结束暂存', en: 'End it, it was held too long' },
  takeBack: { zh: '收回', en: 'Take it back' },
  takeBackTitle: { zh: '收回这笔奖励？', en: 'Take this reward back?' },
  takeBackText: {
    zh: '交易已作废。收款人的余额不足时，会记为应退还。',
    en: 'Its trade was undone. Where its receiver has too little, it is listed as owed back.',
  },
  standing: {
    zh: '交易有效时，奖励不能收回。',
    en: 'While the trade stands nothing of it is taken back.',
  },
  // What a campaign pays.
  toTrader: { zh: (amount: string) => `交易人 ${amount}`, en: (amount: string) => `${amount} to who trades` },
  toPromoter: { zh: (amount: string) => `推广人 ${amount}`, en: (amount: string) => `${amount} to who promotes` },
} satisfies Phrases
