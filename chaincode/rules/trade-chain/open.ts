import { accounts } from '../../domains/registry/tables.ts'
import { chains, identities } from '../../domains/trade-chain/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { requireWithinWeek } from '../deadline.ts'
import { requireLiveVoucher } from '../require.ts'
import { type Rule, type View, write } from '../rule.ts'
import { identityOf, isLocked } from './identity.ts'

type Opening = Body<'chain.open'>

/** What no trade can be passed on without; refuses `chain_incomplete` with the part that is missing (S2-001). */
const requireParts = ({ first, institution, family, side, metal, cashMaximum }: Opening) => {
  if (first === undefined) throw new Refusal('chain_incomplete', { part: 'identity' })
  if (institution === undefined) throw new Refusal('chain_incomplete', { part: 'institution' })
  const lacksMetal = family === 'metal' && metal === undefined
  if (lacksMetal || (side === 'buy' && cashMaximum === undefined)) {
    throw new Refusal('chain_incomplete', { part: 'trade' })
  }
  return { first, institution }
}

/** Refuses `chain_terms_differ` for what this trade has not: metal of another family, a limit of cash for a sale. */
const requireNoMore = ({ family, side, metal, cashMaximum }: Opening): void => {
  const hasMore = (family !== 'metal' && metal !== undefined) || (side === 'sell' && cashMaximum !== undefined)
  if (hasMore) throw new Refusal('chain_terms_differ', {})
}

/** The legs in what they are said to be; refuses `unknown_voucher`, `voucher_retired`, `not_a_currency` and `not_a_metal`. */
const requireLegs = (view: View, { cash, metal }: Opening) => {
  if (requireLiveVoucher(view, cash).product.type !== 'currency') throw new Refusal('not_a_currency', { voucher: cash })
  if (metal === undefined) return {}
  const { voucher, quantity } = metal
  if (requireLiveVoucher(view, voucher).product.type !== 'metal') throw new Refusal('not_a_metal', { voucher })
  return { metal: { voucher, quantity: BigInt(quantity) } }
}

/**
 * A client hands its bank a trade for an institution: its first segment (S2-001, S2-002). What is confidential of it is in no peer; the bank
 * alone has it. Refuses `chain_incomplete`, `chain_terms_differ`, `identity_locked` (S2-009), `deadline_in_past`, `until_too_far`.
 */
export const openChain: Rule<'chain.open'> = {
  reads: ({ from, body: { cash, metal } }) => [
    ...[identities.key(from), vouchers.key(cash)],
    ...(metal === undefined ? [] : [vouchers.key(metal.voucher)]),
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, id, sender: { participant: client, home: bank }, view, facts }) => {
    const { first, institution } = requireParts(body)
    requireNoMore(body)
    if (isLocked(identityOf(view, client, bank))) throw new Refusal('identity_locked', {})
    const expiresAt = requireWithinWeek(body.expiresAt, facts)
    const { family, side, cash, cashMaximum } = body
    const chain = {
      ...{ chain: id, client, bank, institution, family, side, cash, expiresAt, first, status: 'received' as const },
      openedAt: facts.now,
      ...requireLegs(view, body),
      ...(cashMaximum === undefined ? {} : { cashMaximum: BigInt(cashMaximum) }),
    }
    return { effects: { chain: id, institution, status: chain.status }, writes: [write(chains, chain)] }
  },
}
