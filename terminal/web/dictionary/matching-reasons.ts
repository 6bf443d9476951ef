import type { matchingRefusals } from '../../../chaincode/domains/matching/refusals.ts'
import type { Reason } from './reason.ts'

/** What the ledger refuses about demands and what comes of them, with the next step. */
export const matchingReasonWords: { readonly [C in keyof typeof matchingRefusals]: Reason } = {
  unknown_matcher: {
    zh: { what: '没有这项撮合服务。', next: '请选择列表中的撮合服务。' },
    en: { what: 'There is no such matching service.', next: 'Choose one of the list.' },
  },
  matcher_closed: {
    zh: { what: '这项撮合服务已停止。', next: '请选择另一项撮合服务。' },
    en: { what: 'This matching service is closed.', next: 'Choose another one.' },
  },
  not_the_matcher: {
    zh: { what: '这项请求交给了另一项撮合服务。', next: '请由所指定的撮合服务办理。' },
    en: { what: 'Another matching service was named for this.', next: 'Have that one do it.' },
  },
  trait_reserved: {
    zh: { what: '这个特征名称已由系统使用。', next: '请换一个名称。' },
    en: { what: 'Every matching service has a trait of this name already.', next: 'Choose another name.' },
  },
  trait_unfit: {
    zh: { what: '特征须有数值范围或选项之一，不能两者都有；由账本统计的只能是持有人的数值。', next: '请更正后重试。' },
    en: {
      what: 'A trait has either a range of numbers or a list of choices, and what the ledger counts is a number of holders.',
      next: 'Correct it and try again.',
    },
  },
  unknown_trait: {
    zh: { what: '该撮合服务没有这个特征。', next: '请选择列表中的特征。' },
    en: { what: 'The matching service knows no such trait.', next: 'Choose one that it offers.' },
  },
  unknown_field: {
    zh: { what: '该撮合服务没有这个兴趣领域。', next: '请选择列表中的领域。' },
    en: { what: 'The matching service knows no such field of interest.', next: 'Choose one that it offers.' },
  },
  trait_value_unfit: {
    zh: { what: '所填的值不在这个特征的允许范围内。', next: '请更正该值。' },
    en: { what: 'The value is none that this trait can have.', next: 'Correct the value.' },
  },
  trait_not_declared: {
    zh: { what: '这个特征由账本统计，不能自己填写。', next: '请去掉它。' },
    en: { what: 'The ledger counts this trait; nobody says it of oneself.', next: 'Leave it out.' },
  },
  trait_twice: {
    zh: { what: '同一特征出现了两次。', next: '请只保留一次。' },
    en: { what: 'The same trait is named twice.', next: 'Name it once.' },
  },
  demand_traits_required: {
    zh: { what: '没有说明需要怎样的持有人。', next: '请至少填写一项对持有人的要求。' },
    en: {
      what: 'The demand does not say of whom you want it.',
      next: 'Name at least one thing that holders must have.',
    },
  },
  traits_contradict: {
    zh: { what: '对同一特征的要求互相矛盾，没有人能满足。', next: '请更正这些要求。' },
    en: { what: 'Nobody can fulfil what is wanted of this trait.', next: 'Correct what you want.' },
  },
  unknown_demand: {
    zh: { what: '账本上没有这项需求。', next: '请刷新列表。' },
    en: { what: 'The ledger knows no such demand.', next: 'Look at the list again.' },
  },
  demand_exists: {
    zh: { what: '这项需求的编号已被使用。', next: '请重新发布需求。' },
    en: { what: 'A demand has this name already.', next: 'Make the demand again.' },
  },
  demand_closed: {
    zh: { what: '这项需求已撤回、已满足或已到期。', next: '无需再做什么。' },
    en: { what: 'The demand was withdrawn, is fulfilled, or its time is over.', next: 'There is nothing more to do.' },
  },
  matched_already: {
    zh: { what: '先前已为此寻找过对象。', next: '请查看已有的结果。' },
    en: { what: 'This was matched before.', next: 'Look at what was found.' },
  },
  not_matched: {
    zh: { what: '该持有人不在这项需求的匹配结果中。', next: '请刷新后查看匹配结果。' },
    en: { what: 'The demand was not matched with this holder.', next: 'Look again at who was found.' },
  },
  match_unfit: {
    zh: { what: '匹配结果前后不符，没有生效。', next: '请由撮合服务重新提交。' },
    en: {
      what: 'The match does not fit what it says that it found, and has no effect.',
      next: 'Have the matching service make it again.',
    },
  },
  asked_already: {
    zh: { what: '先前已询问过该参与者。', next: '请等待对方回应。' },
    en: { what: 'The participant was asked before.', next: 'Wait for the answer.' },
  },
  not_asked: {
    zh: { what: '没有人就此询问过您。', next: '请在收到的询问中选择一项。' },
    en: { what: 'Nobody asked you about this.', next: 'Choose one of the requests that you have.' },
  },
  until_too_far: {
    zh: { what: '开放时间超过三十天。', next: '请选择更早的时间。' },
    en: { what: 'It would stay open for more than 30 days.', next: 'Choose an earlier one.' },
  },
  unknown_answer: {
    zh: { what: '账本上没有这项回应。', next: '请刷新列表。' },
    en: { what: 'The ledger knows no such answer.', next: 'Look at the list again.' },
  },
  answer_state_forbids: {
    zh: { what: '这项回应已有结果，不能再这样做。', next: '请刷新后查看其状态。' },
    en: { what: 'The answer is past that step.', next: 'Look at its state again.' },
  },
  instance_offered: {
    zh: { what: '它已提供给别人，对方仍可接受。', next: '请等到该期限过后再试，或选择另一份。' },
    en: {
      what: 'It is offered to somebody who may still accept it.',
      next: 'Wait until that time is over, or choose another one.',
    },
  },
  giver_is_receiver: {
    zh: { what: '不能提供给自己。', next: '请选择另一方。' },
    en: { what: 'Nobody gives to oneself.', next: 'Choose somebody else.' },
  },
  unknown_interaction: {
    zh: { what: '账本上没有这次往来。', next: '请刷新列表。' },
    en: { what: 'The ledger knows nothing of what you name here.', next: 'Look at the list again.' },
  },
  interaction_state_forbids: {
    zh: { what: '目前的状态不允许这样做。', next: '请刷新后查看其状态。' },
    en: { what: 'Its state does not allow that now.', next: 'Look at its state again.' },
  },
  rated_already: {
    zh: { what: '您已评价过。', next: '无需再次评价。' },
    en: { what: 'You have rated this already.', next: 'There is nothing more to do.' },
  },
  rewarded_already: {
    zh: { what: '这次推荐已发放过奖励。', next: '无需再次发放。' },
    en: { what: 'This was rewarded before.', next: 'There is nothing more to do.' },
  },
  provider_is_recommender: {
    zh: { what: '推荐人就是您自己，不能奖励。', next: '无需再做什么。' },
    en: { what: 'You recommended it yourself, and nobody rewards oneself.', next: 'There is nothing more to do.' },
  },
}
