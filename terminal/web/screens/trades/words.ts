import type { Phrase, Phrases } from '../../dictionary/phrase.ts'
import type { StationName } from '../../state/trades.ts'

/** The stations of a trade that goes well. */
export const stationWords: { readonly [S in StationName]: Phrase } = {
  opened: { zh: '已提交', en: 'Opened' },
  verified: { zh: '身份与机构已核验', en: 'Verified' },
  sent: { zh: '已发送给机构', en: 'Sent to the institution' },
  answered: { zh: '机构已答复', en: 'Answered' },
  settled: { zh: '已结算', en: 'Settled' },
}

/** What trades at institutions say. */
export const tradeFormWords = {
  lead: {
    zh: '通过您的银行在其他机构交易，无需在那里开户。银行核验您的身份后，将交易连同所需的信息发送给机构。',
    en: 'Trade at an institution through your bank, without an account there. Your bank verifies you, and passes on what the institution needs to decide.',
  },
  new: { zh: '新交易', en: 'Make a trade' },
  noInstitution: { zh: '目前没有机构接受交易', en: 'No institution takes trades now' },
  noInstitutionText: { zh: '请稍后再试。', en: 'Look again later.' },
  noMetal: { zh: '没有可选择的贵金属凭证。', en: 'There is no metal that you could choose.' },
  noCash: { zh: '账本上没有现金凭证，无法交易。', en: 'There is no cash on the ledger in which it could be paid.' },
  side: { zh: '方向', en: 'What you do' },
  voucher: { zh: '凭证', en: 'Voucher' },
  productHint: { zh: '如 600519，大写字母、数字、- 和 .', en: 'Such as 600519: capital letters, digits, - and .' },
  countWrong: { zh: '请输入大于零的整数。', en: 'A whole number above zero.' },
  priceLabel: { zh: (unit: string) => `每 ${unit} 的限价`, en: (unit: string) => `Limit price for ${unit}` },
  priceHintBuy: { zh: '高于此价不成交。', en: 'Above this price nothing is traded.' },
  priceHintSell: { zh: '低于此价不成交。', en: 'Below this price nothing is traded.' },
  priceWrong: { zh: '请输入大于零的价格。', en: 'Enter a price above zero.' },
  paidIn: { zh: '以何种现金支付', en: 'Paid in' },
  mostHint: {
    zh: (amount: string) => `按限价为 ${amount}；此数额将被预留`,
    en: (amount: string) => `At your limit it comes to ${amount}. What you give here is reserved`,
  },
  mostPlain: { zh: '此数额将被预留', en: 'What you give here is reserved' },
  hours: { zh: '发送期限', en: 'To be sent within' },
  hour: { zh: '1 小时', en: '1 hour' },
  day: { zh: '1 天', en: '1 day' },
  week: { zh: '7 天', en: '7 days' },
  identity: { zh: '身份', en: 'Who you are' },
  identityNote: {
    zh: '只告知您的银行；交易发送后机构也会得到。不写入账本。',
    en: 'Told to your bank alone, and to the institution once the trade is sent. It is never on the ledger.',
  },
  identityWrong: {
    zh: (hint: string) => `这不是所选类型：${hint}。`,
    en: (hint: string) => `It is not of this type: ${hint}.`,
  },
  go: { zh: '提交交易', en: 'Make the trade' },
  expires: { zh: '发送期限', en: 'To be sent by' },
  at: { zh: (name: string) => `在${name}`, en: (name: string) => `at ${name}` },
  ending: {
    zh: (type: string, end: string) => `${type}，末尾 ${end}`,
    en: (type: string, end: string) => `${type} ending ${end}`,
  },
  atLimit: { zh: '按限价合计', en: 'At your limit' },
  own: { zh: '我的交易', en: 'Your trades' },
  none: { zh: '还没有交易。', en: 'None yet.' },
  // Checking a file.
  check: { zh: '校验证明文件', en: 'Check a proof' },
  checkNote: {
    zh: '选择任何人给您的交易证明文件。校验在此浏览器内完成，文件不会离开此设备。',
    en: 'Choose the file of a trade, whoever gave it to you. This browser checks it; the file does not leave this device.',
  },
  file: { zh: '证明文件', en: 'File of a trade' },
  // One trade.
  progress: { zh: '进展', en: 'How it stands' },
  waiting: { zh: '等待中', en: 'Waiting' },
  late: { zh: '逾期', en: 'Late' },
  notReached: { zh: '未完成', en: 'Not done' },
  toCome: { zh: '待进行', en: 'To come' },
  about: { zh: '交易', en: 'The trade' },
  held: { zh: '已预留', en: 'Reserved' },
  heldNone: { zh: '无', en: 'Nothing' },
  sendBy: { zh: '发送期限', en: 'To be sent by' },
  answerBy: { zh: '答复期限', en: 'To be answered by' },
  amount: { zh: '成交金额', en: 'Amount' },
  number: { zh: '编号', en: 'Number' },
  missing: { zh: '没有这笔交易', en: 'There is no such trade' },
  missingText: {
    zh: '刚刚提交的交易会在几秒后出现；别人的交易不会显示。',
    en: 'One that you have just made appears within seconds. Those of others are not shown.',
  },
  withdraw: { zh: '撤回交易', en: 'Take the trade back' },
  withdrawTitle: { zh: '撤回这笔交易？', en: 'Take this trade back?' },
  withdrawText: {
    zh: '发送前可以撤回，预留的持有随即释放。',
    en: 'Until it is sent you can. What is reserved for it is free again at once.',
  },
} satisfies Phrases
