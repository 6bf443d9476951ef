import type { Phrases } from '../../dictionary/phrase.ts'

/** What rewards for recommendations say. */
export const rewardWords = {
  title: { zh: '推荐奖励', en: 'Rewards' },
  note: {
    zh: '推荐的内容被接受并使用后，提供方可以奖励推荐人一次。',
    en: 'Once what was recommended is accepted and used, its provider can reward who recommended it, once.',
  },
  given: { zh: (who: string) => `您奖励了 ${who}`, en: (who: string) => `You rewarded ${who}` },
  got: { zh: (who: string) => `${who} 奖励了您`, en: (who: string) => `${who} rewarded you` },
  moved: { zh: '已转入', en: 'Moved' },
  dueFrom: {
    zh: (provider: string, receiver: string) => `${receiver} 使用了您推荐的内容，提供方是 ${provider}`,
    en: (provider: string, receiver: string) => `${receiver} used what you recommended of ${provider}`,
  },
  dueTo: {
    zh: (recommender: string, receiver: string) => `${recommender} 把您的内容推荐给了 ${receiver}`,
    en: (recommender: string, receiver: string) => `${recommender} recommended yours to ${receiver}`,
  },
  notYet: { zh: '尚未奖励', en: 'Not rewarded yet' },
  cash: { zh: '以什么支付', en: 'Paid in' },
  cashWrong: { zh: '账本上没有这个代号。', en: 'The ledger knows no voucher with this code.' },
  amount: { zh: '金额', en: 'Amount' },
  reason: { zh: '原因', en: 'Reason' },
  reasonWrong: {
    zh: '请用一到六十四个字母或数字，以字母或数字开头。',
    en: 'Use 1 to 64 letters and digits, the first of them one of these.',
  },
  reward: { zh: (who: string) => `奖励 ${who}`, en: (who: string) => `Reward ${who}` },
} satisfies Phrases
