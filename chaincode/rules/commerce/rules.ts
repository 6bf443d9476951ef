import type { commerceKinds } from '../../domains/commerce/kinds.ts'
import type { Rule } from '../rule.ts'
import { refundPurchase, reviewPurchase } from './aftermath.ts'
import { addEvidence, decidePurchase, disputePurchase } from './dispute.ts'
import { setOneClick } from './one-click.ts'
import { orderPurchase } from './order.ts'
import {
  acceptPurchase,
  cancelPurchase,
  completePurchase,
  deliverPurchase,
  expirePurchase,
  payPurchase,
  rejectPurchase,
  shipPurchase,
} from './purchase.ts'

/** The rule of each kind about purchases. */
export const commerceRules: { readonly [K in keyof typeof commerceKinds]: Rule<K> } = {
  'purchase.order': orderPurchase,
  'purchase.pay': payPurchase,
  'purchase.cancel': cancelPurchase,
  'purchase.accept': acceptPurchase,
  'purchase.reject': rejectPurchase,
  'purchase.ship': shipPurchase,
  'purchase.deliver': deliverPurchase,
  'purchase.complete': completePurchase,
  'purchase.expire': expirePurchase,
  'purchase.dispute': disputePurchase,
  'purchase.add-evidence': addEvidence,
  'purchase.decide': decidePurchase,
  'purchase.refund': refundPurchase,
  'purchase.review': reviewPurchase,
  'purchase.set-one-click': setOneClick,
}
