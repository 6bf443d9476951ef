import type { voucherKinds } from '../../domains/vouchers/kinds.ts'
import type { Rule } from '../rule.ts'
import { depositCash, withdrawCash } from './cash.ts'
import { freezeHolding, unfreezeHolding } from './freeze.ts'
import { transferVoucher } from './transfer.ts'
import {
  changeFunctions,
  decreaseSupply,
  increaseSupply,
  issueVoucher,
  retireVoucher,
  reviseVoucher,
} from './voucher.ts'

/** The rule of each kind about vouchers. */
export const voucherRules: { readonly [K in keyof typeof voucherKinds]: Rule<K> } = {
  'voucher.issue': issueVoucher,
  'voucher.revise': reviseVoucher,
  'voucher.change-functions': changeFunctions,
  'voucher.increase-supply': increaseSupply,
  'voucher.decrease-supply': decreaseSupply,
  'voucher.retire': retireVoucher,
  'voucher.transfer': transferVoucher,
  'cash.deposit': depositCash,
  'cash.withdraw': withdrawCash,
  'holding.freeze': freezeHolding,
  'holding.unfreeze': unfreezeHolding,
}
