import type { paymentKinds } from '../../domains/payments/kinds.ts'
import type { Rule } from '../rule.ts'
import { closeMerchant, registerMerchant } from './merchant.ts'
import {
  approvePayment,
  claimPayment,
  declinePayment,
  expirePayment,
  refundPayment,
  reversePayment,
} from './payment.ts'
import { cancelCode, requestCode } from './payment-code.ts'
import { setPromptRule } from './prompt-rule.ts'

/** The rule of each kind about payments. */
export const paymentRules: { readonly [K in keyof typeof paymentKinds]: Rule<K> } = {
  'merchant.register': registerMerchant,
  'merchant.close': closeMerchant,
  'payment-code.request': requestCode,
  'payment-code.cancel': cancelCode,
  'payment.claim': claimPayment,
  'payment.approve': approvePayment,
  'payment.decline': declinePayment,
  'payment.expire': expirePayment,
  'payment.reverse': reversePayment,
  'payment.refund': refundPayment,
  'payment.set-prompt-rule': setPromptRule,
}
