import {
  acceptOffer,
  cancelOffer,
  declineOffer,
  expireOffer,
  offerTransfer,
  returnOffer,
} from './domains/agreements/offer.ts'
import {
  acceptPledge,
  cancelPledge,
  declinePledge,
  enforcePledge,
  expirePledge,
  proposePledge,
  releasePledge,
} from './domains/agreements/pledge.ts'
import { cancelOrder, expireOrder, fillOrder, placeOrder } from './domains/market/order.ts'
import { publishQuote, withdrawQuote } from './domains/market/quote.ts'
import { buyVoucher, sellVoucher } from './domains/market/trade.ts'
import { closeMerchant, registerMerchant } from './domains/payments/merchant.ts'
import {
  approvePayment,
  claimPayment,
  declinePayment,
  expirePayment,
  refundPayment,
  reversePayment,
} from './domains/payments/payment.ts'
import { cancelCode, requestCode } from './domains/payments/payment-code.ts'
import { setPromptRule } from './domains/payments/prompt-rule.ts'
import { addDevice, renameDevice, replaceDevice, revokeDevice } from './domains/registry/device.ts'
import {
  acceptTransfers,
  closeParticipant,
  freezeParticipant,
  registerParticipant,
  unfreezeParticipant,
} from './domains/registry/participant.ts'
import { depositCash, withdrawCash } from './domains/vouchers/cash.ts'
import { freezeHolding, unfreezeHolding } from './domains/vouchers/freeze.ts'
import { transferVoucher } from './domains/vouchers/transfer.ts'
import {
  changeFunctions,
  decreaseSupply,
  increaseSupply,
  issueVoucher,
  retireVoucher,
  reviseVoucher,
} from './domains/vouchers/voucher.ts'
import type { Rule } from './rules/rule.ts'
import type { Kind } from './wire/instruction.ts'

const catalogue: { readonly [K in Kind]: Rule<K> } = {
  'participant.register': registerParticipant,
  'participant.accept': acceptTransfers,
  'participant.freeze': freezeParticipant,
  'participant.unfreeze': unfreezeParticipant,
  'participant.close': closeParticipant,
  'device.add': addDevice,
  'device.rename': renameDevice,
  'device.replace': replaceDevice,
  'device.revoke': revokeDevice,
  'voucher.issue': issueVoucher,
  'voucher.revise': reviseVoucher,
  'voucher.change-functions': changeFunctions,
  'voucher.increase-supply': increaseSupply,
  'voucher.decrease-supply': decreaseSupply,
  'voucher.retire': retireVoucher,
  'voucher.transfer': transferVoucher,
  'transfer.offer': offerTransfer,
  'transfer.accept': acceptOffer,
  'transfer.decline': declineOffer,
  'transfer.cancel': cancelOffer,
  'transfer.expire': expireOffer,
  'transfer.return': returnOffer,
  'cash.deposit': depositCash,
  'cash.withdraw': withdrawCash,
  'quote.publish': publishQuote,
  'quote.withdraw': withdrawQuote,
  'trade.buy': buyVoucher,
  'trade.sell': sellVoucher,
  'order.place': placeOrder,
  'order.cancel': cancelOrder,
  'order.expire': expireOrder,
  'order.fill': fillOrder,
  'pledge.propose': proposePledge,
  'pledge.accept': acceptPledge,
  'pledge.decline': declinePledge,
  'pledge.cancel': cancelPledge,
  'pledge.expire': expirePledge,
  'pledge.release': releasePledge,
  'pledge.enforce': enforcePledge,
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
  'holding.freeze': freezeHolding,
  'holding.unfreeze': unfreezeHolding,
}

const rules = new Map(Object.entries(catalogue))

/** The rule of a kind; every kind has exactly one. */
export const ruleOf = <K extends Kind>(kind: K): Rule<K> => rules.get(kind) as unknown as Rule<K>
