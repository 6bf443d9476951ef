import { quantityCap } from '../wire/identifiers.ts'
import { voucherKey } from '../wire/keys.ts'
import type { Voucher } from '../wire/records.ts'
import { Refusal } from '../wire/refusal.ts'
import { credited, debited, holdingOf } from './account.ts'
import { requireOwnVoucher } from './require.ts'
import { type Rule, type View, write } from './rule.ts'

const voucherHome = ({ body }: { body: { voucher: string } }, view: View) => view.voucher(body.voucher)?.home

/** Issues a new voucher series and puts its supply into the issuer's own account (rows S0-003, S0-006, S0-013). */
export const issueVoucher: Rule<'voucher.issue'> = {
  role: 'issuer',
  reads: ({ body }) => [voucherKey(body.voucher)],
  home: ({ from }, view) => view.account(from)?.home,
  decide: ({ body, sender, view }) => {
    if (view.voucher(body.voucher) !== undefined) throw new Refusal('voucher_exists', { voucher: body.voucher })
    const supply = BigInt(body.quantity)
    const { quantity: _supply, ...described } = body
    const issuer = sender.participant
    const voucher: Voucher = { ...described, issuer, home: sender.home, status: 'issued', supply, version: 1n }
    return {
      effects: { voucher: body.voucher, supply: body.quantity },
      writes: [write('voucher', voucher), write('account', credited(sender, body.voucher, supply))],
    }
  },
}

const changed = (voucher: Voucher, change: Partial<Voucher>): Voucher => ({
  ...voucher,
  ...change,
  version: voucher.version + 1n,
})

/** Switches functions on or off for every later instruction; none at all suspends the voucher (row S0-025). */
export const changeFunctions: Rule<'voucher.change-functions'> = {
  role: 'issuer',
  reads: ({ body }) => [voucherKey(body.voucher)],
  home: voucherHome,
  decide: ({ body, sender, view }) => {
    const voucher = requireOwnVoucher(view, body.voucher, sender.participant)
    return {
      effects: { voucher: body.voucher, functions: body.functions },
      writes: [write('voucher', changed(voucher, { functions: body.functions }))],
    }
  },
}

/** Issues more of a series into the issuer's account; refuses `supply_over_cap` at 2^96 base units. */
export const increaseSupply: Rule<'voucher.increase-supply'> = {
  role: 'issuer',
  reads: ({ body }) => [voucherKey(body.voucher)],
  home: voucherHome,
  decide: ({ body, sender, view }) => {
    const voucher = requireOwnVoucher(view, body.voucher, sender.participant)
    const quantity = BigInt(body.quantity)
    const supply = voucher.supply + quantity
    if (supply >= quantityCap) throw new Refusal('supply_over_cap', { supply: supply.toString() })
    return {
      effects: { voucher: body.voucher, supply: supply.toString() },
      writes: [
        write('voucher', changed(voucher, { supply })),
        write('account', credited(sender, body.voucher, quantity)),
      ],
    }
  },
}

/** Takes a quantity out of the issuer's own account and out of the supply. */
export const decreaseSupply: Rule<'voucher.decrease-supply'> = {
  role: 'issuer',
  reads: ({ body }) => [voucherKey(body.voucher)],
  home: voucherHome,
  decide: ({ body, sender, view }) => {
    const voucher = requireOwnVoucher(view, body.voucher, sender.participant)
    const quantity = BigInt(body.quantity)
    const account = debited(sender, body.voucher, quantity)
    const supply = voucher.supply - quantity
    return {
      effects: {
        voucher: body.voucher,
        supply: supply.toString(),
        available: holdingOf(account, body.voucher).available.toString(),
      },
      writes: [write('voucher', changed(voucher, { supply })), write('account', account)],
    }
  },
}

/** Ends a series for good, once none of it is outstanding. */
export const retireVoucher: Rule<'voucher.retire'> = {
  role: 'issuer',
  reads: ({ body }) => [voucherKey(body.voucher)],
  home: voucherHome,
  decide: ({ body, sender, view }) => {
    const voucher = requireOwnVoucher(view, body.voucher, sender.participant)
    if (voucher.supply !== 0n) throw new Refusal('supply_not_zero', { supply: voucher.supply.toString() })
    return {
      effects: { voucher: body.voucher, status: 'retired' },
      writes: [write('voucher', changed(voucher, { status: 'retired', functions: [] }))],
    }
  },
}
