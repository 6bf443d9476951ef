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
  evidenceWrong: {
    zh: '请输入文字（至多 3000 字）或选择文件。',
    en: 'Type a text of up to 3,000 characters, or choose a file.',
  },
  sealMake: { zh: '生成并登记密钥', en: 'Make the key and register it' },
  addressTitle: { zh: '收货地址', en: 'Delivery address' },
  addressNone: { zh: '此订单没有收货地址。', en: 'This order has no address.' },
  addressOpen: { zh: '在此设备上打开', en: 'Open it on this device' },
  addressNeedsKey: {
    zh: '此设备没有能打开它的密钥。',
    en: 'This device has no key that could open it.',
  },
  name: { zh: '收货人', en: 'Name' },
  address: { zh: '地址', en: 'Address' },
  telephone: { zh: '电话', en: 'Telephone' },
  note: { zh: '备注', en: 'Note' },
  evidenceNote: {
    zh: '文字只加密给买卖双方和审计的设备，账本上只有其密文的 SHA-256 摘要。文件只发送摘要，请自行原样保管，裁决时须出示。',
    en: 'A text is sealed to the devices of both sides and of the auditors; the ledger has the SHA-256 digest of that alone. Of a file the digest alone is sent: keep it yourself, unchanged, to show it to the auditor.',
  },
  noAuditorKey: {
    zh: '还没有审计设备登记密钥：审计暂时无法打开您的文字。请在审计登记密钥后再次提交，或另行出示。',
    en: 'No auditor has a key for sealed documents yet, so none can open what you write now. Bring it again once one has, or show it in another way.',
  },
  evidenceFits: { zh: '与账本摘要一致', en: 'Fits the digest on the ledger' },
  evidenceDiffers: { zh: '与账本摘要不符', en: 'Does not fit the digest on the ledger' },
  evidenceKept: { zh: '保存在本浏览器', en: 'Kept in this browser' },
  evidenceKeyless: {
    zh: '此设备没有密钥，无法打开。',
    en: 'This device has no key for sealed documents, so it cannot open it.',
  },
  evidenceForOthers: { zh: '未加密给此设备。', en: 'It was not sealed to this device.' },
  evidenceAbsent: {
    zh: '网关没有此证据的文字：它是文件，或尚未送达。请向提交方索取文件并核对。',
    en: 'No gateway has a text of it: it is a file, or not there yet. Have its owner show you the file, and check that.',
  },
  evidenceCheck: { zh: '核对文件', en: 'Check a file against it' },
  chargeTitle: { zh: '用付款码收款', en: 'Take a payment code for it' },
  chargeCode: { zh: '付款码', en: 'Payment code' },
  chargeHint: {
    zh: '买家出示的 18 位数字；只发给买家的银行。',
    en: 'Eighteen digits that the buyer shows; they go to the buyer’s bank alone.',
  },
  chargeWrong: { zh: '有数字输入错误。', en: 'A digit is mistyped.' },
  chargeNow: { zh: (amount: string) => `收款 ${amount}`, en: (amount: string) => `Charge ${amount}` },
  chargeAsked: {
    zh: '买家的设备正在确认付款。',
    en: 'The buyer is asked on the device that showed the code.',
  },
  chargeEnded: {
    zh: '上一个付款码没有付成，款项未动。请买家出示新的付款码。',
    en: 'The last code came to nothing, and no money moved. Have the buyer show another one.',
  },
  addEvidence: { zh: '补充证据', en: 'Add evidence' },
  expire: { zh: '结束逾期订单', en: 'End the overdue order' },
  expireNote: {
    zh: '期限已过，任何人都可以结束；冻结的款项退回买家。',
    en: 'Its time is over, and anybody may end it; what is held is the buyer’s again.',
  },
} satisfies Phrases
