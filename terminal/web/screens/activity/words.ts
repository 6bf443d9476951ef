import type { Phrases } from '../../dictionary/phrase.ts'

/** The history of an account, and how it is narrowed. */
export const activityWords = {
  title: { zh: '记录', en: 'Activity' },
  lead: {
    zh: '此账户的每一笔收支，来自任何设备和任何人。',
    en: 'All that came in and went out, from any device and anybody.',
  },
  kind: { zh: '类型', en: 'Type' },
  voucher: { zh: '品种', en: 'Voucher' },
  month: { zh: '月份', en: 'Month' },
  search: { zh: '搜索', en: 'Search' },
  searchHint: { zh: '对方、订单号、附言或编号', en: 'Counterparty, order number, reference or id' },
  all: { zh: '全部', en: 'All' },
} satisfies Phrases

/** The kinds of one history, as one chooses among them. */
export const groupWords = {
  all: activityWords.all,
  transfers: { zh: '转账与转让', en: 'Transfers' },
  cash: { zh: '存取现金', en: 'Deposits and withdrawals' },
  trades: { zh: '买卖', en: 'Buying and selling' },
  payments: { zh: '付款与收款', en: 'Payments' },
  pledges: { zh: '质押', en: 'Pledges' },
  supply: { zh: '发行', en: 'Supply' },
} satisfies Phrases
