import type { Phrases } from './phrase.ts'

/** The customer's first page, and what concerns the account. */
export const homeWords = {
  title: { zh: '我的资产', en: 'Your holdings' },
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
  activityTitle: { zh: '记录', en: 'Activity' },
  activityLead: {
    zh: '与此账户有关的一切：来自任何设备，也包括他人的转入。',
    en: 'All that concerns this account: from any of its devices, and from others.',
  },
  onLedger: { zh: '账本上的记录', en: 'On the ledger' },
  agreements: { zh: '委托、质押与转让', en: 'Orders, pledges, offers' },
  onDevice: { zh: '此设备提交的指令', en: 'From this device' },
  from: { zh: (sender: string) => `由 ${sender}`, en: (sender: string) => `By ${sender}` },
  noneActivity: { zh: '还没有记录', en: 'No activity yet' },
} satisfies Phrases
