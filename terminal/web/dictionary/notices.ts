import type { Phrase, Phrases } from './phrase.ts'

/** Results, and the instruction behind each. */
export const noticeWords = {
  working: { zh: '正在签名并发送…', en: 'Signing and sending…' },
  title: { zh: '结果', en: 'Results' },
  none: { zh: '还没有结果', en: 'No results yet' },
  noneText: {
    zh: '您在此设备上提交的每条指令，其结果都会显示在这里。',
    en: 'What becomes of each instruction that you make on this device appears here.',
  },
  accepted: { zh: '已生效', en: 'Accepted' },
  refused: { zh: '未成功', en: 'Refused' },
  pending: { zh: '等待结果', en: 'Outcome pending' },
  sending: { zh: '正在发送', en: 'Sending' },
  notSent: { zh: '没有受理', en: 'Not sent' },
  pendingTaken: {
    zh: '网关已保存此指令，稍后会有结果。无需重复操作。',
    en: 'The gateway keeps it and will bring it to an outcome. There is no need to do it again.',
  },
  pendingUnknown: {
    zh: '没有收到答复，结果未知。请勿重新下单：再次发送的是同一条指令，最多生效一次。',
    en: 'No answer came, so the outcome is not known. Do not make it anew: sending again sends the same instruction, which counts at most once.',
  },
  waitingFor: {
    zh: (organisation: string) => `正在等待 ${organisation}。`,
    en: (organisation: string) => `Waiting for ${organisation}.`,
  },
  sendAgain: { zh: '再次发送', en: 'Send again' },
  sentAgain: { zh: '正在再次发送…', en: 'Sending again…' },
  details: { zh: '查看已签名的指令', en: 'Show the signed instruction' },
  sheetLead: {
    zh: '这是您的设备签署的原文。任何人都可以用设备公钥验证它。',
    en: 'This is, word for word, what your device signed. Anybody can check it with the device’s public key.',
  },
  signature: { zh: '签名', en: 'Signature' },
  id: { zh: '指令编号', en: 'Instruction id' },
  block: { zh: '区块', en: 'Block' },
  position: { zh: '账本位置', en: 'Ledger position' },
  transaction: { zh: 'Fabric 交易', en: 'Fabric transaction' },
  notOnLedger: { zh: '尚未写入区块', en: 'In no block yet' },
  verify: { zh: '验证', en: 'Verify' },
  verifying: { zh: '正在验证…', en: 'Verifying…' },
  verified: {
    zh: '验证通过：网关提供的证据与您签署的指令一致，签名有效。',
    en: 'Verified: the gateway’s evidence is the instruction that you signed, and the signature holds.',
  },
  verifiedFault: { zh: (faults: string) => `验证未通过：${faults}`, en: (faults: string) => `Not verified: ${faults}` },
  inBlock: { zh: (block: string) => `区块 ${block}`, en: (block: string) => `Block ${block}` },
  announced: {
    zh: (kind: string, status: string, text: string) => `${kind}：${status}。${text}`,
    en: (kind: string, status: string, text: string) => `${kind}: ${status}. ${text}`,
  },
  pressedAgain: {
    zh: '正在处理中，请稍候：同一请求只会发送一次。',
    en: 'Still under way: the request is sent once only.',
  },
} satisfies Phrases

/** What an accepted instruction is called where money or metal has changed hands; any other is accepted. */
export const acceptedWords: { readonly [kind: string]: Phrase } = {
  'trade.buy': { zh: '已成交', en: 'Accepted' },
  'trade.sell': { zh: '已成交', en: 'Accepted' },
  'voucher.transfer': { zh: '转让成功', en: 'Accepted' },
}

/** The same for cash, which is not made over but paid over. */
export const acceptedCashWords: { readonly [kind: string]: Phrase } = {
  'voucher.transfer': { zh: '转账成功', en: 'Accepted' },
}

/** How an answer lies to its window, by the ledger's word for it. */
export const verdictWords: { readonly [verdict: string]: Phrase } = {
  'in-time': { zh: '及时', en: 'Yes' },
  early: { zh: '过早', en: 'Too early' },
  late: { zh: '过晚', en: 'Too late' },
}

/** Names of what an outcome tells, in the order in which they are shown; what has no name here is shown as the ledger calls it. */
export const valueWords: { readonly [name: string]: Phrase } = {
  verdict: { zh: '是否及时', en: 'In time' },
  receivedAt: { zh: '收到时间', en: 'Received' },
  startedAt: { zh: '开始时间', en: 'Started' },
  latest: { zh: '最晚', en: 'At the latest' },
  found: { zh: '找到人数', en: 'Found' },
  chosen: { zh: '询问人数', en: 'Chosen' },
  dropped: { zh: '已剔除', en: 'Left out' },
  rating: { zh: '评分', en: 'Rating' },
  quantity: { zh: '数量', en: 'Quantity' },
  price: { zh: '成交价', en: 'Price' },
  gross: { zh: '成交金额', en: 'Amount' },
  fee: { zh: '手续费', en: 'Fee' },
  available: { zh: '可用', en: 'Available' },
  reserved: { zh: '预留', en: 'Reserved' },
  pledged: { zh: '已质押', en: 'Pledged' },
  frozen: { zh: '已冻结', en: 'Frozen' },
  freed: { zh: '已释放', en: 'Freed' },
  filled: { zh: '已成交', en: 'Filled' },
  left: { zh: '剩余', en: 'Left' },
  to: { zh: '接收方', en: 'To' },
  sender: { zh: '转出方', en: 'From' },
  pledgee: { zh: '质权人', en: 'Pledgee' },
  holder: { zh: '持有人', en: 'Holder' },
  participant: { zh: '账户', en: 'Account' },
  voucher: { zh: '凭证', en: 'Voucher' },
  merchant: { zh: '商户', en: 'Merchant' },
  orderNumber: { zh: '订单号', en: 'Order number' },
  refunded: { zh: '累计退款', en: 'Refunded in all' },
  released: { zh: '已解除', en: 'Released' },
  perDay: { zh: '每日笔数', en: 'Times a day' },
  supply: { zh: '流通总量', en: 'Supply' },
  version: { zh: '版本', en: 'Version' },
  functions: { zh: '功能', en: 'Functions' },
  caseNumber: { zh: '案件编号', en: 'Case number' },
  expiresAt: { zh: '有效至', en: 'Until' },
  home: { zh: '所属机构', en: 'Home' },
  worstPrice: { zh: '可接受价', en: 'Worst price' },
  limitPrice: { zh: '限价', en: 'Limit price' },
  reference: { zh: '附言', en: 'Reference' },
  name: { zh: '名称', en: 'Name' },
  reason: { zh: '原因', en: 'Reason' },
  maximum: { zh: '上限', en: 'Maximum' },
  actBy: { zh: '下一步期限', en: 'Next step until' },
  amount: { zh: '金额', en: 'Amount' },
  outstanding: { zh: '他人持有', en: 'Held by others' },
  codeExpiresAt: { zh: '付款码有效至', en: 'Code valid until' },
  deadline: { zh: '截止时间', en: 'Deadline' },
  validUntil: { zh: '有效至', en: 'Valid until' },
  frozenUnder: { zh: '冻结案件', en: 'Frozen under' },
  most: { zh: '上限', en: 'At most' },
  newest: { zh: '最新报价', en: 'Newest quote' },
  issuer: { zh: '发行方', en: 'Issuer' },
  waitingFor: { zh: '等待', en: 'Waiting for' },
  member: { zh: '内容', en: 'Member' },
  problem: { zh: '问题', en: 'Problem' },
}
