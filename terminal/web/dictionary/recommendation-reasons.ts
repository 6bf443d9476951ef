import type { recommendationRefusals } from '../../../chaincode/domains/recommendations/refusals.ts'
import type { Reason } from './reason.ts'

/** What the ledger refuses about recommendations, with the next step. */
export const recommendationReasonWords: { readonly [C in keyof typeof recommendationRefusals]: Reason } = {
  unknown_recommendation: {
    zh: { what: '账本上没有这条推荐。', next: '请核对推荐的编号。' },
    en: { what: 'The ledger knows no such recommendation.', next: 'Check which recommendation it is.' },
  },
  recommendation_part_required: {
    zh: { what: '推荐缺少一部分：推荐什么、何时回应、交付什么。', next: '请补上缺少的部分。' },
    en: {
      what: 'A part is missing: what is recommended, when an answer is wanted, or what is delivered.',
      next: 'Fill in what is missing.',
    },
  },
  ambiguous_window: {
    zh: { what: '填写了多个回应时段。', next: '请只选一种形式。' },
    en: { what: 'More than one time for answers was given.', next: 'Choose one form of it.' },
  },
  window_too_long: {
    zh: { what: '回应时段的结束时间超过一年。', next: '请选择更早的结束时间。' },
    en: { what: 'The window would end more than a year ahead.', next: 'Have it end earlier.' },
  },
  parameter_unfit: {
    zh: { what: '参数的值与其类型不符，或出现了两次。', next: '请更正该参数。' },
    en: { what: 'The value of a parameter is not of its type, or it is named twice.', next: 'Correct the parameter.' },
  },
  target_unfit: {
    zh: { what: '不能以这种方式推荐它。', next: '请选择另一份您可以给出的物信证。' },
    en: { what: 'This cannot be recommended in that way.', next: 'Choose another certificate that is yours to give.' },
  },
  sharing_not_consented: {
    zh: {
      what: '推荐人没有同意透露这些联系方式或位置。',
      next: '只转交推荐人同意透露的内容。',
    },
    en: {
      what: 'The recommender did not consent to tell this contact or place.',
      next: 'Pass on only what the recommender consented to.',
    },
  },
  own_recommendation: {
    zh: { what: '不能回应自己发布的推荐。', next: '请等待他人回应。' },
    en: { what: 'Nobody answers an own recommendation.', next: 'Wait for the answers of others.' },
  },
  recommendation_closed: {
    zh: { what: '这条推荐已被撤回。', next: '无需再做什么。' },
    en: { what: 'The recommendation was withdrawn.', next: 'There is nothing more to do.' },
  },
  not_its_target: {
    zh: { what: '这条推荐没有这一项内容。', next: '请选择它所列的内容。' },
    en: { what: 'The recommendation does not offer this.', next: 'Choose one of the things that it names.' },
  },
  answered_already: {
    zh: { what: '您已回应过这条推荐。', next: '无需再次回应。' },
    en: { what: 'You answered this recommendation before.', next: 'There is no need to answer again.' },
  },
  not_in_time: {
    zh: { what: '对方没有及时回应，不能向其交付。', next: '请只向及时回应者交付。' },
    en: {
      what: 'They have not answered in time, so nothing is delivered to them.',
      next: 'Deliver to those who answered in time.',
    },
  },
  delivered_already: {
    zh: { what: '先前已向对方交付过。', next: '请等待对方接受。' },
    en: { what: 'It was delivered to them before.', next: 'Wait until they accept it.' },
  },
  not_the_next_target: {
    zh: { what: '应先交付对方所选的，或列表中最先可交付的一项。', next: '请刷新后按顺序交付。' },
    en: {
      what: 'What they chose, or the first that can still be had, is delivered first.',
      next: 'Look again, and deliver that.',
    },
  },
  unknown_delivery: {
    zh: { what: '没有向您交付过内容。', next: '请刷新列表。' },
    en: { what: 'Nothing was delivered to you for this.', next: 'Look at the list again.' },
  },
  delivery_state_forbids: {
    zh: { what: '这次交付已有结果，不能再这样做。', next: '请刷新后查看其状态。' },
    en: { what: 'The delivery is past that step.', next: 'Look at its state again.' },
  },
}
