import { accountKey, voucherKey } from '../wire/keys.ts'
import type { Account } from '../wire/records.ts'
import { Refusal } from '../wire/refusal.ts'
import { type Bucket, holdingOf, moved } from './account.ts'
import { requireAccount, requireVoucher } from './require.ts'
import { type Decision, type Request, type Rule, type View, write } from './rule.ts'

type HoldKind = 'holding.freeze' | 'holding.unfreeze'
interface HoldInstruction {
  body: { participant: string; voucher: string }
}

const shared = {
  roles: ['issuer', 'auditor'] as const,
  reads: ({ body }: HoldInstruction) => [voucherKey(body.voucher), accountKey(body.participant)],
  home: ({ body }: HoldInstruction, view: View) => view.voucher(body.voucher)?.home,
  organisations: ({ body }: HoldInstruction, view: View) => [view.account(body.participant)?.home],
}

/** The voucher's own issuer may, and an auditor; refuses `not_the_issuer` to another issuer. */
const requireAuthority = (sender: Account, device: string, issuer: string): void => {
  if (sender.participant === issuer) return
  if (sender.devices[device]?.roles.includes('auditor')) return
  throw new Refusal('not_the_issuer', { issuer })
}

const move = ({ instruction, body, sender, view }: Request<HoldKind>, from: Bucket, to: Bucket): Decision => {
  const voucher = requireVoucher(view, body.voucher)
  requireAuthority(sender, instruction.device, voucher.issuer)
  const before = requireAccount(view, body.participant)
  const account = moved(before, body.voucher, { bucket: from, to, quantity: BigInt(body.quantity) })
  const { available, frozen } = holdingOf(account, body.voucher)
  return {
    effects: {
      participant: body.participant,
      voucher: body.voucher,
      caseNumber: body.caseNumber,
      available: available.toString(),
      frozen: frozen.toString(),
    },
    writes: [write('account', account)],
  }
}

/** Freezes a quantity of somebody's holding under a case number: it cannot be used until it is freed again. */
export const freezeHolding: Rule<'holding.freeze'> = {
  ...shared,
  decide: (request) => move(request as unknown as Request<HoldKind>, 'available', 'frozen'),
}

/** Frees a frozen quantity again, under the case number that ends the freeze. */
export const unfreezeHolding: Rule<'holding.unfreeze'> = {
  ...shared,
  decide: (request) => move(request as unknown as Request<HoldKind>, 'frozen', 'available'),
}
