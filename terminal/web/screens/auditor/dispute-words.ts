import type { Phrases } from '../../dictionary/phrase.ts'

/** What an auditor reads of disputes, and decides with. */
export const disputeWords = {
  lead: {
    zh: '等待裁决的订单。款项在裁决前冻结在买家账户；逾期未裁决，任何人都可以结束并全额退回买家。',
    en: 'Orders that wait for your decision. The money is held in the buyer’s account until then; left undecided, anybody may end it, and all goes back to the buyer.',
  },
  none: { zh: '没有等待裁决的争议', en: 'No dispute waits for a decision' },
  evidenceCount: {
    zh: (count: number) => `证据 ${count} 件`,
    en: (count: number) => (count === 1 ? '1 piece of evidence' : `${count} pieces of evidence`),
  },
  held: { zh: '冻结', en: 'held' },
  against: {
    zh: (buyer: string, provider: string) => `${buyer} 诉 ${provider}`,
    en: (buyer: string, provider: string) => `${buyer} against ${provider}`,
  },
  sealTitle: { zh: '证据的密钥', en: 'The key to evidence' },
  sealWhy: {
    zh: '当事人的证据文字只加密给双方和审计的设备。此设备还没有密钥：在此之前提交的证据它打不开。私钥留在本浏览器，不能导出；公钥登记在账本上。',
    en: 'Both sides seal what they write to each other’s and the auditors’ devices. This device has no key for that, and cannot open what is brought before it has one. The private half stays in this browser and cannot be read out; the public half goes to the ledger.',
  },
  decide: { zh: '裁决', en: 'Decide' },
  refund: { zh: '退还买家', en: 'Refund to the buyer' },
  all: { zh: '全部', en: 'All' },
  part: { zh: '部分', en: 'Part' },
  nothing: { zh: '不退', en: 'Nothing' },
  refundAmount: { zh: '退还金额', en: 'Amount to the buyer' },
  refundWrong: { zh: '请输入大于零、小于冻结款项的金额。', en: 'Give an amount between nothing and all that is held.' },
  decideNow: {
    zh: (amount: string) => `裁决：退还买家 ${amount}`,
    en: (amount: string) => `Decide: ${amount} to the buyer`,
  },
  toBuyer: { zh: '款项归买家', en: 'Money to the buyer' },
  toProvider: { zh: '款项归商家', en: 'Money to the provider' },
  fee: { zh: '付款码手续费归银行', en: 'The code’s fee to the bank' },
  metal: { zh: '贵金属', en: 'Metal' },
  metalToBuyer: {
    zh: (quantity: string, buyer: string) => `${quantity} 转给 ${buyer}`,
    en: (quantity: string, buyer: string) => `${quantity} goes to ${buyer}`,
  },
  metalToProvider: {
    zh: (quantity: string, provider: string) => `${quantity} 解除预留，仍归 ${provider}`,
    en: (quantity: string, provider: string) => `${quantity} is free again, and stays with ${provider}`,
  },
  over: { zh: '期限已过，不能再裁决。', en: 'Its time is over: it can be decided no more.' },
  ended: { zh: '此订单现在不在争议中。', en: 'This order is not in dispute now.' },
} satisfies Phrases
