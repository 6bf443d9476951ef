import type { tradeChainRefusals } from '../../../chaincode/domains/trade-chain/refusals.ts'
import type { Reason } from './reason.ts'

/** Every refusal of trade chains in words, with the next step. */
export const tradeChainReasonWords: { readonly [C in keyof typeof tradeChainRefusals]: Reason } = {
  not_a_pair: {
    zh: { what: '这两个成员之间没有交易往来。', next: '请选择与银行合作的机构。' },
    en: { what: 'These two members do not trade together.', next: 'Choose an institution of the bank.' },
  },
  foreign_client: {
    zh: { what: '该客户属于其他成员。', next: '请由客户所属的银行办理。' },
    en: { what: 'The client is at home with another member.', next: 'Have its own bank do this.' },
  },
  foreign_pledgee: {
    zh: { what: '该质权人属于其他成员。', next: '请指定本行的质权人。' },
    en: { what: 'The pledgee is at home with another member.', next: 'Name one of this bank.' },
  },
  confidential_missing: {
    zh: { what: '保密内容没有随指令送达，或与签名不符。', next: '请重新生成并发送。' },
    en: {
      what: 'The confidential text did not come along, or is not the one that was signed.',
      next: 'Make it anew and send it again.',
    },
  },
  grade_missing: {
    zh: { what: '该客户在此机构尚无信用等级。', next: '请先评定信用等级。' },
    en: { what: 'The client has no grade at this institution yet.', next: 'Grade it first.' },
  },
  pledge_does_not_count: {
    zh: { what: '该质押未锁定，或不是该客户质押给代本行持有的质权人的。', next: '请只列出该客户有效的质押。' },
    en: {
      what: 'The pledge is not locked, or not this client’s to who holds for this bank.',
      next: 'Name pledges that are.',
    },
  },
  grade_outdated: {
    zh: { what: '提升等级的质押已解除。', next: '请重新计算等级后再发送。' },
    en: { what: 'A pledge that lifted the grade is released.', next: 'Weigh the grade anew, and send again.' },
  },
  home_lacks_part: {
    zh: { what: '该成员不承担所需的角色。', next: '请由交易机构办理。' },
    en: { what: 'The member does not play the part that this needs.', next: 'Have an institution do this.' },
  },
  institution_not_open: {
    zh: { what: '该机构目前不接受此类交易。', next: '请稍后再试，或选择其他机构。' },
    en: {
      what: 'The institution does not take this trade now.',
      next: 'Try again later, or choose another institution.',
    },
  },
  chain_incomplete: {
    zh: { what: '交易缺少身份、机构或交易内容。', next: '请补充缺少的部分。' },
    en: { what: 'Identity, institution or trade is missing.', next: 'Add the part that is missing.' },
  },
  chain_terms_differ: {
    zh: { what: '交易的各项内容不一致。', next: '请核对后重新发送。' },
    en: { what: 'What is said of the trade does not fit together.', next: 'Compare the parts and send it again.' },
  },
  identity_locked: {
    zh: { what: '身份验证多次失败，交易已锁定。', next: '请联系银行解锁。' },
    en: { what: 'Too many identity checks failed, so trading is locked.', next: 'Ask the bank to unlock it.' },
  },
  unknown_chain: {
    zh: { what: '账本中没有这笔交易。', next: '请确认交易的编号。' },
    en: { what: 'The ledger knows no such trade.', next: 'Check the id of the trade.' },
  },
  chain_state_forbids: {
    zh: { what: '交易的状态不允许此操作。', next: '请刷新后查看它的状态。' },
    en: { what: 'The state of the trade does not allow this.', next: 'Look at its state again.' },
  },
  chain_answered: {
    zh: { what: '此交易已经答复。', next: '无需再次答复。' },
    en: { what: 'The trade was answered before.', next: 'There is nothing more to answer.' },
  },
  chain_voided: {
    zh: { what: '此交易已作废，答复无效。', next: '请与银行核对。' },
    en: { what: 'The trade was voided, and an answer no longer counts.', next: 'Settle the matter with the bank.' },
  },
  not_the_send: {
    zh: { what: '答复的不是当前发送的交易。', next: '请重新读取后再答复。' },
    en: { what: 'Another message than the one that was sent is answered.', next: 'Read it again and answer that.' },
  },
  position_unavailable: {
    zh: { what: '没有所需的持仓或信用等级记录。', next: '请银行先登记。' },
    en: { what: 'A position or a grade is not on record.', next: 'Have the bank put it on record first.' },
  },
  position_stale: {
    zh: { what: '持仓、信用等级或排队位置已经变动。', next: '请重新读取后再发送。' },
    en: {
      what: 'The position, the grade or the place in the queue has changed.',
      next: 'Read it again and send it anew.',
    },
  },
  path_stale: {
    zh: { what: '机构登记的地址已经变动。', next: '请按新的地址重新发送。' },
    en: { what: 'The institution has other addresses on record by now.', next: 'Send it anew by those.' },
  },
  position_too_small: {
    zh: { what: '可用的数量不足以进行此交易。', next: '请减少数量，或先补足。' },
    en: { what: 'There is not enough free for this trade.', next: 'Take less, or bring in more first.' },
  },
  position_reserved: {
    zh: { what: '部分持仓正在等待交易完成。', next: '请在交易结束后再修改。' },
    en: { what: 'A part of the position waits for a trade.', next: 'Change it once the trade has ended.' },
  },
  answer_beyond_reserved: {
    zh: { what: '机构的答复超出了为此交易预留的数量。', next: '请作废此交易，或与机构重新交易。' },
    en: {
      what: 'The institution’s answer goes beyond what was reserved for it.',
      next: 'Void the trade, and trade anew.',
    },
  },
  too_many_positions: {
    zh: { what: '该客户在此机构的持仓已达一百项。', next: '请先整理已有的持仓。' },
    en: { what: 'The client has a hundred positions with the institution.', next: 'Use one of those on record.' },
  },
}

/** Why a bank's gateway does not take a client's trade. */
export const tradeChainProblemWords = {
  identity_type_unknown: {
    zh: { what: '银行不接受这种形式的身份标识。', next: '请使用银行卡号、手机号、居民身份证号或证书指纹。' },
    en: {
      what: 'This is of no form by which your bank knows its clients.',
      next: 'Give the number of an account, a phone or a resident, or the fingerprint of a certificate.',
    },
  },
  identity_not_registered: {
    zh: { what: '银行没有登记您的这类身份标识。', next: '请联系银行登记，或使用已登记的类型。' },
    en: {
      what: 'Your bank has nothing of this type on record of you.',
      next: 'Have it put on record there, or use a type that is.',
    },
  },
} as const satisfies { [code: string]: Reason }
