import type { Phrases } from './phrase.ts'

/** What the desks of issuer and bank have in common. */
export const deskWords = {
  voucher: { zh: '凭证代码', en: 'Voucher' },
  voucherHint: {
    zh: '3 到 32 位大写字母、数字和 -，以字母开头',
    en: '3 to 32 capital letters, digits and -, beginning with a letter',
  },
  amountWrong: { zh: '请输入大于零的数量', en: 'Enter a quantity above zero' },
  participant: { zh: '账户', en: 'Account' },
  participantHint: { zh: '3 到 40 位小写字母、数字和 -', en: '3 to 40 small letters, digits and -' },
  caseNumber: { zh: '案件编号', en: 'Case number' },
  caseNumberHint: {
    zh: '大写字母、数字和 -，如 CASE-2026-014',
    en: 'Capital letters, digits and -, such as CASE-2026-014',
  },
  quantity: { zh: '数量', en: 'Quantity' },
  reference: { zh: '业务参考号', en: 'Reference' },
  referenceHint: { zh: '字母、数字、空格和 . _ / -，最多 64 位', en: 'Up to 64 letters, digits, blanks and . _ / -' },
  reason: { zh: '原因', en: 'Reason' },
  state: { zh: '状态', en: 'State' },
  available: { zh: '可用', en: 'Available' },
  reserved: { zh: '预留', en: 'Reserved' },
  pledged: { zh: '质押', en: 'Pledged' },
  frozen: { zh: '冻结', en: 'Frozen' },
  total: { zh: '合计', en: 'Total' },
  freeze: { zh: '冻结', en: 'Freeze' },
  unfreeze: { zh: '解冻', en: 'Unfreeze' },
  confirm: { zh: '确认', en: 'Confirm' },
  status: {
    zh: (status: string) => ({ active: '正常', frozen: '已冻结', closed: '已关闭' })[status] ?? status,
    en: (status: string) => ({ active: 'Active', frozen: 'Frozen', closed: 'Closed' })[status] ?? status,
  },
  feeWrong: { zh: '0 到 50 之间的百分比，最多四位小数', en: 'From 0 to 50 per cent, with four places at most' },
  nameWrong: { zh: '1 到 60 个字符，首尾不留空格', en: '1 to 60 characters without blanks at the ends' },
  countWrong: { zh: '请输入整数，可为 0', en: 'A whole number, which may be 0' },
  positiveWrong: { zh: '请输入大于 0 的整数', en: 'A whole number above 0' },
} satisfies Phrases
