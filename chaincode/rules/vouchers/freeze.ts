import { type Account, accounts, type Holding } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Bucket, holdingOf, moved, withHolding } from '../account.ts'
import { requireAccount, requireVoucher } from '../require.ts'
import { type Decision, type Request, type Rule, type View, write } from '../rule.ts'

type HoldKind = 'holding.freeze' | 'holding.unfreeze'
interface HoldInstruction {
  body: { participant: string; voucher: string }
}

const shared = {
  reads: ({ body }: HoldInstruction) => [vouchers.key(body.voucher), accounts.key(body.participant)],
  home: ({ body }: HoldInstruction, view: View) => view.find(vouchers, body.voucher)?.home,
  organisations: ({ body }: HoldInstruction, view: View) => [view.find(accounts, body.participant)?.home],
}

/** The voucher's own issuer may, and an auditor; refuses `not_the_issuer` to another issuer. */
const requireAuthority = (sender: Account, device: string, issuer: string): void => {
  if (sender.participant === issuer) return
  if (sender.devices[device]?.roles.includes('auditor')) return
  throw new Refusal('not_the_issuer', { issuer })
}

// A holding is frozen by few cases at once; without a bound, its row could grow without one.
const casesMaximum = 16

/** The cases of a holding after one froze more of it, or freed what it froze. */
const casesAfter = ({ cases = {}, frozen }: Holding, caseNumber: string, change: bigint): Holding['cases'] => {
  const { [caseNumber]: before = 0n, ...others } = cases
  // What was frozen before cases were remembered belongs to none, and any frees it.
  const unnamed = frozen - Object.values(cases).reduce((sum, each) => sum + each, 0n)
  if (before + unnamed + change < 0n) {
    throw new Refusal('frozen_under_another_case', { caseNumber, frozen: (before + unnamed).toString() })
  }
  const after = before + change
  const all = after > 0n ? { ...others, [caseNumber]: after } : others
  if (Object.keys(all).length > casesMaximum) throw new Refusal('too_many_cases', { most: String(casesMaximum) })
  return Object.keys(all).length === 0 ? undefined : all
}

const withCases = (account: Account, voucher: string, cases: Holding['cases']): Account => {
  const { cases: _before, ...holding } = holdingOf(account, voucher)
  return withHolding(account, voucher, cases === undefined ? holding : { ...holding, cases })
}

const move = ({ instruction, body, sender, view }: Request<HoldKind>, from: Bucket, to: Bucket): Decision => {
  const voucher = requireVoucher(view, body.voucher)
  requireAuthority(sender, instruction.device, voucher.issuer)
  const before = requireAccount(view, body.participant)
  const quantity = BigInt(body.quantity)
  const shifted = moved(before, body.voucher, { bucket: from, to, quantity })
  const change = to === 'frozen' ? quantity : -quantity
  const account = withCases(shifted, body.voucher, casesAfter(holdingOf(before, body.voucher), body.caseNumber, change))
  const { available, frozen } = holdingOf(account, body.voucher)
  return {
    effects: {
      participant: body.participant,
      voucher: body.voucher,
      caseNumber: body.caseNumber,
      available: available.toString(),
      frozen: frozen.toString(),
    },
    writes: [write(accounts, account)],
  }
}

/** Freezes a quantity of somebody's holding under a case number: it cannot be used until it is freed again. */
export const freezeHolding: Rule<'holding.freeze'> = {
  ...shared,
  decide: (request) => move(request as unknown as Request<HoldKind>, 'available', 'frozen'),
}

/**
 * Frees a frozen quantity again, under the number of the case that froze it; refuses `frozen_under_another_case` beyond what that
 * case froze (decision 0031).
 */
export const unfreezeHolding: Rule<'holding.unfreeze'> = {
  ...shared,
  decide: (request) => move(request as unknown as Request<HoldKind>, 'frozen', 'available'),
}
