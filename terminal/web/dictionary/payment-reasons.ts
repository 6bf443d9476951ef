import type { Reason } from './reason.ts'

/** What a gateway says of payment codes, beside the ledger's refusals. */
export const paymentProblemWords = {
  code_mistyped: {
    zh: { what: '付款码有数字输错。', next: '请核对这 18 位数字。' },
    en: { what: 'A digit of the code is mistyped.', next: 'Read the eighteen digits again.' },
  },
  code_unknown: {
    zh: { what: '没有找到这个付款码。', next: '请核对数字，或请顾客更换付款码后重新扫描。' },
    en: { what: 'No customer shows such a code.', next: 'Compare the digits, or have the customer show a new code.' },
  },
  code_not_ready: {
    zh: { what: '付款码还没有准备好。', next: '请稍候，页面会自动重试。' },
    en: { what: 'The code is not ready yet.', next: 'Wait a moment; the page tries again.' },
  },
  commitment_differs: {
    zh: { what: '付款码与签名不符，没有提交。', next: '请重新扫描。' },
    en: { what: 'The code is not the one that was signed for; nothing was claimed.', next: 'Scan it again.' },
  },
  claims_locked: {
    zh: { what: '错误的付款码过多，暂时不能收款。', next: '请稍候再扫描。' },
    en: { what: 'Too many wrong codes; this till can charge none for a while.', next: 'Wait, and then scan again.' },
  },
} as const satisfies { [code: string]: Reason }

/** What this side finds wrong with a payment before it sends anything, or with what it was answered. */
export const paymentFaultWords = {
  answer_dropped: {
    zh: { what: '收到了未经机构签名的答复，已丢弃。', next: '请重试；若再次出现，请停止使用此网址并告知您的银行。' },
    en: {
      what: 'An answer came that its organisation did not sign; it was dropped.',
      next: 'Ask again. If it comes again, do not use this address, and tell your bank.',
    },
  },
  code_mistyped: paymentProblemWords.code_mistyped,
  not_the_payers_bank: {
    zh: { what: '这不是付款人开户行的网关，付款码没有发送。', next: '请连接付款人开户行的网关后再收款。' },
    en: {
      what: 'This is not the gateway of the payer’s bank; the code was not sent.',
      next: 'Claim at the gateway of the payer’s bank.',
    },
  },
  order_unknown: {
    zh: { what: '没有这个订单号的付款。', next: '请核对订单号；若刚刚扫码，请稍后再查询。' },
    en: {
      what: 'There is no payment under this order number.',
      next: 'Check it; if it was just scanned, ask again in a moment.',
    },
  },
  outcome_unknown: {
    zh: { what: '结果还不知道。', next: '请稍后查询；重复同一操作是安全的。' },
    en: { what: 'The outcome is not known yet.', next: 'Ask in a moment; doing the same again is safe.' },
  },
  question_altered: {
    zh: { what: '要确认的付款与商家提交的不一致，没有签名。', next: '请重新读取，并核对金额。' },
    en: {
      what: 'The payment is not the one that the merchant asked for; nothing was signed.',
      next: 'Read the question again, and look at the amount.',
    },
  },
  question_missing: {
    zh: { what: '没有商家向本设备请求这笔付款。', next: '请让商家重新扫码。' },
    en: { what: 'No merchant asks this device for that payment.', next: 'Let the merchant scan a new code.' },
  },
} as const satisfies { [code: string]: Reason }

/** The ledger's refusal of a yes that nobody was asked for. */
export const promptNeededWords: Reason = {
  zh: { what: '这笔付款超出您的小额免确认规则。', next: '请核对后自行确认。' },
  en: { what: 'Your rule for small amounts does not cover this.', next: 'Look at it, and answer yourself.' },
}
