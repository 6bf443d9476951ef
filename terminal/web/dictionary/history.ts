import type { Phrase, Phrases } from './phrase.ts'

/** The lines of a history, their receipts, and the notice of what has come in. */
export const historyWords = {
  none: { zh: '暂无记录', en: 'Nothing yet' },
  noneFound: { zh: '没有符合条件的记录', en: 'Nothing fits' },
  balance: { zh: (amount: string) => `余额 ${amount}`, en: (amount: string) => `Balance ${amount}` },
  balanceAfter: { zh: '交易后余额', en: 'Balance after' },
  receipt: { zh: '凭据', en: 'Receipt' },
  receiptNote: { zh: '金鉴账本凭据', en: 'From the Assay ledger' },
  time: { zh: '时间', en: 'Time' },
  amount: { zh: '金额', en: 'Amount' },
  counterparty: { zh: '对方', en: 'Counterparty' },
  status: { zh: '状态', en: 'Status' },
  orderNumber: { zh: '订单号', en: 'Order number' },
  reference: { zh: '附言', en: 'Reference' },
  id: { zh: '编号', en: 'Id' },
  position: { zh: '账本位置', en: 'Place on the ledger' },
  copy: { zh: '复制编号', en: 'Copy the id' },
  copied: { zh: '已复制', en: 'Copied' },
  share: { zh: '分享', en: 'Share' },
  shareFailed: { zh: '无法分享，也无法复制。', en: 'It could neither be shared nor copied.' },
  print: { zh: '打印', en: 'Print' },
  fee: { zh: '手续费', en: 'Fee' },
  incoming: {
    zh: (amount: string, sender: string) => (sender === '' ? `收到 ${amount}` : `收到 ${amount}，来自 ${sender}`),
    en: (amount: string, sender: string) =>
      sender === '' ? `${amount} has come in` : `${amount} has come in from ${sender}`,
  },
  incomingSale: {
    zh: (amount: string, order: string) => `已收款 ${amount}，订单 ${order}`,
    en: (amount: string, order: string) => `${amount} paid for order ${order}`,
  },
  incomingMore: {
    zh: (count: number) => `另有 ${count} 笔`,
    en: (count: number) => `and ${count} more`,
  },
  seeReceipt: { zh: '查看凭据', en: 'See the receipt' },
  dismiss: { zh: '知道了', en: 'Dismiss' },
} satisfies Phrases

/** What a change is called where it came in, and where it went out; any other goes by the name of its kind. */
export const movementWords: { readonly [kind: string]: { in: Phrase; out: Phrase } } = {
  'voucher.transfer': { in: { zh: '转入', en: 'Received' }, out: { zh: '转出', en: 'Sent' } },
  'transfer.accept': { in: { zh: '转入', en: 'Received' }, out: { zh: '转出', en: 'Sent' } },
  'transfer.return': { in: { zh: '转让退回', en: 'Transfer returned' }, out: { zh: '退回转让', en: 'Returned' } },
  'cash.deposit': { in: { zh: '存入', en: 'Deposit' }, out: { zh: '存入', en: 'Deposit' } },
  'cash.withdraw': { in: { zh: '支取', en: 'Withdrawal' }, out: { zh: '支取', en: 'Withdrawal' } },
  'payment.approve': { in: { zh: '收款', en: 'Payment received' }, out: { zh: '付款', en: 'Payment' } },
  'payment.refund': { in: { zh: '退款', en: 'Refund' }, out: { zh: '退款', en: 'Refund' } },
  unexplained: { in: { zh: '其他变动', en: 'Other change' }, out: { zh: '其他变动', en: 'Other change' } },
}
