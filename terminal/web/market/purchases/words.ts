import type { PurchaseStatus } from '../../../../chaincode/domains/commerce/tables.ts'
import type { Phrase, Phrases } from '../../dictionary/phrase.ts'
import type { Turn } from './progress.ts'

export const statusWords: { readonly [S in PurchaseStatus]: Phrase } = {
  ordered: { zh: '已下单', en: 'Ordered' },
  paid: { zh: '已付款', en: 'Paid' },
  accepted: { zh: '商家已接单', en: 'Taken by the provider' },
  shipped: { zh: '已发货', en: 'Shipped' },
  delivered: { zh: '已送达', en: 'Delivered' },
  disputed: { zh: '争议中', en: 'Disputed' },
  completed: { zh: '已完成', en: 'Completed' },
  decided: { zh: '已裁决', en: 'Decided' },
  rejected: { zh: '商家已拒绝', en: 'Rejected' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  expired: { zh: '已过期', en: 'Expired' },
  refunded: { zh: '已全额退回', en: 'Refunded in full' },
}

export const turnWords: { readonly [T in NonNullable<Turn>]: Phrase } = {
  buyer: { zh: '等待买家', en: 'The buyer’s turn' },
  provider: { zh: '等待商家', en: 'The provider’s turn' },
  auditor: { zh: '等待审计裁决', en: 'An auditor decides' },
}

/** What both sides of a purchase see of it. */
export const purchaseWords = {
  open: { zh: '进行中', en: 'Open' },
  ended: { zh: '已结束', en: 'Ended' },
  none: { zh: '没有订单', en: 'There is no order' },
  progress: { zh: '进度', en: 'Progress' },
  done: { zh: '完成', en: 'done' },
  toCome: { zh: '待办', en: 'to come' },
  turn: { zh: '当前', en: 'Now' },
  until: { zh: (when: string) => `期限 ${when}`, en: (when: string) => `until ${when}` },
  overdue: { zh: (when: string) => `已逾期（${when}）`, en: (when: string) => `overdue since ${when}` },
  money: { zh: '款项', en: 'Money' },
  pieces: {
    zh: (count: string, item: string) => `${count} 件 ${item}`,
    en: (count: string, item: string) => `${count} × ${item}`,
  },
  provider: { zh: '商家', en: 'Provider' },
  buyer: { zh: '买家', en: 'Buyer' },
  amount: { zh: '金额', en: 'Amount' },
  held: { zh: '冻结在买家账户', en: 'Waiting in the buyer’s account' },
  captured: { zh: '商家已收', en: 'With the provider' },
  refunded: { zh: '已退还', en: 'Given back' },
  metal: { zh: '贵金属', en: 'Metal' },
  reserved: { zh: '其中已预留', en: 'Of it put aside' },
  shipment: { zh: '运单号', en: 'Shipment' },
  number: { zh: '订单号', en: 'Order' },
  steps: { zh: '操作', en: 'What can be done' },
  noSteps: { zh: '现在无需操作。', en: 'There is nothing to do now.' },
  evidence: { zh: '证据', en: 'Evidence' },
  evidenceText: { zh: '证据文字', en: 'Evidence as text' },
  evidenceFile: { zh: '或选择文件', en: 'or a file' },
  evidenceNote: {
    zh: '账本上只有 SHA-256 摘要。文字保存在本浏览器；文件请自行保管，裁决时须原样出示。',
    en: 'Only its SHA-256 digest goes to the ledger. The text is kept in this browser; keep a file yourself, unchanged, to show it to the auditor.',
  },
  evidenceWrong: {
    zh: '请输入文字（至多 3000 字）或选择文件。',
    en: 'Type a text of up to 3,000 characters, or choose a file.',
  },
  addEvidence: { zh: '补充证据', en: 'Add evidence' },
  expire: { zh: '结束逾期订单', en: 'End the overdue order' },
  expireNote: {
    zh: '期限已过，任何人都可以结束；冻结的款项退回买家。',
    en: 'Its time is over, and anybody may end it; what is held is the buyer’s again.',
  },
} satisfies Phrases
