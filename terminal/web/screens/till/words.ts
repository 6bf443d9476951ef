import type { Phrases } from '../../dictionary/phrase.ts'

/** The merchant's till. */
export const tillWords = {
  sale: { zh: '本次收款', en: 'This sale' },
  order: { zh: '订单号', en: 'Order number' },
  orderHint: { zh: '可修改。同一订单号只会收款一次。', en: 'You may change it. An order number is paid once only.' },
  voucher: { zh: '收取', en: 'Paid with' },
  amount: { zh: '金额', en: 'Amount' },
  keypad: { zh: '数字键盘', en: 'Keypad' },
  back: { zh: '退格', en: 'Delete' },
  clear: { zh: '清除', en: 'Clear' },
  point: { zh: '小数点', en: 'Decimal point' },
  orderWrong: {
    zh: '订单号须为 1 到 40 位字母、数字和 . _ -',
    en: 'An order number is 1 to 40 letters, digits and . _ -',
  },
  paymentId: { zh: '付款编号', en: 'Payment' },
  listIsPart: {
    zh: (shown: number, all: number) => `下面列出最近 ${shown} 笔已收款；合计包括全部 ${all} 笔。`,
    en: (shown: number, all: number) => `The list shows the newest ${shown} payments; the sums count all ${all}.`,
  },
  ofThisTill: {
    zh: '暂时无法读取账本，仅显示本设备的收款。',
    en: 'The ledger cannot be read now: these are the sales of this till alone.',
  },
  maximum: { zh: (amount: string) => `单笔最高 ${amount}`, en: (amount: string) => `At most ${amount}` },
  feeIs: { zh: (amount: string) => `手续费 ${amount}`, en: (amount: string) => `Fee ${amount}` },
  code: { zh: '付款码', en: 'Payment code' },
  codeHint: { zh: '扫描顾客的付款码，或输入 18 位数字', en: 'Scan the customer’s code, or type its 18 digits' },
  scannerReady: { zh: '扫码枪已就绪：可随时扫描', en: 'Scanner ready: scan at any time' },
  amountFirst: { zh: '请先输入金额', en: 'Enter the amount first' },
  charge: { zh: (amount: string) => `收款 ${amount}`, en: (amount: string) => `Charge ${amount}` },
  digitsMissing: {
    zh: (count: number) => `还差 ${count} 位`,
    en: (count: number) => (count === 1 ? 'One digit to go' : `${count} digits to go`),
  },
  codeWhole: { zh: '校验通过', en: 'The digits fit' },
  codeFault: {
    zh: (reason: string) =>
      ({
        not_digits: '付款码只有数字。',
        other_prefix: '这不是付款码：付款码以 62 开头。',
        too_long: '数字太多：付款码为 18 位。',
        mistyped: '有数字输错：校验位不符，请核对。',
      })[reason] ?? reason,
    en: (reason: string) =>
      ({
        not_digits: 'A payment code has digits only.',
        other_prefix: 'This is no payment code: one begins with 62.',
        too_long: 'Too many digits: a payment code has 18.',
        mistyped: 'A digit is mistyped: the check digit does not fit. Compare them.',
      })[reason] ?? reason,
  },
  foreignScan: {
    zh: '扫到的不是付款码。请扫描顾客手机上的付款码。',
    en: 'That was no payment code. Scan the one on the customer’s phone.',
  },
  openCamera: { zh: '用摄像头扫码', en: 'Scan with the camera' },
  claiming: { zh: '正在提交…', en: 'Sending…' },
  waiting: { zh: '等待顾客确认', en: 'Waiting for the payer' },
  waitingText: {
    zh: '顾客的手机正在询问是否付款。',
    en: 'The customer’s phone is asking whether to pay.',
  },
  timeLeft: { zh: (seconds: number) => `剩余 ${seconds} 秒`, en: (seconds: number) => `${seconds} s left` },
  refusedOnce: {
    zh: '顾客确认了，但付款未成功（例如余额不足）。顾客仍可重试或拒绝。',
    en: 'The customer said yes, but it did not go through (not enough funds, for example). The customer can try again or say no.',
  },
  query: { zh: '立即查询', en: 'Ask now' },
  takeBack: { zh: '取消收款', en: 'Cancel this charge' },
  takingBack: { zh: '正在取消…', en: 'Cancelling…' },
  paid: { zh: '收款成功', en: 'PAID' },
  paidAloud: { zh: (amount: string) => `收款到账 ${amount}`, en: (amount: string) => `${amount} received` },
  paidText: {
    zh: (amount: string) => `扣除手续费后入账 ${amount}`,
    en: (amount: string) => `${amount} comes in after the fee`,
  },
  declined: { zh: '顾客拒绝付款', en: 'DECLINED' },
  declinedText: { zh: '没有收到款项。', en: 'The customer said no. Nothing was received.' },
  expired: { zh: '超时未付', en: 'NOT PAID IN TIME' },
  expiredText: {
    zh: '顾客没有及时确认，没有收到款项。可用同一订单号重新扫码。',
    en: 'The customer did not answer in time. Nothing was received; scan a new code under the same order number.',
  },
  reversed: { zh: '已取消收款', en: 'CANCELLED' },
  reversedText: { zh: '已取消，没有收到款项。', en: 'You cancelled it. Nothing was received.' },
  unknown: { zh: '结果待查', en: 'Not known yet' },
  unknownText: {
    zh: '没有收到答复。正在按订单号查询，请勿用其他方式再次收款。',
    en: 'No answer came. The till is asking by order number; do not charge in another way before it knows.',
  },
  silent: { zh: '网络中断，正在重试查询。', en: 'No connection; it goes on asking.' },
  notClaimed: {
    zh: '账本上没有此订单的付款。可以用同一订单号重新扫码，不会重复收款。',
    en: 'The ledger has no payment for this order. Scan again under the same number; it cannot be charged twice.',
  },
  lockedFor: {
    zh: (seconds: number) => `错误的付款码过多，${seconds} 秒后可继续。`,
    en: (seconds: number) => `Too many wrong codes; you can go on in ${seconds} s.`,
  },
  next: { zh: '下一笔', en: 'Next sale' },
  again: { zh: '重新收款', en: 'Charge again' },
  refund: { zh: '退款', en: 'Refund' },
  refundTitle: { zh: '退款', en: 'Refund' },
  refundAmount: { zh: '退款金额', en: 'Amount to refund' },
  refundLeft: {
    zh: (amount: string) => `最多可退 ${amount}`,
    en: (amount: string) => `${amount} is left to refund`,
  },
  refundTooMuch: {
    zh: (amount: string) => `超过可退金额，最多可退 ${amount}。`,
    en: (amount: string) => `Above what can be refunded: ${amount} at most.`,
  },
  refundReason: { zh: '退款编号', en: 'Reference' },
  refundReasonHint: { zh: '字母、数字、空格和 . _ / -', en: 'Letters, digits, blanks and . _ / -' },
  refundNow: { zh: (amount: string) => `退款 ${amount}`, en: (amount: string) => `Refund ${amount}` },
  refundAfter: { zh: '之后还可退', en: 'Left to refund after' },
  refunded: { zh: (amount: string) => `已退 ${amount}`, en: (amount: string) => `${amount} refunded` },
  feeStays: { zh: '手续费不退。', en: 'The fee is not refunded.' },
  today: { zh: '今日收款', en: 'Today’s sales' },
  todayEmpty: { zh: '今天还没有收款', en: 'No sales today' },
  todayEmptyText: { zh: '收款后会显示在这里。', en: 'What you charge stands here.' },
  takings: { zh: '今日合计', en: 'Today’s takings' },
  count: { zh: (count: number) => `${count} 笔`, en: (count: number) => (count === 1 ? '1 sale' : `${count} sales`) },
  gross: { zh: '收款', en: 'Taken' },
  fees: { zh: '手续费', en: 'Fees' },
  givenBack: { zh: '退款', en: 'Refunded' },
  net: { zh: '净额', en: 'Net' },
  time: { zh: '时间', en: 'Time' },
  state: { zh: '状态', en: 'State' },
  status: {
    zh: (status: string) =>
      ({
        captured: '已收款',
        claimed: '待确认',
        declined: '已拒绝',
        reversed: '已取消',
        expired: '已超时',
        unknown: '待查',
      })[status] ?? status,
    en: (status: string) =>
      ({
        captured: 'Paid',
        claimed: 'Waiting',
        declined: 'Declined',
        reversed: 'Cancelled',
        expired: 'Expired',
        unknown: 'Not known',
      })[status] ?? status,
  },
  open: { zh: '查看', en: 'Open' },
  notRegistered: { zh: '尚未登记为商户', en: 'Not registered as a merchant' },
  notRegisteredText: {
    zh: '您的银行还没有为此账户开通收款。请联系银行柜台登记。',
    en: 'Your bank has not registered this account to take payments. Ask at its desk.',
  },
} satisfies Phrases

/** The till's camera, which looks for payment codes. */
export const cameraWords = {
  title: { zh: '扫描付款码', en: 'Scan the payment code' },
  looking: { zh: '请将付款码对准框内', en: 'Hold the code inside the frame' },
  instead: { zh: '也可以使用扫码枪或输入数字。', en: 'A scanner or the digits will do as well.' },
} satisfies Phrases
