import type { commerceRefusals } from '../../../chaincode/domains/commerce/refusals.ts'
import type { Reason } from './reason.ts'

/** What the ledger refuses about purchases, with the next step. */
export const purchaseReasonWords: { readonly [C in keyof typeof commerceRefusals]: Reason } = {
  not_the_provider: {
    zh: { what: '收款方不是该商品的提供方，没有下单，也没有付款。', next: '请重新打开物信证。' },
    en: {
      what: 'The payee named is not the provider of these goods; nothing was paid.',
      next: 'Open the certificate again.',
    },
  },
  price_terms_differ: {
    zh: { what: '价格与物信证不一致，没有下单。', next: '请重新打开物信证，并核对价格。' },
    en: {
      what: 'The price is not the certificate’s; nothing was ordered.',
      next: 'Open the certificate again, and look at the price.',
    },
  },
  certificate_forbids: {
    zh: { what: '这份证书不支持此操作。', next: '请使用证书页面上提供的按钮。' },
    en: { what: 'The certificate does not offer this.', next: 'Use the buttons that its page shows.' },
  },
  buyer_is_provider: {
    zh: { what: '不能向自己下单。', next: '请使用另一个账户。' },
    en: { what: 'You cannot order from yourself.', next: 'Use another account.' },
  },
  not_the_buyer: {
    zh: { what: '付款人不是该订单的买方，没有付款。', next: '请由买方出示付款码。' },
    en: { what: 'The payer is not the buyer of this order; nothing was paid.', next: 'Have the buyer show a code.' },
  },
  unknown_purchase: {
    zh: { what: '账本上没有这笔订单。', next: '请刷新订单列表。' },
    en: { what: 'The ledger knows no such purchase.', next: 'Load the list again.' },
  },
  purchase_state_forbids: {
    zh: { what: '订单的状态不允许这样做。', next: '请刷新后查看其状态。' },
    en: { what: 'The purchase is not in a state that allows it.', next: 'Look at its state again.' },
  },
  purchase_not_paid: {
    zh: { what: '买方尚未付款。', next: '请等待付款，或拒绝该订单。' },
    en: { what: 'The buyer has not paid yet.', next: 'Wait for the payment, or reject the order.' },
  },
  nothing_held: {
    zh: { what: '这笔订单没有冻结的款项，无法提出争议。', next: '请直接联系商品提供方。' },
    en: { what: 'No money of this purchase is held, so it cannot be disputed.', next: 'Speak with the provider.' },
  },
  too_much_evidence: {
    zh: { what: '每一方最多提交八份证据。', next: '请等待裁决。' },
    en: { what: 'Each side can bring eight pieces of evidence.', next: 'Wait for the decision.' },
  },
  already_reviewed: {
    zh: { what: '您已评价过这笔订单。', next: '无需再次评价。' },
    en: { what: 'You have reviewed this purchase already.', next: 'There is nothing more to do.' },
  },
}
