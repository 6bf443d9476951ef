import type { Phrases } from '../../dictionary/phrase.ts'

/** The payer's screen: a code, the merchant's question, past payments, and the rule for small amounts. */
export const payWords = {
  lead: {
    zh: '请商家扫描此码。您在本设备上确认后才会付款。',
    en: 'Let the merchant scan this. Nothing is paid before you say yes here.',
  },
  timeLeft: {
    zh: (seconds: number) => `${seconds} 秒后自动更新`,
    en: (seconds: number) => `New code in ${seconds} s`,
  },
  oneTime: { zh: '仅可使用一次，请勿截屏转发。', en: 'Good for one payment. Do not send it to anybody.' },
  fetching: { zh: '正在获取付款码…', en: 'Getting a code…' },
  hidden: { zh: '付款码已隐藏', en: 'The code is hidden' },
  hiddenText: {
    zh: '您离开了页面，付款码已隐藏并作废。',
    en: 'You left the page, so the code was taken off and withdrawn.',
  },
  takenText: { zh: '商家已扫描此付款码。', en: 'A merchant has scanned the code.' },
  hiddenByYouText: { zh: '您已隐藏付款码，该码已作废。', en: 'You put the code away, and it was withdrawn.' },
  show: { zh: '显示付款码', en: 'Show a code' },
  hide: { zh: '隐藏', en: 'Hide' },
  renew: { zh: '更换付款码', en: 'New code' },
  failed: { zh: '无法获取付款码', en: 'There is no code' },
  asksFor: { zh: (merchant: string) => `${merchant} 请求付款`, en: (merchant: string) => `${merchant} asks for` },
  paysOrder: { zh: '同时支付的订单', en: 'Pays the order' },
  buys: { zh: '同时买入', en: 'Buys' },
  merchantAccount: { zh: '商户账户', en: 'Merchant account' },
  order: { zh: '订单号', en: 'Order number' },
  voucher: { zh: '付款凭证', en: 'Paid with' },
  available: { zh: '可用余额', en: 'Available' },
  answerLeft: { zh: (seconds: number) => `剩余 ${seconds} 秒`, en: (seconds: number) => `${seconds} s left` },
  yes: { zh: (amount: string) => `确认付款 ${amount}`, en: (amount: string) => `Pay ${amount}` },
  no: { zh: '拒绝', en: 'Decline' },
  paying: { zh: '正在付款…', en: 'Paying…' },
  declining: { zh: '正在拒绝…', en: 'Declining…' },
  byRuleNow: {
    zh: '符合您的小额免确认规则，正在自动付款…',
    en: 'Within your rule for small amounts: paying by itself…',
  },
  signs: {
    zh: '您的确认将由本设备签名，且仅对以上商户、订单、金额有效。',
    en: 'Your yes is signed by this device, over exactly this merchant, order and amount.',
  },
  paid: { zh: '已付款', en: 'Paid' },
  paidTo: {
    zh: (amount: string, merchant: string) => `已向 ${merchant} 支付 ${amount}`,
    en: (amount: string, merchant: string) => `You paid ${amount} to ${merchant}`,
  },
  paidByRule: {
    zh: '按您的小额规则自动付款，未经逐笔确认。',
    en: 'Paid by your rule for small amounts, without asking you.',
  },
  declined: { zh: '已拒绝', en: 'Declined' },
  declinedText: { zh: '没有付款，商家已收到通知。', en: 'You said no. Nothing was paid, and the merchant is told.' },
  expired: { zh: '已超时', en: 'Too late' },
  expiredText: {
    zh: '确认时间已过，没有付款。请让商家重新扫码。',
    en: 'The time to answer is over, and nothing was paid. Let the merchant scan another code.',
  },
  withdrawn: { zh: '商家已取消', en: 'Cancelled by merchant' },
  withdrawnText: { zh: '商家取消了此次收款，没有付款。', en: 'The merchant cancelled this. Nothing was paid.' },
  unknown: { zh: '结果待确认', en: 'Not known yet' },
  unknownText: {
    zh: '您的答复已签名并保存，账本尚未给出结果。请勿重复付款，本页会继续查询。',
    en: 'Your answer is signed and kept, but the ledger has not said what became of it. Do not pay in another way; this page goes on asking.',
  },
  askAgain: { zh: '再次查询', en: 'Ask again' },
  topUp: {
    zh: '可先到柜台存入再确认，或拒绝后改用其他凭证。',
    en: 'Deposit more at the desk and say yes again, or decline and pay with something else.',
  },
  receipt: { zh: '付款凭据', en: 'Receipt' },
  paymentId: { zh: '付款编号', en: 'Payment' },
  time: { zh: '时间', en: 'Time' },
  block: { zh: '区块', en: 'Block' },
  done: { zh: '完成', en: 'Done' },
  history: { zh: '付款记录', en: 'Past payments' },
  rule: { zh: '小额免确认', en: 'Small amounts without asking' },
  ruleOff: {
    zh: '未开启。每笔付款都会先询问您。',
    en: 'Off. You are asked about every payment.',
  },
  ruleOn: {
    zh: (amount: string, count: number) => `已开启：不超过 ${amount} 的付款，每天最多 ${count} 笔，不再询问。`,
    en: (amount: string, count: number) => `On: up to ${amount} is paid without asking, at most ${count} times a day.`,
  },
  ruleMeaning: {
    zh: '开启后，只要本页面打开，任何扫到您付款码的商家都可直接收取不超过上限的金额，不会再询问您。账本会核对上限和次数，超出时仍会询问。',
    en: 'While this page is open, any merchant who scans your code takes up to that amount without your being asked. The ledger itself checks amount and count; above them you are asked.',
  },
} satisfies Phrases
