import type { Phrases } from '../../dictionary/phrase.ts'

interface Lift {
  pledgee: string
  each: string
  cash: string
  most: number
}

/** What the desk of an officer for credit says. */
export const creditWords = {
  lead: {
    zh: '登记客户的身份、信用等级和持仓，并查看客户在其他机构的交易。',
    en: 'By what clients are known, how they are graded and what they hold at institutions, and how their trades stand.',
  },
  find: { zh: '打开客户', en: 'Open a client' },
  open: { zh: '打开', en: 'Open' },
  unknown: {
    zh: (client: string) => `本行没有客户 ${client}`,
    en: (client: string) => `${client} is no client of this bank`,
  },
  // Identities.
  identities: { zh: '登记的身份', en: 'Identities on record' },
  identitiesNote: {
    zh: '只保留比对用的摘要，任何人都不能再读出内容。',
    en: 'A keyed digest alone is kept: nobody can read what it is any more.',
  },
  identitiesNone: {
    zh: '没有登记任何身份，该客户不能交易。',
    en: 'Nothing is on record, so this client cannot trade.',
  },
  isOnRecord: { zh: '已登记', en: 'On record' },
  notOnRecord: { zh: '未登记', en: 'Not on record' },
  type: { zh: '类型', en: 'Type' },
  setTitle: { zh: '登记身份', en: 'Put an identity on record' },
  set: { zh: '登记', en: 'Put it on record' },
  setText: { zh: '同类型的原有登记将被替换。', en: 'It takes the place of what was on record of this type.' },
  isSet: { zh: (type: string) => `${type}已登记`, en: (type: string) => `${type}: on record` },
  // Locks.
  locked: { zh: '已锁定的客户', en: 'Locked clients' },
  lockedNote: {
    zh: '身份验证连续失败五次后，交易被锁定。',
    en: 'Five identity checks in a row failed, so their trades are refused.',
  },
  lockedNone: { zh: '没有锁定的客户。', en: 'Nobody is locked.' },
  failures: { zh: (count: number) => `连续失败 ${count} 次`, en: (count: number) => `${count} failures in a row` },
  isLocked: { zh: '交易已锁定', en: 'Trading is locked' },
  unlock: { zh: '解锁', en: 'Unlock' },
  unlockTitle: { zh: (client: string) => `解锁 ${client}？`, en: (client: string) => `Unlock ${client}?` },
  unlockText: {
    zh: '请先确认客户本人及失败的原因。须由另一名职员批准后才会解锁。',
    en: 'Make sure who the client is and why it failed. It is freed once another officer has approved that.',
  },
  // What needs two people.
  approvals: { zh: '等待第二人', en: 'Waiting for a second person' },
  approvalsNote: {
    zh: '一名职员申请，另一名职员批准，批准后由其中一人执行。',
    en: 'One officer proposes, another one approves exactly that, and either of them executes it.',
  },
  proposedBy: {
    zh: (maker: string, until: string) => `${maker} 申请，${until} 前有效`,
    en: (maker: string, until: string) => `Proposed by ${maker}, until ${until}`,
  },
  isPending: { zh: '待批准', en: 'To be approved' },
  isApproved: { zh: '已批准', en: 'Approved' },
  approve: { zh: '批准', en: 'Approve' },
  reject: { zh: '驳回', en: 'Reject' },
  takeBack: { zh: '撤回', en: 'Take back' },
  execute: { zh: '执行', en: 'Execute' },
  endIt: { zh: '已过期，结束', en: 'End it, its time is over' },
  settle: { zh: '按答复结算', en: 'Settle by the answer' },
  settleTitle: { zh: '按机构的答复结算？', en: 'Settle by the answer as it stands?' },
  settleText: {
    zh: '须由另一名职员批准。超出客户限价的答复无法结算。',
    en: 'Another officer must approve it. An answer that is worse than the client’s limit cannot be settled.',
  },
  giveUp: { zh: '作废', en: 'Void' },
  giveUpTitle: { zh: '作废这笔交易？', en: 'Void this trade?' },
  giveUpText: {
    zh: '须由另一名职员批准。预留的持有将全部释放。',
    en: 'Another officer must approve it. All that was reserved is free again.',
  },
  // Grades and positions.
  institution: { zh: '交易机构', en: 'Institution' },
  noInstitution: {
    zh: '还没有机构开放交易，因此不能登记等级和持仓。',
    en: 'No institution has opened for trades yet, so there is nothing to grade for.',
  },
  grade: { zh: '信用等级', en: 'Credit grade' },
  gradeNote: {
    zh: '只有本行和该机构可以看到；由另一位同事批准后生效。',
    en: 'This bank and the institution alone can see it. It counts once another officer approved it.',
  },
  gradeNow: {
    zh: (grade: string, version: string) => `目前 ${grade}，第 ${version} 版`,
    en: (grade: string, version: string) => `Now ${grade}, version ${version}`,
  },
  gradeLift: {
    zh: ({ pledgee, each, cash, most }: Lift) =>
      `质押给 ${pledgee} 的财产可提升等级：每 ${each} ${cash}（最小单位）一级，最多 ${most} 级`,
    en: ({ pledgee, each, cash, most }: Lift) =>
      `Pledges to ${pledgee} lift it: one step for each ${each} base units of ${cash}, at most ${most}`,
  },
  gradeNone: { zh: '未评级', en: 'Not graded' },
  proposeGrade: { zh: '提交评级', en: 'Propose the grade' },
  positions: { zh: '持仓', en: 'Positions' },
  positionsNote: {
    zh: '贵金属以账本上的持有为准，不在此登记。',
    en: 'Metal is what the ledger says that the client holds, and is not set here.',
  },
  positionsNone: { zh: '没有登记持仓。', en: 'None on record.' },
  family: { zh: '产品类别', en: 'Family' },
  product: { zh: '产品代码', en: 'Product' },
  productHint: { zh: '如 600519，大写字母、数字、- 和 .', en: 'Such as 600519: capital letters, digits, - and .' },
  quantity: { zh: '数量', en: 'Quantity' },
  reserved: { zh: '预留', en: 'Reserved' },
  setPosition: { zh: '登记持仓', en: 'Set the position' },
  // Chains.
  conflicts: { zh: '有冲突的交易', en: 'Trades in conflict' },
  conflictsNote: {
    zh: '机构的答复与所发送的内容不符，未作结算。请与机构核对，再提出处理申请。',
    en: 'The answer does not fit what was sent, so nothing was settled. Clear it up with the institution, then propose how it ends.',
  },
  underWay: { zh: '进行中的交易', en: 'Trades under way' },
  ended: { zh: '已结束的交易', en: 'Trades that have ended' },
  who: {
    zh: (client: string, institution: string) => `${client} 在${institution}`,
    en: (client: string, institution: string) => `${client} at ${institution}`,
  },
} satisfies Phrases
