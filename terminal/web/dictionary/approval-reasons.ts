import type { approvalRefusals } from '../../../chaincode/domains/approvals/refusals.ts'
import type { Reason } from './reason.ts'

/** Every refusal of what needs two people in words, with the next step. */
export const approvalReasonWords: { readonly [C in keyof typeof approvalRefusals]: Reason } = {
  approval_missing: {
    zh: { what: '此操作需要另一位同事复核。', next: '请先提交申请，由同事批准后再执行。' },
    en: { what: 'This needs the approval of a second person.', next: 'Propose it, and have a colleague approve it.' },
  },
  unknown_approval: {
    zh: { what: '没有找到这项复核申请。', next: '请核对申请的编号。' },
    en: { what: 'There is no such proposal.', next: 'Check the id of the proposal.' },
  },
  kind_not_checked: {
    zh: { what: '此类操作不需要复核。', next: '请直接执行。' },
    en: { what: 'This needs no second person.', next: 'Do it directly.' },
  },
  act_unfit: {
    zh: { what: '申请的内容不完整或格式有误。', next: '请重新填写并提交。' },
    en: { what: 'What is proposed is not in the form of its kind.', next: 'Make the proposal anew.' },
  },
  already_proposed: {
    zh: { what: '同样的操作已有申请在等待处理。', next: '请处理已有的申请，或先将其撤回。' },
    en: {
      what: 'The same act is proposed already, and waits.',
      next: 'Have that proposal approved, or take it back first.',
    },
  },
  same_participant: {
    zh: { what: '申请人不能复核自己的申请。', next: '请由另一位同事办理。' },
    en: { what: 'Who proposed it cannot judge it as well.', next: 'Have a colleague do this.' },
  },
  not_the_act: {
    zh: { what: '操作与申请的内容不一致。', next: '请刷新申请，核对内容后再试。' },
    en: { what: 'This is not the act that was proposed.', next: 'Read the proposal again, and compare it.' },
  },
  approval_state_forbids: {
    zh: { what: '申请的状态不允许此操作。', next: '请刷新后查看它的状态。' },
    en: { what: 'The state of the proposal does not allow this.', next: 'Look at its state again.' },
  },
}
