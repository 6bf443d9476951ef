import type { Phrase, Phrases } from '../../dictionary/phrase.ts'
import type { CampaignStanding, RewardRule } from '../../state/campaigns.ts'

/** Whom a campaign rewards. */
export const ruleWords: { readonly [R in RewardRule]: Phrase } = {
  both: { zh: '双方', en: 'Both' },
  trader: { zh: '交易人', en: 'Who trades' },
  promoter: { zh: '推广人', en: 'Who promotes' },
}

/** How a campaign stands. */
export const standingWords: { readonly [S in CampaignStanding]: Phrase } = {
  ahead: { zh: '尚未开始', en: 'Not begun' },
  'under-way': { zh: '进行中', en: 'Under way' },
  over: { zh: '已到期', en: 'Its time is over' },
  closed: { zh: '已关闭', en: 'Closed' },
}

/** What is said of campaigns to who pays them. */
export const campaignWords = {
  lead: {
    zh: '奖励为本机构带来交易的人。整笔预算先行预留，每笔交易对双方各奖励一次。',
    en: 'Reward who brings trades to you. The whole budget is put aside first, and a trade rewards each of the two once.',
  },
  make: { zh: '开启推广活动', en: 'Open a campaign' },
  noCash: { zh: '账本上没有现金凭证。', en: 'There is no cash on the ledger in which it could be paid.' },
  cash: { zh: '以何种现金支付', en: 'Paid in' },
  pays: { zh: '奖励对象', en: 'Whom a trade rewards' },
  trader: { zh: '每笔交易奖励交易人', en: 'To who trades, for each trade' },
  promoter: { zh: '每笔交易奖励推广人', en: 'To who promotes, for each trade' },
  budget: { zh: '预算', en: 'Budget' },
  covers: { zh: (count: string) => `足够奖励 ${count} 笔交易`, en: (count: string) => `Enough for ${count} trades` },
  isPutAside: { zh: '开启时全部预留', en: 'All of it is put aside as the campaign opens' },
  each: { zh: '每位推广人最多奖励次数', en: 'How often one promoter can earn' },
  eachWrong: { zh: '1 至 999999999 的整数', en: 'A whole number from 1 to 999999999' },
  hold: { zh: '判定后多久发放', en: 'How long a reward waits' },
  atOnce: { zh: '立即', en: 'Not at all' },
  day: { zh: '1 天', en: '1 day' },
  week: { zh: '7 天', en: '7 days' },
  month: { zh: '30 天', en: '30 days' },
  quarter: { zh: '90 天', en: '90 days' },
  lasts: { zh: '活动期限', en: 'How long it lasts' },
  until: { zh: '截止', en: 'Until' },
  own: { zh: '本机构的活动', en: 'Campaigns of this institution' },
  open: { zh: '未关闭', en: 'Open' },
  ended: { zh: '已关闭', en: 'Closed' },
  which: { zh: '哪些活动', en: 'Which campaigns' },
  none: { zh: '没有活动。', en: 'None.' },
  left: { zh: '剩余预算', en: 'Left of the budget' },
  due: { zh: '其中待发放', en: 'Of that due or held' },
  unclaimed: { zh: '可供新的奖励', en: 'For rewards to come' },
  window: { zh: '期间', en: 'Time' },
  fromTo: {
    zh: (from: string, to: string) => `${from} 至 ${to}`,
    en: (from: string, to: string) => `${from} to ${to}`,
  },
  number: { zh: '编号', en: 'Number' },
  close: { zh: '关闭活动', en: 'Close it' },
  closeTitle: { zh: '关闭这项活动？', en: 'Close this campaign?' },
  closeText: {
    zh: '此后判定的交易不再得到奖励。待发放的奖励照常发放，其余预算随即释放。',
    en: 'What is judged from then on earns nothing. What is due is still paid, and the rest of the budget is free again at once.',
  },
} satisfies Phrases
