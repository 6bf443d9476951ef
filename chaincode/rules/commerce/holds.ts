import { type Purchase, purchases } from '../../domains/commerce/tables.ts'
import { type Account, accounts } from '../../domains/registry/tables.ts'
import type { Effects } from '../../outcome.ts'
import { debited, moved, taken } from '../account.ts'
import { requireAccount, requireActive, requireActiveAccount } from '../require.ts'
import { type Decision, type Movement, type View, type Write, write } from '../rule.ts'

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

/** What the provider got by a one-time code, and has not given back yet. */
export const owedBack = ({ captured: got, refunded }: Purchase): bigint => got - refunded

/**
 * Ends a purchase that a one-time code paid: its provider, whose step it is, gives all of it back that it has not given back before, and
 * what waits of its metal is free again (S1-048). Refuses `exceeds_available_quantity`, and `receiver_not_active` while the buyer is frozen
 * or once it is closed.
 */
export const endedWithMoneyBack = (view: View, after: Purchase, provider: Account): Decision => {
  const { purchase, status, buyer, buyerHome, cash: voucher } = after
  const quantity = owedBack(after)
  const account = holdsOf(after).metal.reduce(
    (one, hold) => moved(one, hold.voucher, { bucket: 'reserved', to: 'available', quantity: hold.quantity }),
    provider,
  )
  requireActive(view, buyer)
  return {
    effects: { purchase, status, buyer, voucher, quantity: quantity.toString() },
    writes: [
      write(purchases, { ...released(after), refunded: after.captured }),
      write(accounts, debited(account, voucher, quantity)),
    ],
    gifts: [{ payee: buyer, payeeHome: buyerHome, voucher, quantity }],
  }
}

/** The buyer's cash: what is captured of it goes to the provider, and the rest is free again. */
const captured = (view: View, { provider, providerHome }: Purchase, hold: Hold, quantity: bigint) => {
  const { participant, voucher } = hold
  const account = taken(requireActiveAccount(view, participant), voucher, { bucket: 'reserved', quantity })
  const move = { bucket: 'reserved', to: 'available', quantity: hold.quantity - quantity } as const
  requireActive(view, provider)
  return {
    write: write(accounts, moved(account, voucher, move)),
    gift: { payee: provider, payeeHome: providerHome, voucher, quantity },
  }
}

/** The provider's metal, which goes to the buyer. */
const handedOver = (view: View, { buyer, buyerHome }: Purchase, { participant, voucher, quantity }: Hold) => {
  const account = taken(requireActiveAccount(view, participant), voucher, { bucket: 'reserved', quantity })
  requireActive(view, buyer)
  return { write: write(accounts, account), gift: { payee: buyer, payeeHome: buyerHome, voucher, quantity } }
}

/**
 * Ends a purchase as a sale: so much of the held cash goes to the provider, and the reserved metal to the buyer, both or none; the rest of
 * the cash is free again. Refuses `participant_state_forbids` and `receiver_not_active` while a party is frozen or closed.
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
      ...Object.assign({}, ...metal.map(({ voucher, quantity }) => ({ voucher, quantity: quantity.toString() }))),
    },
    writes: [
      write(purchases, { ...released(after), captured: after.captured + amount }),
      ...parts.map((part) => part.write),
    ],
    gifts: parts.map(({ gift }) => gift),
  }
}

/** What a sale moved, by its effects: cash to the provider, and metal to the buyer. */
export const movesOfSale = ({
  effects: { buyer, provider, cash, amount, voucher, quantity },
}: {
  effects: { readonly [name: string]: string | undefined }
}): Movement[] => [
  ...(amount === undefined || amount === '0'
    ? []
    : [{ giver: buyer, receiver: provider, voucher: cash, quantity: amount }]),
  ...(voucher === undefined ? [] : [{ giver: provider, receiver: buyer, voucher, quantity }]),
]
