import type { Phrases } from '../../dictionary/phrase.ts'

/** What the buyer's orders say. */
export const orderWords = {
  lead: {
    zh: '您向商家下的订单。款项在确认收货前留在您的账户中。',
    en: 'What you ordered from providers. The money waits in your own account until you confirm.',
  },
  oneClick: { zh: '一键下单并付款', en: 'Ordering and paying in one click' },
  oneClickOff: {
    zh: '未开启。每笔订单付款前都会询问您。',
    en: 'Off. You are asked before you pay any order.',
  },
  oneClickMeaning: {
    zh: '开启后，在商品页按一下，即按保存的地址下单并付款，不再询问。账本会核对上限和次数，超出时只下单，付款前仍会询问。',
    en: 'One press on the page of some goods then orders and pays them without asking, to the address that this browser keeps. The ledger itself checks amount and count; above them you are asked before you pay.',
  },
  oneClickOn: {
    zh: (amount: string, count: number) => `已开启：不超过 ${amount} 的订单，每天最多 ${count} 笔，按一下即付款。`,
    en: (amount: string, count: number) =>
      `On: one press orders and pays up to ${amount}, at most ${count} times a day.`,
  },
  pay: { zh: (amount: string) => `付款 ${amount}`, en: (amount: string) => `Pay ${amount}` },
  payNote: {
    zh: '款项冻结在您的账户中，确认收货后付给商家。',
    en: 'It is held in your own account, and goes to the provider once you confirm.',
  },
  payByCode: {
    zh: '或向商家出示付款码，在此设备上确认；款项同样冻结。',
    en: 'Or show the provider a payment code and confirm it on this device; the money is held just the same.',
  },
  cancel: { zh: '取消订单', en: 'Cancel the order' },
  cancelNote: {
    zh: '商家接单前可以取消，冻结的款项立即解冻。',
    en: 'You may until the provider takes it; what is held is free at once.',
  },
  complete: { zh: '确认收货', en: 'Confirm receipt' },
  completePay: {
    zh: (amount: string) => `确认收货并付给商家 ${amount}`,
    en: (amount: string) => `Confirm receipt, and pay ${amount}`,
  },
  completeNote: { zh: '确认后款项付给商家，不能撤回。', en: 'The money goes to the provider then, for good.' },
  payee: { zh: '收款人', en: 'Paid to' },
  total: { zh: '合计', en: 'Total' },
  dispute: { zh: '提出争议', en: 'Dispute it' },
  disputeNote: { zh: '由审计裁决，期间款项保持冻结。', en: 'An auditor decides; the money stays held until then.' },
  sealTitle: { zh: '对方证据的密钥', en: 'The key to the provider’s evidence' },
  sealWhy: {
    zh: '商家的证据文字只加密给已登记密钥的设备。此设备还没有登记：在此之前提交的证据它打不开。私钥留在本浏览器，不能导出。',
    en: 'The provider seals what it writes to devices whose key is on the ledger. That of this one is not yet, and what is brought before stays closed to it. The private half stays in this browser and cannot be read out.',
  },
  rating: { zh: '评分', en: 'Rating' },
  reviewText: { zh: '评价', en: 'What you say of it' },
  reviewWrong: { zh: '请输入 1 到 2000 字。', en: 'Say something, in up to 2,000 characters.' },
  reviewNote: {
    zh: '评价只能提交一次。文字存于网关，可以移除；账本上只有摘要。',
    en: 'You can say it once. The text lies at the gateway and can be removed; the ledger has its digest.',
  },
  review: { zh: '提交评价', en: 'Send the review' },
} satisfies Phrases

/** What one has of goods certificates. */
export const handedWords = {
  title: { zh: '交给您的物信证', en: 'Certificates that you have' },
  none: { zh: '还没有。', en: 'None yet.' },
  holding: { zh: '持有，可转交', en: 'To hold and hand on' },
  data: { zh: '内容', en: 'The data' },
  ownership: { zh: '所有权', en: 'Ownership' },
  licence: { zh: '使用许可', en: 'A licence' },
  until: { zh: (when: string) => `至 ${when}`, en: (when: string) => `Until ${when}` },
  sealTitle: { zh: '在此设备上接收物信证', en: 'Receive certificates on this device' },
  sealText: {
    zh: '此设备需要一把密钥，才能打开随物信证交给您的内容。',
    en: 'This device needs a key to open what is handed to you with a certificate.',
  },
} satisfies Phrases
