import type { promotionRefusals } from '../../../chaincode/domains/promotions/refusals.ts'
import type { Reason } from './reason.ts'

/** Every refusal of campaigns, promotions and rewards in words, with the next step. */
export const promotionReasonWords: { readonly [C in keyof typeof promotionRefusals]: Reason } = {
  campaign_unfit: {
    zh: { what: '所填的奖励与活动规则不符。', next: '请只填写规则所支付的奖励。' },
    en: {
      what: 'The rewards that are named are not those that the campaign’s rule pays.',
      next: 'Name the rewards of the rule, and no others.',
    },
  },
  window_empty: {
    zh: { what: '结束时间早于开始时间。', next: '请调整时间。' },
    en: { what: 'The window ends before it begins.', next: 'Choose a later end.' },
  },
  unknown_campaign: {
    zh: { what: '账本中没有此活动。', next: '请确认活动的编号。' },
    en: { what: 'The ledger knows no such campaign.', next: 'Check the id of the campaign.' },
  },
  campaign_state_forbids: {
    zh: { what: '活动已经结束。', next: '请选择其他活动。' },
    en: { what: 'The campaign is closed.', next: 'Choose another campaign.' },
  },
  promotion_incomplete: {
    zh: { what: '缺少推广人的凭据或目标交易。', next: '请补充缺少的部分。' },
    en: {
      what: 'What you are known by, or the trade that you promote, is missing.',
      next: 'Add the part that is missing.',
    },
  },
  promotion_terms_differ: {
    zh: { what: '推广的交易各项内容不一致，或与活动不符。', next: '请核对后重新提交。' },
    en: {
      what: 'What is said of the promoted trade does not fit together, or not the campaign.',
      next: 'Compare the parts and send it again.',
    },
  },
  unknown_promotion: {
    zh: { what: '账本中没有此推广。', next: '请确认推广的编号。' },
    en: { what: 'The ledger knows no such promotion.', next: 'Check the id of the promotion.' },
  },
  promotion_state_forbids: {
    zh: { what: '此推广已经结束。', next: '如需继续，请新建推广。' },
    en: { what: 'The promotion has ended.', next: 'Make a new one to go on.' },
  },
  already_judged: {
    zh: { what: '此交易的奖励已经判定。', next: '每笔交易只奖励一次，无需重复。' },
    en: { what: 'What the trade earned was judged before.', next: 'A trade is rewarded once; there is nothing to do.' },
  },
  unknown_reward: {
    zh: { what: '账本中没有此奖励。', next: '请确认交易的编号和奖励对象。' },
    en: { what: 'The ledger knows no such reward.', next: 'Check the trade, and whose reward it is.' },
  },
  reward_state_forbids: {
    zh: { what: '奖励的状态不允许此操作。', next: '请刷新后查看它的状态。' },
    en: { what: 'The state of the reward does not allow this.', next: 'Look at its state again.' },
  },
  reward_still_owed: {
    zh: { what: '应退回奖励的账户余额仍不足。', next: '请在其余额足够后再试。' },
    en: { what: 'Who owes the reward back still has too little.', next: 'Try again once there is enough.' },
  },
}
