import type { Phrases } from '../../dictionary/phrase.ts'

/** The customer's first page. */
export const homeWords = {
  title: { zh: '我的资产', en: 'Your holdings' },
  total: { zh: '总资产', en: 'Total assets' },
  gain: { zh: (amount: string) => `浮动盈亏 ${amount}`, en: (amount: string) => `Floating profit or loss ${amount}` },
  partlyStale: { zh: '含已过期的价格', en: 'Partly of prices that have ended' },
  cash: { zh: '现金', en: 'Cash' },
  metals: { zh: '贵金属', en: 'Precious metals' },
  available: { zh: (quantity: string) => `可用 ${quantity}`, en: (quantity: string) => `${quantity} available` },
  none: { zh: '您还没有持仓', en: 'No holdings yet' },
  noneText: { zh: '从已发布的凭证开始。', en: 'Begin with the published vouchers.' },
  toVouchers: { zh: '查看凭证', en: 'See vouchers' },
  waiting: { zh: '等待您处理', en: 'Waiting for you' },
  waitingNone: { zh: '没有需要您处理的事项。', en: 'Nothing waits for your answer.' },
  offersIn: {
    zh: (sender: string, quantity: string) => `${sender} 要转给您 ${quantity}`,
    en: (sender: string, quantity: string) => `${sender} offers you ${quantity}`,
  },
  pledgesIn: {
    zh: (holder: string, quantity: string) => `${holder} 发起质押 ${quantity} 给您`,
    en: (holder: string, quantity: string) => `${holder} proposes to pledge ${quantity} to you`,
  },
} satisfies Phrases
