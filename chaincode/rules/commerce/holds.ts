import { type Purchase, purchases } from '../../domains/commerce/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import type { Effects } from '../../outcome.ts'
import { moved, taken } from '../account.ts'
import { divideDown } from '../amount.ts'
import { requireAccount, requireActive, requireActiveAccount } from '../require.ts'
import { type Decision, type Gift, type Movement, type View, type Write, write } from '../rule.ts'

/** What waits in a party's account for a purchase. */
interface Hold {
  participant: string
  voucher: string
  quantity: bigint
}

/** What waits of the buyer's cash, and of the provider's metal; none where nothing does, for then nobody reads that account. */
const holdsOf = ({ buyer, provider, cash, held, metal }: Purchase): { cash: Hold[]; metal: Hold[] } => ({
  cash: held === 0n ? [] : [{ participant: buyer, voucher: cash, quantity: held }],
  metal:
    metal === undefined || metal.reserved === 0n
      ? []
      : [{ participant: provider, voucher: metal.voucher, quantity: metal.reserved }],
})

/** The purchase with nothing waiting for it any more. */
const released = (purchase: Purchase): Purchase => {
  const { metal } = purchase
  return { ...purchase, held: 0n, ...(metal === undefined ? {} : { metal: { ...metal, reserved: 0n } }) }
}

const freed = (view: View, { participant, voucher, quantity }: Hold): Write => {
  const move = { bucket: 'reserved', to: 'available', quantity } as const
  return write(accounts, moved(requireAccount(view, participant), voucher, move))
}

/** What a step tells of the cash that is free again by it; nothing where none is. */
const freedEffects = (cash: string, quantity: bigint): Effects =>
  quantity === 0n ? {} : { freed: quantity.toString(), reservedVoucher: cash }

/** Ends a purchase without a sale: cash and metal are free again, each in its own account. `after` is the purchase in its last state. */
export const endedWithoutSale = (view: View, after: Purchase): Decision => {
  const { cash, metal } = holdsOf(after)
  return {
    effects: { purchase: after.purchase, status: after.status, ...freedEffects(after.cash, after.held) },
    writes: [write(purchases, released(after)), ...[...cash, ...metal].map((hold) => freed(view, hold))],
  }
}

/** What a one-time code's bank gets of so much that the provider gets: its share of the fee, rounded down; nothing where no code paid. */
const feeOf = ({ fee, amount }: Purchase, quantity: bigint): bigint =>
  fee === undefined ? 0n : divideDown(fee.quantity * quantity, amount)

/** The fee on what the provider gets, for the bank, which is of the buyer's home; none where nothing is due. */
const dues = (view: View, purchase: Purchase, quantity: bigint): Gift[] => {
  const due = feeOf(purchase, quantity)
  if (purchase.fee === undefined || due === 0n) return []
  const { bank } = purchase.fee
  requireActive(view, bank)
  return [{ payee: bank, payeeHome: purchase.buyerHome, voucher: purchase.cash, quantity: due }]
}

/** The buyer's cash: what is captured of it goes to the provider, without the fee for a code, and the rest is free again. */
const captured = (view: View, purchase: Purchase, hold: Hold, quantity: bigint) => {
  const { participant, voucher } = hold
  const { provider, providerHome } = purchase
  const account = taken(requireActiveAccount(view, participant), voucher, { bucket: 'reserved', quantity })
  const move = { bucket: 'reserved', to: 'available', quantity: hold.quantity - quantity } as const
  requireActive(view, provider)
  return {
    write: write(accounts, moved(account, voucher, move)),
    gifts: [
      { payee: provider, payeeHome: providerHome, voucher, quantity: quantity - feeOf(purchase, quantity) },
      ...dues(view, purchase, quantity),
    ],
  }
}

/** The provider's metal, which goes to the buyer. */
const handedOver = (view: View, { buyer, buyerHome }: Purchase, { participant, voucher, quantity }: Hold) => {
  const account = taken(requireActiveAccount(view, participant), voucher, { bucket: 'reserved', quantity })
  requireActive(view, buyer)
  return { write: write(accounts, account), gifts: [{ payee: buyer, payeeHome: buyerHome, voucher, quantity }] }
}

/** What is told of the fee; nothing where none is due. */
const feeEffects = (purchase: Purchase, quantity: bigint): Effects => {
  const fee = feeOf(purchase, quantity)
  return purchase.fee === undefined || fee === 0n ? {} : { bank: purchase.fee.bank, fee: fee.toString() }
}

/**
 * Ends a purchase as a sale: so much of the held cash goes to the provider, and the reserved metal to the buyer, both or none; the rest of
 * the cash is free again. What a one-time code costs goes to its bank, out of the provider's. Refuses `participant_state_forbids` and `receiver_not_active` while a party is frozen or closed.
 */
export const endedAsSale = (view: View, after: Purchase, amount: bigint): Decision => {
  const { cash, metal } = holdsOf(after)
  const parts = [
    ...cash.map((hold) => captured(view, after, hold, amount)),
    ...metal.map((hold) => handedOver(view, after, hold)),
  ]
  const { purchase, status, buyer, provider } = after
  return {
    effects: {
      ...{ purchase, status, buyer, provider, cash: after.cash, amount: amount.toString() },
      ...freedEffects(after.cash, after.held - amount),
      ...feeEffects(after, amount),
      ...Object.assign({}, ...metal.map(({ voucher, quantity }) => ({ voucher, quantity: quantity.toString() }))),
    },
    writes: [
      write(purchases, { ...released(after), captured: after.captured + amount }),
      ...parts.map((part) => part.write),
    ],
    gifts: parts.flatMap(({ gifts }) => gifts),
  }
}

/** What a sale moved, by its effects: cash to the provider, of it a code's fee to its bank, and metal to the buyer. */
export const movesOfSale = ({
  effects: { bank, buyer, provider, cash, amount, fee, voucher, quantity },
}: {
  effects: { readonly [name: string]: string | undefined }
}): Movement[] => [
  ...(amount === undefined || amount === '0'
    ? []
    : [{ giver: buyer, receiver: provider, voucher: cash, quantity: amount }]),
  ...(fee === undefined ? [] : [{ giver: provider, receiver: bank, voucher: cash, quantity: fee, isFee: true }]),
  ...(voucher === undefined ? [] : [{ giver: provider, receiver: buyer, voucher, quantity }]),
]
