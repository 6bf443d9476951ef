import { type Account, accounts } from '../../domains/registry/tables.ts'
import { type Supply, supplies, type Voucher, vouchers } from '../../domains/vouchers/tables.ts'
import { type TradeTerms, voucherFields } from '../../domains/vouchers/terms.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { quantityCap } from '../../wire/identifiers.ts'
import { credited, debited, holdingOf, totalOf, withCount } from '../account.ts'
import { requireOwnVoucher, requireSupply, requireVoucher } from '../require.ts'
import { type Done, type Rule, type View, write } from '../rule.ts'

const voucherHome = ({ body }: { body: { voucher: string } }, view: View) => view.find(vouchers, body.voucher)?.home

const cashKeys = (trade: TradeTerms | undefined) => (trade === undefined ? [] : [vouchers.key(trade.cash)])

/** Refuses terms in a series that is no cash (`not_a_currency`); without terms nothing can be bought or sold. */
const requireTerms = (view: View, trade: TradeTerms | undefined): void => {
  if (trade === undefined || requireVoucher(view, trade.cash).product.type === 'currency') return
  throw new Refusal('not_a_currency', { voucher: trade.cash })
}

const putOn = ({ from, body: { voucher, quantity } }: Done<'voucher.issue' | 'voucher.increase-supply'>) => [
  { receiver: from, voucher, quantity },
]

/** Issues a new voucher series and puts its supply into the issuer's own account (S0-003, S0-006, S0-013). */
export const issueVoucher: Rule<'voucher.issue'> = {
  reads: ({ body }) => [vouchers.key(body.voucher), ...cashKeys(body.trade)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  moves: putOn,
  decide: ({ body, sender, view }) => {
    if (view.find(vouchers, body.voucher) !== undefined) throw new Refusal('voucher_exists', { voucher: body.voucher })
    requireTerms(view, body.trade)
    const { quantity, ...described } = body
    const { participant: issuer, home } = sender
    const fields = body.fields ?? [...voucherFields]
    const voucher: Voucher = { ...described, fields, issuer, home, status: 'issued', version: 1n }
    const supply: Supply = { voucher: body.voucher, home, supply: BigInt(quantity) }
    return {
      effects: { voucher: body.voucher, supply: quantity },
      writes: [
        write(vouchers, voucher),
        write(supplies, supply),
        write(accounts, withCount(credited(sender, body.voucher, supply.supply), 'series', 1n)),
      ],
    }
  },
}

const changed = (voucher: Voucher, change: Partial<Voucher>): Voucher => ({
  ...voucher,
  ...change,
  version: voucher.version + 1n,
})

/** Switches functions on or off for every later instruction; none at all suspends the voucher (S0-025). */
export const changeFunctions: Rule<'voucher.change-functions'> = {
  reads: ({ body }) => [vouchers.key(body.voucher)],
  home: voucherHome,
  decide: ({ body, sender, view }) => {
    const voucher = requireOwnVoucher(view, body.voucher, sender.participant)
    return {
      effects: { voucher: body.voucher, functions: body.functions },
      writes: [write(vouchers, changed(voucher, { functions: body.functions }))],
    }
  },
}

const requireUnitFree = (sender: Account, { supply, voucher }: Supply): void => {
  const outstanding = supply - totalOf(holdingOf(sender, voucher))
  if (outstanding === 0n) return
  throw new Refusal('unit_change_with_holdings', { voucher, outstanding: outstanding.toString() })
}

/** True when quantities would count in another unit, or what they cost in other cash, than before. */
const isOtherMeasure = ({ trade }: Voucher, body: Body<'voucher.revise'>): boolean =>
  body.unit !== undefined || (trade !== undefined && body.trade !== undefined && body.trade.cash !== trade.cash)

/**
 * Changes what a voucher says of itself: a new version, whose author, time and reason stand in its block (S0-014).
 * Refuses `unit_change_with_holdings`: what others hold must go on meaning the same.
 */
export const reviseVoucher: Rule<'voucher.revise'> = {
  reads: ({ body }) => [vouchers.key(body.voucher), supplies.key(body.voucher), ...cashKeys(body.trade)],
  home: voucherHome,
  foldBefore: ({ from, body }) => ({ participant: from, voucher: body.voucher }),
  decide: ({ body, sender, view }) => {
    const voucher = requireOwnVoucher(view, body.voucher, sender.participant)
    requireTerms(view, body.trade)
    if (isOtherMeasure(voucher, body)) requireUnitFree(sender, requireSupply(view, body.voucher))
    const { voucher: _code, reason: _reason, ...change } = body
    const revised = changed(voucher, change as Partial<Voucher>)
    return {
      effects: { voucher: body.voucher, version: revised.version.toString() },
      writes: [write(vouchers, revised)],
    }
  },
}

/** Issues more of a series into the issuer's account; refuses `supply_over_cap` at 2^96 base units. */
export const increaseSupply: Rule<'voucher.increase-supply'> = {
  reads: ({ body }) => [vouchers.key(body.voucher), supplies.key(body.voucher)],
  home: voucherHome,
  moves: putOn,
  decide: ({ body, sender, view }) => {
    requireOwnVoucher(view, body.voucher, sender.participant)
    const quantity = BigInt(body.quantity)
    const supply = grown(requireSupply(view, body.voucher), quantity)
    return {
      effects: { voucher: body.voucher, supply: supply.supply.toString() },
      writes: [write(supplies, supply), write(accounts, credited(sender, body.voucher, quantity))],
    }
  },
}

/** The supply with `quantity` more; refuses `supply_over_cap` at 2^96 base units. */
export const grown = (supply: Supply, quantity: bigint): Supply => {
  const grownTo = supply.supply + quantity
  if (grownTo >= quantityCap)
    throw new Refusal('supply_over_cap', { voucher: supply.voucher, supply: grownTo.toString() })
  return { ...supply, supply: grownTo }
}

/** Takes a quantity out of the issuer's own account and out of the supply. */
export const decreaseSupply: Rule<'voucher.decrease-supply'> = {
  reads: ({ body }) => [vouchers.key(body.voucher), supplies.key(body.voucher)],
  home: voucherHome,
  moves: ({ from, body: { voucher, quantity } }) => [{ giver: from, voucher, quantity }],
  decide: ({ body, sender, view }) => {
    requireOwnVoucher(view, body.voucher, sender.participant)
    const quantity = BigInt(body.quantity)
    const account = debited(sender, body.voucher, quantity)
    const before = requireSupply(view, body.voucher)
    const supply = { ...before, supply: before.supply - quantity }
    return {
      effects: {
        voucher: body.voucher,
        supply: supply.supply.toString(),
        available: holdingOf(account, body.voucher).available.toString(),
      },
      writes: [write(supplies, supply), write(accounts, account)],
    }
  },
}

/** Ends a series for good, once none of it is outstanding. */
export const retireVoucher: Rule<'voucher.retire'> = {
  reads: ({ body }) => [vouchers.key(body.voucher), supplies.key(body.voucher)],
  home: voucherHome,
  decide: ({ body, sender, view }) => {
    const voucher = requireOwnVoucher(view, body.voucher, sender.participant)
    const { supply } = requireSupply(view, body.voucher)
    if (supply !== 0n) throw new Refusal('supply_not_zero', { voucher: body.voucher, supply: supply.toString() })
    return {
      effects: { voucher: body.voucher, status: 'retired' },
      writes: [
        write(vouchers, changed(voucher, { status: 'retired', functions: [] })),
        write(accounts, withCount(sender, 'series', -1n)),
      ],
    }
  },
}
