import type { ChainStatus } from '../../../../chaincode/domains/trade-chain/tables.ts'
import type { failingItems, ProductFamily } from '../../../../chaincode/domains/trade-chain/terms.ts'
import type { ChainFaultCode } from '../../../sdk/trade-chain/verify-chain.ts'
import type { Phrase, Phrases } from '../../dictionary/phrase.ts'
import type { IdentityType } from '../../state/trades.ts'

/** Every family of products by name. */
export const familyWords: { readonly [F in ProductFamily]: Phrase } = {
  metal: { zh: '贵金属', en: 'Metal' },
  futures: { zh: '期货', en: 'Futures' },
  stock: { zh: '股票', en: 'Stock' },
  fund: { zh: '基金', en: 'Fund' },
  trust: { zh: '信托', en: 'Trust' },
}

export const sideWords: { readonly [S in 'buy' | 'sell']: Phrase } = {
  buy: { zh: '买入', en: 'Buy' },
  sell: { zh: '卖出', en: 'Sell' },
}

/** By what a client is known. */
export const identityWords: { readonly [T in IdentityType]: Phrase } = {
  'account-number': { zh: '银行卡号', en: 'Account number' },
  phone: { zh: '手机号', en: 'Telephone number' },
  'resident-id': { zh: '居民身份证号', en: 'Resident number' },
  certificate: { zh: '证书指纹', en: 'Certificate fingerprint' },
}

export const identityHints: { readonly [T in IdentityType]: Phrase } = {
  'account-number': { zh: '16 或 19 位数字', en: '16 or 19 digits' },
  phone: { zh: '以 + 和国家代码开头', en: 'With + and the country code' },
  'resident-id': { zh: '18 位', en: '18 characters' },
  certificate: { zh: '64 位十六进制 SHA-256', en: 'Its SHA-256: 64 hexadecimal digits' },
}

/** How a trade stands, in a word or two. */
export const statusWords: { readonly [S in ChainStatus]: Phrase } = {
  received: { zh: '银行已收到', en: 'With the bank' },
  'user-rejected': { zh: '身份未通过', en: 'Identity not confirmed' },
  'institution-rejected': { zh: '机构未通过', en: 'Institution rejected' },
  'position-rejected': { zh: '持有不足', en: 'Too little held' },
  enriched: { zh: '已核验', en: 'Verified' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  expired: { zh: '已过期', en: 'Expired' },
  sent: { zh: '已发送', en: 'Sent' },
  unknown: { zh: '结果未知', en: 'Unknown' },
  answered: { zh: '已答复', en: 'Answered' },
  settled: { zh: '已完成', en: 'Settled' },
  refused: { zh: '机构已拒绝', en: 'Refused' },
  conflict: { zh: '核对有冲突', en: 'In conflict' },
  accepted: { zh: '银行已接受答复', en: 'Answer accepted' },
  voided: { zh: '已作废', en: 'Voided' },
}

/** What a trade's state means, and what follows from it. */
export const meaningWords: { readonly [S in ChainStatus]: Phrase } = {
  received: {
    zh: '银行正在核验您的身份和交易机构。',
    en: 'Your bank checks who you are and where the trade goes.',
  },
  'user-rejected': {
    zh: '您出示的身份与银行登记的不符，交易未发送给机构，也没有预留任何持有。请核对后重新提交；连续失败五次将被锁定。',
    en: 'What you gave is not what your bank has on record of you. Nothing went to the institution, and nothing is reserved. Check it and make the trade anew; five failures in a row lock it.',
  },
  'institution-rejected': {
    zh: '该机构目前不接受此类交易。交易未发送，没有预留任何持有。请选择其他机构，或稍后再试。',
    en: 'The institution does not take this trade now. Nothing went to it, and nothing is reserved. Choose another one, or try again later.',
  },
  'position-rejected': {
    zh: '可用的持有不足以完成这笔交易。交易未发送，没有预留任何持有。',
    en: 'There is not enough that is free for this trade. Nothing went to the institution, and nothing is reserved.',
  },
  enriched: {
    zh: '身份和机构已通过核验，所需的持有已预留，即将发送给机构。',
    en: 'You and the institution are verified, and what the trade needs is reserved. It goes to the institution next.',
  },
  withdrawn: {
    zh: '交易在发送前已撤回，预留的持有已释放。',
    en: 'It was taken back before it was sent. What was reserved is free again.',
  },
  expired: {
    zh: '交易未能在期限内发送，预留的持有已释放。',
    en: 'It was not sent in its time. What was reserved is free again.',
  },
  sent: {
    zh: '机构正在判断交易条件，所需的持有保持预留。',
    en: 'The institution decides now. What the trade needs stays reserved.',
  },
  unknown: {
    zh: '机构未在期限内答复，银行正在查询。不会重复发送；晚到的答复仍然有效，期间持有保持预留。',
    en: 'The institution did not answer in time, and your bank asks. It is not sent twice; an answer that comes late still counts, and what is reserved stays so.',
  },
  answered: {
    zh: '机构已答复，银行正在结算。',
    en: 'The institution has answered. Your bank settles it next.',
  },
  settled: {
    zh: '交易已完成，持有已更新。您可以下载证明。',
    en: 'The trade is done, and your holdings are up to date. You can download the proof.',
  },
  refused: {
    zh: '机构没有执行这笔交易，预留的持有已释放。',
    en: 'The institution did not execute the trade. What was reserved is free again.',
  },
  conflict: {
    zh: '机构的答复与所发送的内容不符，未作结算。银行会与机构核对，期间持有保持预留。',
    en: 'The answer does not fit what was sent, so nothing was settled. Your bank clears it up with the institution; what is reserved stays so meanwhile.',
  },
  accepted: {
    zh: '银行的两名职员已接受机构的答复，交易即将据此完成。',
    en: 'Two officers of the bank took the answer of the institution as it stands. The trade is settled by it next.',
  },
  voided: {
    zh: '长期没有结果，审计机构已将交易作废，预留的持有已释放。',
    en: 'It was open for too long, and an auditor ended it. What was reserved is free again.',
  },
}

/** Why an institution refused, by the item that failed. */
export const reasonWords: { readonly [R in (typeof failingItems)[number]]: Phrase } = {
  position: { zh: '持有不足', en: 'The position is too small for it' },
  grade: { zh: '信用等级不够', en: 'The credit grade is too low for this product' },
  limits: { zh: '超出机构的限额', en: 'It is beyond the institution’s limits' },
  hours: { zh: '不在交易时间内', en: 'It came outside the hours of trading' },
  price: { zh: '限价不在可成交的范围内', en: 'The limit price is not one at which it trades' },
}

/** What is wrong with a chain's file, by its first fault. */
export const faultWords: { readonly [C in ChainFaultCode]: Phrase } = {
  file_malformed: { zh: '这不是交易证明文件，或文件已损坏', en: 'This is no file of a trade, or it is damaged' },
  segment_missing: { zh: '缺少此段', en: 'The segment is missing' },
  segment_malformed: { zh: '此段的内容不完整', en: 'The segment is not a whole instruction' },
  wrong_kind: { zh: '此段不是应有的种类', en: 'The segment is of another kind than it must be' },
  other_ledger: { zh: '属于另一个账本', en: 'It belongs to another ledger' },
  signer_missing: { zh: '没有签名设备的公钥', en: 'The key of who signed it is not there' },
  key_of_another_device: { zh: '公钥不属于所称的设备', en: 'The key is not that of the device which is named' },
  signer_not_told: { zh: '签名设备不在已知名单中', en: 'Who signed it is none of those that were told' },
  bad_signature: { zh: '签名无效：内容在签名后被改动', en: 'The signature is wrong: what was signed was changed' },
  broken_link: { zh: '与前一段的链接已断开', en: 'It does not name the segments before it' },
  same_member: { zh: '机构与客户或银行是同一账户', en: 'The institution is the client or the bank itself' },
  signer_idle: { zh: '文件中有未签名的公钥', en: 'There is a key in the file that signed nothing' },
  confidential_differs: {
    zh: '保密内容与签名的摘要不符',
    en: 'What was said in confidence is not what was signed',
  },
  confidential_malformed: { zh: '保密内容不完整', en: 'What was said in confidence is not whole' },
  first_text_differs: {
    zh: '银行转发的客户内容与原文不符',
    en: 'What the bank passed on is not what the client said',
  },
  terms_differ: { zh: '各段的交易内容不一致', en: 'What the segments say of the trade does not fit together' },
  times_differ: { zh: '各段的时间不可能同时成立', en: 'The times of the segments cannot all be true' },
}

/** What the three segments are. */
export const segmentWords = {
  1: { zh: '第一段：客户', en: 'Segment 1: the client' },
  2: { zh: '第二段：银行', en: 'Segment 2: the bank' },
  3: { zh: '第三段：机构', en: 'Segment 3: the institution' },
} as const satisfies Phrases

/** What several screens say of trades at institutions. */
export const tradeWords = {
  institution: { zh: '交易机构', en: 'Institution' },
  bank: { zh: '银行', en: 'Bank' },
  client: { zh: '客户', en: 'Client' },
  family: { zh: '产品类别', en: 'Family' },
  product: { zh: '产品代码', en: 'Product' },
  quantity: { zh: '数量', en: 'Quantity' },
  limit: { zh: '限价', en: 'Limit price' },
  limitOf: {
    zh: (price: string, unit: string) => `每 ${unit} ${price}`,
    en: (price: string, unit: string) => `${price} for ${unit}`,
  },
  each: { zh: '一份', en: 'one' },
  most: { zh: '最多支付', en: 'Most to pay' },
  identityType: { zh: '身份类型', en: 'Identity by' },
  grade: { zh: '信用等级', en: 'Grade' },
  before: { zh: '交易前持有', en: 'Position before' },
  target: { zh: '交易后持有', en: 'Position after' },
  reason: { zh: '拒绝原因', en: 'Why it was refused' },
  verdict: { zh: '答复', en: 'Answer' },
  executed: { zh: '已执行', en: 'Executed' },
  refused: { zh: '已拒绝', en: 'Refused' },
  amount: { zh: '成交金额', en: 'Amount' },
  proof: { zh: '交易证明', en: 'The proof' },
  proofNote: {
    zh: '每一段由谁签名、说了什么。此浏览器已自行校验，不依赖任何服务器。',
    en: 'Who signed each segment, and what it says. This browser checks it by itself, without trusting a server.',
  },
  noProof: {
    zh: '交易没有发送给机构，也不再有任何内容可以证明。',
    en: 'The trade was never sent, and nothing of it is kept that could be proven.',
  },
  noProofYet: { zh: '暂时还没有可以证明的内容。', en: 'There is nothing to prove yet.' },
  download: { zh: '下载证明文件', en: 'Download the file' },
  saved: { zh: '证明文件已保存。', en: 'The file is saved.' },
  isGood: {
    zh: (count: number) => `校验通过：${count} 段均由签名者签署，且首尾相连`,
    en: (count: number) =>
      count === 1
        ? 'Good: its segment is signed as it stands'
        : `Good: ${count} segments, each signed as it stands and linked to those before it`,
  },
  isBad: { zh: '校验未通过', en: 'Not good' },
  faultIn: {
    zh: (segment: string, what: string) => `${segment}：${what}。`,
    en: (segment: string, what: string) => `${segment}. ${what}.`,
  },
  faultOf: { zh: (what: string) => `${what}。`, en: (what: string) => `${what}.` },
  signedBy: {
    zh: (name: string, end: string) => `${name} 签名，密钥末尾 ${end}`,
    en: (name: string, end: string) => `Signed by ${name}, key ending ${end}`,
  },
  compare: {
    zh: '请将密钥末尾与对方另行告知的核对。',
    en: 'Compare the ends of the keys with what each told you apart from this file.',
  },
  showProof: { zh: '查看内容', en: 'What was said' },
  until: { zh: (when: string) => `发送期限 ${when}`, en: (when: string) => `to be sent by ${when}` },
  open: { zh: '进行中', en: 'Under way' },
  ended: { zh: '已结束', en: 'Ended' },
  none: { zh: '没有交易。', en: 'None.' },
} satisfies Phrases
