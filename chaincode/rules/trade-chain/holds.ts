import { type Account, accounts, participants } from '../../domains/registry/tables.ts'
import { type Chain, chains, type Hop } from '../../domains/trade-chain/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import type { Effects } from '../../outcome.ts'
import { Refusal } from '../../refusal.ts'
import { holdingOf, moved, taken, totalOf } from '../account.ts'
import { requireAccount, requireActive, requireActiveAccount, requireFunction, requireLiveVoucher } from '../require.ts'
import { type Decision, type Gift, type View, type Write, write } from '../rule.ts'

/** A quantity of a voucher on one side of a trade. */
export type Leg = NonNullable<Chain['held']>

/** A decision that writes. */
export type Written = Decision & { writes: Write[] }

/** The keys of a participant's two rows. */
export const keysOfAccount = (participant: string): string[] => [
  participants.key(participant),
  accounts.key(participant),
]

/** The keys of the vouchers of a chain's legs. */
export const keysOfVouchers = ({ cash, metal }: Chain): string[] =>
  [cash, ...(metal === undefined ? [] : [metal.voucher])].map((code) => vouchers.key(code))

/** What a client puts aside: cash up to its limit, or the metal; nothing in its account where it sells of another family. */
export const legOfClient = ({ side, cash, cashMaximum, metal }: Chain): Leg | undefined =>
  side === 'buy' ? { voucher: cash, quantity: cashMaximum as bigint } : metal

/** What an institution puts aside that executed so much: cash for a sale, or the metal; nothing for a buy of another family. */
export const legOfInstitution = (
  { side, cash, metal }: Chain,
  { quantity, amount }: { quantity: bigint | undefined; amount: bigint },
): Leg | undefined => {
  if (side === 'sell') return { voucher: cash, quantity: amount }
  return metal === undefined || quantity === undefined ? undefined : { voucher: metal.voucher, quantity }
}

/**
 * The account with a leg put aside. Refuses `position_too_small`, which tells nothing of how much there is, and `unknown_voucher`,
 * `voucher_retired` and `function_not_enabled` for what cannot be handed over.
 */
export const putAside = (view: View, account: Account, { voucher, quantity }: Leg): Account => {
  requireFunction(requireLiveVoucher(view, voucher), 'transfer')
  const { participant } = account
  if (holdingOf(account, voucher).available < quantity)
    throw new Refusal('position_too_small', { participant, voucher })
  return moved(account, voucher, { bucket: 'available', to: 'reserved', quantity })
}

/** What a step tells of the leg that it puts aside. */
export const reservedEffects = (leg: Leg | undefined): Effects =>
  leg === undefined ? {} : { reserved: leg.quantity.toString(), reservedVoucher: leg.voucher }

/** What a step tells of what is free again by it. */
export const freedEffects = (leg: Leg | undefined): Effects =>
  leg === undefined || leg.quantity === 0n ? {} : { freed: leg.quantity.toString(), reservedVoucher: leg.voucher }

/** A leg that is free again in the account in which it waits; no write where none waits. */
export const freed = (view: View, participant: string, leg: Leg | undefined): Write[] => {
  if (leg === undefined) return []
  const move = { bucket: 'reserved', to: 'available', quantity: leg.quantity } as const
  return [write(accounts, moved(requireAccount(view, participant), leg.voucher, move))]
}

/** The keys that `endedWithoutTrade` looks at. */
export const keysToEnd = (chain: Chain | undefined): string[] =>
  chain?.held === undefined ? [] : keysOfAccount(chain.client)

const withoutHold = ({ held: _held, ...chain }: Chain): Chain => chain

/** Ends a chain of which nothing moved: what waits in the client's account is free again. `after` is the chain in its last state. */
export const endedWithoutTrade = (view: View, after: Chain): Written => ({
  effects: { chain: after.chain, status: after.status, ...freedEffects(after.held) },
  writes: [write(chains, withoutHold(after)), ...freed(view, after.client, after.held)],
})

/** Refuses `position_unavailable` while so many credits of a metal wait for a client that its account does not say what it has. */
export const requireWholePosition = (view: View, client: string, { voucher }: Leg): void => {
  if (view.hasCreditsLeft?.(client, voucher) === true) throw new Refusal('position_unavailable', {})
}

/** All that a client has of a metal, its credits folded; refuses as `requireWholePosition`, and never says less than there is (S2-010). */
export const positionIn = (view: View, client: string, leg: Leg): bigint => {
  requireWholePosition(view, client, leg)
  return totalOf(holdingOf(requireAccount(view, client), leg.voucher))
}

/** What of a waiting leg goes to the other side; the rest of it is free again. */
interface Handing {
  giver: string
  leg: Leg
  quantity: bigint
  payee: string
  payeeHome: string
}

const handedOver = (view: View, { giver, leg, quantity, payee, payeeHome }: Handing): { write: Write; gift: Gift } => {
  const { voucher } = leg
  const account = taken(requireActiveAccount(view, giver), voucher, { bucket: 'reserved', quantity })
  requireActive(view, payee)
  const rest = { bucket: 'reserved', to: 'available', quantity: leg.quantity - quantity } as const
  return { write: write(accounts, moved(account, voucher, rest)), gift: { payee, payeeHome, voucher, quantity } }
}

/**
 * Ends a chain as a trade: what it used of the client's leg goes to the institution, the rest of that is free again, and the institution's
 * leg goes to the client, in one step. Refuses `participant_state_forbids` and `receiver_not_active` while a side is frozen or closed.
 */
export const tradedBetween = (view: View, after: Chain, { hop, used }: { hop: Hop; used: bigint }): Written => {
  const { client, bank, held } = after
  const { executor, institution } = hop
  const toInstitution = { giver: client, quantity: used, payee: executor, payeeHome: institution }
  const toClient = { giver: executor, payee: client, payeeHome: bank }
  const handed = [
    ...(held === undefined ? [] : [handedOver(view, { ...toInstitution, leg: held })]),
    ...(hop.held === undefined ? [] : [handedOver(view, { ...toClient, leg: hop.held, quantity: hop.held.quantity })]),
  ]
  return {
    effects: {
      ...{ chain: after.chain, status: after.status, side: after.side, client, participant: executor },
      ...(held === undefined ? {} : freedEffects({ ...held, quantity: held.quantity - used })),
    },
    writes: [write(chains, withoutHold(after)), ...handed.map((one) => one.write)],
    gifts: handed.map((one) => one.gift),
  }
}
