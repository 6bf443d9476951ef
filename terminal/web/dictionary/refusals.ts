import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import { approvalReasonWords } from './approval-reasons.ts'
import { certificateReasonWords } from './certificate-reasons.ts'
import { matchingReasonWords } from './matching-reasons.ts'
import { packageReasonWords } from './package-reasons.ts'
import { promptNeededWords } from './payment-reasons.ts'
import { promotionReasonWords } from './promotion-reasons.ts'
import { purchaseReasonWords } from './purchase-reasons.ts'
import type { Reason } from './reason.ts'
import { recommendationReasonWords } from './recommendation-reasons.ts'
import { tradeChainReasonWords } from './trade-chain-reasons.ts'

/** Every refusal of the ledger in words, with the next step (row S0-031); a code without words is a compile error. */
export const refusalWords: { readonly [C in RefusalCode]: Reason } = {
  ...packageReasonWords,
  malformed_instruction: {
    zh: { what: '指令的格式不正确，没有发送。', next: '请检查标出的内容后重试。' },
    en: {
      what: 'The instruction has not the right form, and was not sent.',
      next: 'Check what is marked and try again.',
    },
  },
  wrong_ledger: {
    zh: { what: '该指令属于另一个账本。', next: '请确认网址是否正确，再重新登录。' },
    en: {
      what: 'The instruction belongs to another ledger.',
      next: 'Check the address of this page, and sign in again.',
    },
  },
  unknown_device: {
    zh: { what: '账本上没有此设备。', next: '请重新登录并授权此设备。' },
    en: { what: 'The ledger does not know this device.', next: 'Sign in again and have this device authorised.' },
  },
  revoked_device: {
    zh: { what: '此设备已被移除。', next: '请重新登录并重新授权。' },
    en: { what: 'This device was revoked.', next: 'Sign in again and have it authorised anew.' },
  },
  bad_signature: {
    zh: { what: '签名与此设备不符。', next: '请重新登录；若仍如此，请重新授权此设备。' },
    en: {
      what: 'The signature is not by this device.',
      next: 'Sign in again; if it stays so, authorise this device anew.',
    },
  },
  not_home: {
    zh: { what: '该指令应由另一家机构处理。', next: '请在凭证发行方的网址上重试。' },
    en: {
      what: 'Another organisation processes this instruction.',
      next: 'Try at the organisation that issued the voucher.',
    },
  },
  number_too_old: {
    zh: { what: '此设备的指令序号已落后太多，没有生效。', next: '请重新提交。' },
    en: { what: 'The number of this instruction lies too far back, so it had no effect.', next: 'Make it again.' },
  },
  number_too_far: {
    zh: { what: '指令编号超出允许范围，未受理。', next: '请校准设备时间，或用新设备登录。' },
    en: {
      what: 'The number of the instruction lies too far ahead; nothing was done.',
      next: 'Set this device’s clock, or use another device.',
    },
  },
  number_used: {
    zh: { what: '此序号已被另一条指令使用，没有生效。', next: '请重新提交。' },
    en: { what: 'Another instruction used this number, so it had no effect.', next: 'Make it again.' },
  },
  not_endorsed: {
    zh: { what: '各机构的节点未能对此作出决定。', next: '请稍后再试；若仍失败，请联系您的机构。' },
    en: {
      what: 'The organisations’ peers could not decide it.',
      next: 'Try again later; if it stays so, tell your organisation.',
    },
  },
  instruction_expired: {
    zh: { what: '指令到达时已过有效期，没有生效。', next: '请重新提交。' },
    en: { what: 'The instruction arrived after its time and had no effect.', next: 'Make it again.' },
  },
  valid_until_too_far: {
    zh: { what: '指令的有效期超过一天。', next: '请检查本机时钟后重试。' },
    en: {
      what: 'The instruction claims to be valid for over a day.',
      next: 'Check the clock of this device and try again.',
    },
  },
  participant_not_active: {
    zh: { what: '您的账户已被冻结或关闭。', next: '请联系您的机构。' },
    en: { what: 'Your account is frozen or closed.', next: 'Contact your organisation.' },
  },
  device_lacks_role: {
    zh: { what: '此设备没有所需的权限。', next: '请使用有相应权限的设备，或向您的机构申请。' },
    en: {
      what: 'This device has not the right to do that.',
      next: 'Use a device that has it, or ask your organisation.',
    },
  },
  role_not_grantable: {
    zh: { what: '不能把这项权限授予该设备。', next: '请去掉该权限后重试。' },
    en: { what: 'This right cannot be given to that device.', next: 'Leave it out and try again.' },
  },
  not_registrar_of_home: {
    zh: { what: '该参与者属于另一家机构。', next: '请由其所属机构办理。' },
    en: { what: 'That participant belongs to another organisation.', next: 'Have its own organisation do it.' },
  },
  unknown_participant: {
    zh: { what: '账本上没有这个账户。', next: '请核对对方的账户名。' },
    en: { what: 'The ledger knows no such account.', next: 'Check the name of the other account.' },
  },
  participant_exists: {
    zh: { what: '该账户名已被使用。', next: '请换一个账户名。' },
    en: { what: 'An account has this name already.', next: 'Choose another name.' },
  },
  participant_state_forbids: {
    zh: { what: '该账户目前的状态不允许这样做。', next: '请刷新后查看其状态。' },
    en: { what: 'The state of that account does not allow it.', next: 'Look at its state again.' },
  },
  participant_holds_balance: {
    zh: { what: '该账户仍有余额。', next: '请先转出全部余额。' },
    en: { what: 'That account still holds something.', next: 'Move everything out first.' },
  },
  participant_holds_pledges: {
    zh: { what: '仍有他人的质押等待该账户解除。', next: '请先解除全部质押。' },
    en: { what: 'Others’ pledges still wait for that account.', next: 'Release them all first.' },
  },
  participant_issues_vouchers: {
    zh: { what: '该账户发行的凭证系列尚未全部终止。', next: '请先终止其发行的全部系列。' },
    en: { what: 'A series that the account issued is not retired.', next: 'Retire all of its series first.' },
  },
  device_key_taken: {
    zh: { what: '该设备密钥已属于另一台设备。', next: '请在该设备上重新生成密钥后再试。' },
    en: { what: 'This key is another device’s already.', next: 'Make a new key on this device, and try again.' },
  },
  seal_key_unusable: {
    zh: { what: '接收密钥不可用。', next: '请重新载入页面，让此设备生成新的接收密钥。' },
    en: {
      what: 'That key cannot be one for sealed documents.',
      next: 'Reload the page, so that this device makes another one.',
    },
  },
  device_not_proven: {
    zh: { what: '设备识别信息不是由该设备自己的密钥签署的。', next: '请在该设备上重新复制识别信息。' },
    en: { what: 'The device’s card is not signed by its own key.', next: 'Copy the card from the device once more.' },
  },
  device_exists: {
    zh: { what: '该账户已有使用此密钥的设备。', next: '无需再添加。' },
    en: { what: 'The account has a device with this key already.', next: 'There is nothing to add.' },
  },
  device_not_found: {
    zh: { what: '该账户没有这台设备。', next: '请刷新设备列表。' },
    en: { what: 'The account has no such device.', next: 'Look at the list of devices again.' },
  },
  device_already_revoked: {
    zh: { what: '该设备先前已被移除。', next: '无需再做什么。' },
    en: { what: 'The device was revoked before.', next: 'There is nothing left to do.' },
  },
  too_many_devices: {
    zh: { what: '该账户的设备数量已达上限（使用中 16 台，含已移除的 64 台）。', next: '请到您的机构柜台办理。' },
    en: {
      what: 'The account has as many devices as it may (16 in use, 64 with revoked ones).',
      next: 'Go to the desk of your organisation.',
    },
  },
  unknown_voucher: {
    zh: { what: '账本上没有这个凭证。', next: '请核对凭证代码。' },
    en: { what: 'The ledger knows no such voucher.', next: 'Check the voucher’s code.' },
  },
  voucher_exists: {
    zh: { what: '该凭证代码已被使用。', next: '请换一个代码。' },
    en: { what: 'A voucher has this code already.', next: 'Choose another code.' },
  },
  voucher_retired: {
    zh: { what: '该凭证已退市。', next: '请选择其他凭证。' },
    en: { what: 'The voucher was retired.', next: 'Choose another voucher.' },
  },
  not_the_issuer: {
    zh: { what: '只有发行方可以这样做。', next: '请在发行方的设备上操作。' },
    en: { what: 'Only the issuer may do that.', next: 'Do it on a device of the issuer.' },
  },
  function_not_enabled: {
    zh: { what: '该凭证目前不提供此功能。', next: '请在本页选择当前可用的功能。' },
    en: { what: 'The voucher does not offer this function now.', next: 'Choose one that this page shows.' },
  },
  supply_not_zero: {
    zh: { what: '仍有流通在外的数量。', next: '请先收回全部数量。' },
    en: { what: 'Quantities of it are outstanding.', next: 'Take all of them back first.' },
  },
  supply_over_cap: {
    zh: { what: '供应量将超出上限。', next: '请减少数量。' },
    en: { what: 'The supply would be above the cap.', next: 'Take a smaller quantity.' },
  },
  sender_is_receiver: {
    zh: { what: '不能转给自己。', next: '请填写另一个账户。' },
    en: { what: 'One cannot transfer to oneself.', next: 'Name another account.' },
  },
  receiver_not_active: {
    zh: { what: '对方账户已被冻结或关闭。', next: '请联系对方。' },
    en: { what: 'The other account is frozen or closed.', next: 'Contact the other party.' },
  },
  receiver_does_not_accept: {
    zh: { what: '对方不接受转让。', next: '请对方先打开接收设置。' },
    en: { what: 'The other account takes no transfers.', next: 'Ask its owner to allow them.' },
  },
  offer_needed: {
    zh: { what: '对方只接受认识的账户直接转让。', next: '请改用“需对方确认”的方式转让。' },
    en: {
      what: 'The other account takes direct transfers from known senders only.',
      next: 'Transfer it as an offer instead.',
    },
  },
  unknown_offer: {
    zh: { what: '没有这笔待确认的转让。', next: '请刷新列表。' },
    en: { what: 'There is no such offer.', next: 'Look at the list again.' },
  },
  offer_state_forbids: {
    zh: { what: '这笔转让已被处理，不能再这样做。', next: '请刷新后查看其状态。' },
    en: { what: 'The offer is past that step.', next: 'Look at its state again.' },
  },
  not_the_voucher: {
    zh: { what: '它属于另一个凭证。', next: '请刷新后重试。' },
    en: { what: 'It is about another voucher.', next: 'Look again, and retry.' },
  },
  not_a_party: {
    zh: { what: '这一步应由另一方来做。', next: '请等待对方操作。' },
    en: { what: 'This step belongs to another party.', next: 'Wait for them to take it.' },
  },
  deadline_passed: {
    zh: { what: '期限已过。', next: '请重新发起。' },
    en: { what: 'The deadline has passed.', next: 'Begin anew.' },
  },
  deadline_not_passed: {
    zh: { what: '期限未到，还不能这样做。', next: '请在期限后再试。' },
    en: { what: 'The deadline has not passed yet.', next: 'Try again after it.' },
  },
  term_before_answer: {
    zh: { what: '质押期限早于对方的答复期限。', next: '请延长质押期限。' },
    en: { what: 'The term would end before the other party must have answered.', next: 'Choose a longer term.' },
  },
  deadline_in_past: {
    zh: { what: '所选的期限已经过去。', next: '请选择将来的时间。' },
    en: { what: 'The deadline given lies in the past.', next: 'Choose a time to come.' },
  },
  trade_terms_missing: {
    zh: { what: '该凭证没有设定买卖条款。', next: '请联系发行方。' },
    en: { what: 'The voucher has no terms for buying and selling.', next: 'Contact its issuer.' },
  },
  not_a_currency: {
    zh: { what: '该凭证不是现金。', next: '请选择现金凭证。' },
    en: { what: 'The voucher is no cash.', next: 'Choose a cash voucher.' },
  },
  unit_change_with_holdings: {
    zh: { what: '仍有他人持有时不能更改单位。', next: '请保留原单位。' },
    en: { what: 'The unit cannot change while others hold some.', next: 'Keep the unit.' },
  },
  terms_changed: {
    zh: { what: '凭证的单位或买卖条款已变更。', next: '请按新条款重新操作。' },
    en: { what: 'The voucher’s unit or trade terms have changed.', next: 'Look at the new terms and do it again.' },
  },
  unknown_quote: {
    zh: { what: '没有这个报价。', next: '请使用最新报价。' },
    en: { what: 'There is no such quote.', next: 'Use the newest one.' },
  },
  quote_exists: {
    zh: { what: '该凭证已有同名报价。', next: '请换一个报价名称。' },
    en: { what: 'The voucher has a quote of this name already.', next: 'Choose another name.' },
  },
  quote_expired: {
    zh: { what: '报价已过期，没有成交。', next: '请按最新报价重试。' },
    en: { what: 'The quote had ended; nothing was traded.', next: 'Try again at the newest quote.' },
  },
  quote_superseded: {
    zh: { what: '已有更新的报价，没有成交。', next: '请按最新报价重试。' },
    en: { what: 'There is a newer quote; nothing was traded.', next: 'Try again at the newest quote.' },
  },
  quote_withdrawn: {
    zh: { what: '该报价已撤回，没有成交。', next: '请等待新的报价。' },
    en: { what: 'The quote was withdrawn; nothing was traded.', next: 'Wait for a new quote.' },
  },
  quote_inverted: {
    zh: { what: '买入价低于卖出价。', next: '请更正价格。' },
    en: { what: 'The price to buy lies below the price to sell.', next: 'Correct the prices.' },
  },
  price_beyond_limit: {
    zh: { what: '价格超出了您能接受的范围，没有成交。', next: '请查看最新报价后再决定。' },
    en: {
      what: 'The price was worse than you would take; nothing was traded.',
      next: 'Look at the newest quote and decide.',
    },
  },
  issuer_cannot_trade: {
    zh: { what: '发行方不能与自己交易。', next: '请使用客户账户。' },
    en: { what: 'The issuer cannot trade with itself.', next: 'Use a customer’s account.' },
  },
  proceeds_below_fee: {
    zh: { what: '卖出所得不足以支付手续费。', next: '请增加数量。' },
    en: { what: 'The fee is above what the sale would bring.', next: 'Sell a larger quantity.' },
  },
  amount_over_cap: {
    zh: { what: '金额超出上限。', next: '请减少数量。' },
    en: { what: 'The amount would be above the cap.', next: 'Take a smaller quantity.' },
  },
  unknown_order: {
    zh: { what: '没有这笔委托。', next: '请刷新列表。' },
    en: { what: 'There is no such order.', next: 'Look at the list again.' },
  },
  order_state_forbids: {
    zh: { what: '这笔委托已成交、撤销或到期。', next: '请刷新后查看其状态。' },
    en: { what: 'The order was filled, cancelled or has expired.', next: 'Look at its state again.' },
  },
  exceeds_order_quantity: {
    zh: { what: '数量超过委托剩余数量。', next: '请减少数量。' },
    en: { what: 'The quantity is above what the order still wants.', next: 'Take a smaller quantity.' },
  },
  unknown_pledge: {
    zh: { what: '没有这笔质押。', next: '请刷新列表。' },
    en: { what: 'There is no such pledge.', next: 'Look at the list again.' },
  },
  pledge_state_forbids: {
    zh: { what: '这笔质押目前的状态不允许这样做。', next: '请刷新后查看其状态。' },
    en: { what: 'The pledge is not in a state that allows it.', next: 'Look at its state again.' },
  },
  pledgee_is_holder: {
    zh: { what: '不能质押给自己。', next: '请填写另一个账户。' },
    en: { what: 'One cannot pledge to oneself.', next: 'Name another account.' },
  },
  exceeds_pledged_quantity: {
    zh: { what: '数量超过已质押数量。', next: '请减少数量。' },
    en: { what: 'The quantity is above what is pledged.', next: 'Take a smaller quantity.' },
  },
  enforcement_not_agreed: {
    zh: { what: '这笔质押没有约定可由质权人处置。', next: '请与持有人协商。' },
    en: { what: 'This pledge was not agreed to be enforceable.', next: 'Settle it with the holder.' },
  },
  too_many_cases: {
    zh: { what: '同时冻结的案件过多。', next: '请先办结一个案件。' },
    en: { what: 'As many cases hold this frozen as may at once.', next: 'End one of them first.' },
  },
  frozen_under_another_case: {
    zh: { what: '是另一个案件冻结的。', next: '请用原案件编号解冻。' },
    en: { what: 'Another case froze it.', next: 'Unfreeze it under the number of that case.' },
  },
  exceeds_frozen_quantity: {
    zh: { what: '数量超过已冻结数量。', next: '请减少数量。' },
    en: { what: 'The quantity is above what is frozen.', next: 'Take a smaller quantity.' },
  },
  stamp_missing: {
    zh: { what: '缺少开户机构的确认。', next: '请在开户机构的网址上重试。' },
    en: { what: 'The word of the home organisation is missing.', next: 'Try at your home organisation’s address.' },
  },
  bad_stamp: {
    zh: { what: '开户机构的确认无效。', next: '请稍后再试，或联系您的机构。' },
    en: {
      what: 'The word of the home organisation is not valid.',
      next: 'Try again later, or tell your organisation.',
    },
  },
  stamp_too_old: {
    zh: { what: '处理时间过长，没有生效。', next: '请重新提交。' },
    en: { what: 'It took too long on its way and had no effect.', next: 'Make it again.' },
  },
  receipt_not_provable: {
    zh: { what: '账本当时无法访问，收到的时间已无法证明，没有生效。', next: '请重新提交。' },
    en: {
      what: 'The ledger could not be reached in time to prove when this arrived. It had no effect.',
      next: 'Make it again.',
    },
  },
  merchant_not_registered: {
    zh: { what: '该商户未在银行登记收款。', next: '请联系银行柜员。' },
    en: { what: 'No bank has this merchant registered for payments.', next: 'Contact the bank’s teller.' },
  },
  voucher_not_taken: {
    zh: { what: '该商户不收这种凭证。', next: '请换一种付款方式。' },
    en: { what: 'The merchant does not take payments in this voucher.', next: 'Pay in another way.' },
  },
  exceeds_merchant_limit: {
    zh: { what: '金额超过该商户的单笔上限。', next: '请分次付款或减少金额。' },
    en: { what: 'The amount is above what the merchant may claim at once.', next: 'Claim less.' },
  },
  unknown_payment: {
    zh: { what: '没有这笔付款，付款码可能有误。', next: '请让付款人出示新的付款码。' },
    en: { what: 'There is no such payment; the code may be wrong.', next: 'Have the payer show a new code.' },
  },
  payment_code_taken: {
    zh: { what: '未能生成付款码。', next: '请重新获取付款码。' },
    en: { what: 'These digits were drawn before.', next: 'Ask for another code.' },
  },
  code_expired: {
    zh: { what: '付款码已过期。', next: '请让付款人出示新的付款码。' },
    en: { what: 'The code’s time is over.', next: 'Have the payer show a new one.' },
  },
  code_used: {
    zh: { what: '付款码已被使用。', next: '请让付款人出示新的付款码。' },
    en: { what: 'The code was used before.', next: 'Have the payer show a new one.' },
  },
  code_cancelled: {
    zh: { what: '付款码已撤销。', next: '请让付款人出示新的付款码。' },
    en: { what: 'The code was withdrawn.', next: 'Have the payer show a new one.' },
  },
  code_life_too_long: {
    zh: { what: '付款码的有效期过长。', next: '请重新获取付款码。' },
    en: { what: 'The code would live too long.', next: 'Ask for another code.' },
  },
  payer_is_merchant: {
    zh: { what: '付款人与商户是同一账户。', next: '请使用另一个账户付款。' },
    en: { what: 'Payer and merchant are the same account.', next: 'Pay from another account.' },
  },
  order_terms_differ: {
    zh: { what: '同一订单号先前使用了不同的金额或凭证。', next: '请核对订单号。' },
    en: { what: 'The order number was claimed with another amount or voucher.', next: 'Check the order number.' },
  },
  order_in_use: {
    zh: { what: '该订单号属于另一笔付款。', next: '请使用新的订单号。' },
    en: { what: 'The order number belongs to another payment.', next: 'Use a new order number.' },
  },
  fee_exceeds_amount: {
    zh: { what: '手续费将超过金额。', next: '请增加金额。' },
    en: { what: 'The fee would take the whole amount.', next: 'Claim a larger amount.' },
  },
  payment_terms_differ: {
    zh: { what: '您的答复与商户的收款请求不一致，没有付款。', next: '请核对后重新答复。' },
    en: {
      what: 'Your answer is not about what the merchant claimed; nothing was paid.',
      next: 'Look again, and answer.',
    },
  },
  not_the_payers_device: {
    zh: { what: '只有出示付款码的设备可以答复。', next: '请在那台设备上操作。' },
    en: { what: 'Only the device that showed the code can answer.', next: 'Answer on that device.' },
  },
  payment_state_forbids: {
    zh: { what: '这笔付款的状态不允许这样做。', next: '请刷新后查看其状态。' },
    en: { what: 'The payment is not in a state that allows it.', next: 'Look at its state again.' },
  },
  exceeds_refundable_quantity: {
    zh: { what: '退款金额超过可退金额。', next: '请减少金额。' },
    en: { what: 'The amount is above what is left to refund.', next: 'Refund less.' },
  },
  exceeds_inventory: {
    zh: { what: '发行方的存量不足，没有成交。', next: '请减少数量，或稍后再试。' },
    en: { what: 'The issuer has not that much to sell; nothing was traded.', next: 'Buy less, or try later.' },
  },
  issuer_lacks_cash: {
    zh: { what: '发行方的现金不足，没有成交。', next: '请减少数量，或稍后再试。' },
    en: { what: 'The issuer has not the cash to buy; nothing was traded.', next: 'Sell less, or try later.' },
  },
  exceeds_available_quantity: {
    zh: { what: '可用余额不足，什么都没有变动。', next: '请减少数量，或先补足余额。' },
    en: { what: 'There is not enough available; nothing has changed.', next: 'Take less, or bring in more first.' },
  },
  prompt_needed: promptNeededWords,
  settled_terms_differ: {
    zh: { what: '金额或凭证与所付的订单不一致，没有付款。', next: '请核对金额后重新收款。' },
    en: {
      what: 'The amount or the voucher is not that of what would be paid; nothing was paid.',
      next: 'Check the amount, and claim again.',
    },
  },
  ...certificateReasonWords,
  ...purchaseReasonWords,
  ...matchingReasonWords,
  ...recommendationReasonWords,
  ...tradeChainReasonWords,
  ...approvalReasonWords,
  ...promotionReasonWords,
}
