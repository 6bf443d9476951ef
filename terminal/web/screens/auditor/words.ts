import type { Phrase, Phrases } from '../../dictionary/phrase.ts'

/** What an auditor reads: the last audit, blocks, transactions, instructions, and the history of records. */
export const auditorWords = {
  parts: { zh: '审计内容', en: 'Parts of the shelf' },
  report: { zh: '审计结果', en: 'Last audit' },
  disputes: { zh: '争议', en: 'Disputes' },
  blocks: { zh: '区块', en: 'Blocks' },
  transactions: { zh: '交易', en: 'Transactions' },
  instructions: { zh: '指令', en: 'Instructions' },
  asOf: { zh: (height: string) => `截至账本高度 ${height}`, en: (height: string) => `As of ledger height ${height}` },
  gatewaysWord: {
    zh: '所示内容由此网关从其节点读到。要自行证明，请用审计程序重放区块。',
    en: 'This is what this gateway read from its peer. To prove it yourself, replay the blocks with the auditor’s program.',
  },

  lookUp: { zh: '查找', en: 'Look up' },
  lookUpHint: {
    zh: '区块号、交易或指令编号、账户名，或记录键（如 account~alice）',
    en: 'A block’s number, the id of a transaction or an instruction, an account, or a record’s key such as account~alice',
  },
  lookUpNothing: { zh: '无法识别。请核对后重试。', en: 'This names nothing. Check it and try again.' },

  conclusion: { zh: '结论', en: 'Verdict' },
  verdict: {
    zh: (verdict: string) => ({ proven: '已证明', differs: '有差异', not_checked: '未能检查' })[verdict] ?? verdict,
    en: (verdict: string) => ({ proven: 'Proven', differs: 'Differs', not_checked: 'Not checked' })[verdict] ?? verdict,
  },
  verdictText: {
    zh: (verdict: string) =>
      ({
        proven: '这些区块没有任何问题。',
        differs: '这些区块与应有的内容不符，每处差异列在下面。',
        not_checked: '有内容无法核查，因此不对整体下结论，原因列在下面。',
      })[verdict] ?? '',
    en: (verdict: string) =>
      ({
        proven: 'Nothing speaks against any of these blocks.',
        differs: 'These blocks are not what they should be; each difference is named below.',
        not_checked: 'Not all could be looked at, so nothing is said of the whole; the reasons stand below.',
      })[verdict] ?? '',
  },
  depth: { zh: '范围', en: 'How far' },
  depthText: {
    zh: (depth: string): string => (depth === 'replay' ? '已核验，并重新判定每条指令' : '已核验'),
    en: (depth: string): string => (depth === 'replay' ? 'verified, and every instruction decided again' : 'verified'),
  },
  channel: { zh: '通道', en: 'Channel' },
  source: { zh: '区块来源', en: 'Blocks from' },
  span: { zh: '区块范围', en: 'Blocks' },
  ended: { zh: '完成时间', en: 'Ended' },
  counted: { zh: '计数', en: 'Counted' },
  found: { zh: '发现', en: 'Found' },
  foundNothing: { zh: '没有发现', en: 'Nothing was found' },
  findings: { zh: '逐项', en: 'One by one' },
  expected: { zh: '应为', en: 'should be' },
  present: { zh: '实为', en: 'is' },
  moreFindings: {
    zh: (count: number) => `另有 ${count} 处，见报告文件。`,
    en: (count: number) => `and ${count} more, in the report’s file`,
  },
  oddities: { zh: '异常但不影响这些区块', en: 'Odd, and nothing against these blocks' },
  odditiesText: {
    zh: '例如节点正确判为无效的交易：每种代码的次数和首次出现的位置。',
    en: 'Such as transactions that the peers rightly found invalid: each code with how often it was met, and where first.',
  },
  firstAt: { zh: '首次出现', en: 'First at' },
  roots: { zh: '所依据的根证书', en: 'Root certificates it was held against' },
  rootsText: {
    zh: '请与各成员亲自告知的指纹（SHA-256）对照。',
    en: 'Compare these fingerprints (SHA-256) with what each member told you itself.',
  },
  noReport: { zh: '还没有审计结果', en: 'There is no audit yet' },
  noReportText: {
    zh: '用审计程序重放区块，并把报告写入此网关的报告文件，结果就会显示在这里。',
    en: 'Replay the blocks with the auditor’s program and have it write its report into this gateway’s report file: it will stand here.',
  },
  unreadableReport: { zh: '报告文件无法读取', en: 'The report’s file cannot be read' },
  unreadableReportText: {
    zh: '此网关的报告文件不是审计程序写的报告，因此不显示其内容。',
    en: 'What stands in this gateway’s report file is no report of the auditor’s program, so nothing of it is shown.',
  },

  blocksLead: {
    zh: '区块没有自己的时间：所示为其首笔交易声称的时间。',
    en: 'A block has no time of its own: what is shown is what its first transaction claims.',
  },
  block: { zh: (number: string) => `区块 ${number}`, en: (number: string) => `Block ${number}` },
  header: { zh: '区块头', en: 'Header' },
  transactionCount: {
    zh: (count: number) => `${count} 笔交易`,
    en: (count: number) => (count === 1 ? '1 transaction' : `${count} transactions`),
  },
  invalidCount: { zh: (count: number) => `${count} 笔无效`, en: (count: number) => `${count} invalid` },
  hash: { zh: '区块哈希', en: 'Hash' },
  previousHash: { zh: '前一区块哈希', en: 'Hash of the block before' },
  previousBlock: { zh: '前一区块', en: 'Block before' },
  nextBlock: { zh: '后一区块', en: 'Block after' },
  time: { zh: '时间', en: 'Time' },

  transaction: { zh: '交易', en: 'Transaction' },
  transactionId: { zh: '交易编号', en: 'Transaction id' },
  position: { zh: '账本位置', en: 'Place on the ledger' },
  validation: { zh: '验证结果', en: 'Validation' },
  valid: { zh: '有效', en: 'Valid' },
  invalid: { zh: '无效', en: 'Invalid' },
  member: { zh: '提交成员', en: 'Created by' },
  call: { zh: '函数', en: 'Function' },
  configuration: { zh: '通道配置', en: 'Channel configuration' },
  unknownCall: { zh: '无法读取', en: 'Unreadable' },
  claimedCall: {
    zh: '以下为无效交易自称的内容，未产生任何效果。',
    en: 'What follows is the invalid transaction’s own word; nothing came of it.',
  },
  instructionCount: {
    zh: (count: number) => `${count} 条指令`,
    en: (count: number) => (count === 1 ? '1 instruction' : `${count} instructions`),
  },
  recorded: { zh: '记录的指令', en: 'Instructions it recorded' },
  attempted: { zh: '未成功的指令', en: 'Instructions it held in vain' },
  noInstructions: { zh: '没有指令', en: 'No instructions' },
  changedRows: { zh: '写入的记录', en: 'Records it wrote' },

  instruction: { zh: '指令', en: 'Instruction' },
  outcome: { zh: '结果', en: 'Outcome' },
  accepted: { zh: '已接受', en: 'Accepted' },
  refused: { zh: '已拒绝', en: 'Refused' },
  refusal: { zh: '拒绝代码', en: 'Refusal' },
  signedBy: { zh: '签名者', en: 'Signed by' },
  home: { zh: '归属机构', en: 'Home' },
  device: { zh: '设备', en: 'Device' },
  deviceKey: { zh: '设备编号', en: 'Device id' },
  number: { zh: '指令序号', en: 'Number' },
  signature: { zh: '签名', en: 'Signature' },
  signatureRight: {
    zh: '本浏览器已核对：此设备的密钥确实签署了这条指令。',
    en: 'This browser checked it: the key of this device signed exactly this instruction.',
  },
  signatureWrong: {
    zh: (faults: string) => `核对失败：${faults}`,
    en: (faults: string) => `The check failed: ${faults}`,
  },
  said: { zh: '签署的内容', en: 'What was signed' },
  effects: { zh: '产生的效果', en: 'What came of it' },
  attempts: { zh: '此前无效的交易', en: 'Invalid transactions that held it' },
  id: { zh: '编号', en: 'Id' },

  search: { zh: '搜索', en: 'Search' },
  searching: { zh: '搜索中…', en: 'Searching…' },
  participant: { zh: '参与者', en: 'Participant' },
  participantHint: { zh: '发出者或相关方', en: 'Who sent it, or whom it concerns' },
  kind: { zh: '类型', en: 'Kind' },
  voucher: { zh: '品种代码', en: 'Voucher' },
  quantity: { zh: '数量', en: 'Quantity' },
  more: { zh: '更多条件', en: 'More conditions' },
  least: { zh: '数量不少于', en: 'Quantity at least' },
  most: { zh: '数量不多于', en: 'Quantity at most' },
  quantityHint: {
    zh: '最小单位的整数；填写品种后可用其显示单位',
    en: 'Whole base units; in its own unit once a voucher is named',
  },
  quantityWrong: { zh: '请输入数字。', en: 'Give a figure.' },
  from: { zh: '起始日期', en: 'From' },
  to: { zh: '截止日期', en: 'Up to and with' },
  any: { zh: '全部', en: 'Any' },
  code: { zh: '验证代码', en: 'Validation code' },
  memberHint: { zh: '成员的 MSP 标识', en: 'The MSP id of a member' },
  nothingFound: { zh: '没有符合条件的内容', en: 'Nothing fits' },
  searchedTo: {
    zh: (block: string) => `已向前查到区块 ${block}。`,
    en: (block: string) => `Looked back as far as block ${block}.`,
  },
  searchOn: { zh: '继续查找', en: 'Look further back' },

  history: { zh: '记录的历史', en: 'History of a record' },
  historyLead: {
    zh: '从最早的变更开始：何时、由谁、哪条指令、变更前后。',
    en: 'From the first change on: when, by whom, by which instruction, before and after.',
  },
  noHistory: { zh: '此键从未写入过记录', en: 'No record was ever written under this key' },
  before: { zh: '之前', en: 'Before' },
  after: { zh: '之后', en: 'After' },
  part: { zh: '内容', en: 'Part' },
  created: { zh: '新建', en: 'New' },
  changed: { zh: '变更', en: 'Changed' },
  deleted: { zh: '已删除', en: 'Deleted' },
  unchanged: { zh: '内容不变', en: 'Written again as it was' },
  through: { zh: (member: string) => `经${member}提交`, en: (member: string) => `through ${member}` },
  record: { zh: '记录', en: 'Record' },
  whole: { zh: '完整内容', en: 'The whole record' },
  nothing: { zh: '无', en: 'nothing' },
  byCall: { zh: (call: string) => `由 ${call}`, en: (call: string) => `by ${call}` },
} satisfies Phrases

/** What an audit counts, in the order of the report. */
export const countWords = {
  blocks: { zh: '区块', en: 'Blocks' },
  proven: { zh: '已证明的指令', en: 'Instructions proven' },
  differing: { zh: '有差异的指令', en: 'Instructions differing' },
  unseen: { zh: '未重新判定的指令', en: 'Instructions not decided again' },
  confidential: {
    zh: '保密内容不在区块中，未重新判定',
    en: 'Not decided again, as what they say to few is in no block',
  },
  disclosed: { zh: '依据成员披露的保密内容重新判定', en: 'Proven with what members disclosed' },
  fromStamp: { zh: '部分仅凭归属机构时间戳', en: 'Proven in part by their home’s stamp alone' },
  invalid: { zh: '节点判为无效的交易', en: 'Transactions that the peers found invalid' },
} satisfies Phrases

/** What Fabric's validation codes mean, as far as one meets them. */
export const validationWords: { readonly [code: string]: Phrase } = {
  MVCC_READ_CONFLICT: {
    zh: '所读的记录在此期间被改动',
    en: 'What it had read was changed meanwhile',
  },
  PHANTOM_READ_CONFLICT: { zh: '所读的范围在此期间有增减', en: 'A range that it had read gained or lost a row' },
  ENDORSEMENT_POLICY_FAILURE: { zh: '背书不足', en: 'Too few endorsed it, or not the right ones' },
  BAD_CREATOR_SIGNATURE: { zh: '提交者签名无效', en: 'Its creator’s signature is not valid' },
  DUPLICATE_TXID: { zh: '交易编号重复', en: 'Another transaction has its id' },
  BAD_PROPOSAL_TXID: { zh: '交易编号不符', en: 'Its id is not that of its content' },
  INVALID_WRITESET: { zh: '写入内容无效', en: 'What it writes is not valid' },
  BAD_RWSET: { zh: '读写内容无法读取', en: 'What it reads and writes cannot be read' },
  EXPIRED_CHAINCODE: { zh: '链码定义已过期', en: 'The chaincode’s definition had changed' },
}
