import type { VoucherFunction } from '../wire/instruction.ts'
import type { Account, Participant, Voucher } from '../wire/records.ts'
import { Refusal } from '../wire/refusal.ts'
import type { View } from './rule.ts'

/** The participant's two rows; refuses `unknown_participant`. */
export const requireParticipant = (view: View, id: string): { participant: Participant; account: Account } => {
  const participant = view.participant(id)
  const account = view.account(id)
  if (participant === undefined || account === undefined) throw new Refusal('unknown_participant', { participant: id })
  return { participant, account }
}

/** Refuses `not_registrar_of_home` unless the registrar and the participant belong to one organisation. */
export const requireSameHome = (registrar: Account, participant: Participant): void => {
  if (registrar.home === participant.home) return
  throw new Refusal('not_registrar_of_home', { participant: participant.participant, home: participant.home })
}

/** The voucher, retired or not; refuses `unknown_voucher`. */
export const requireVoucher = (view: View, code: string): Voucher => {
  const voucher = view.voucher(code)
  if (voucher === undefined) throw new Refusal('unknown_voucher', { voucher: code })
  return voucher
}

/** The voucher, which is not retired; refuses `unknown_voucher`, `voucher_retired`. */
export const requireLiveVoucher = (view: View, code: string): Voucher => {
  const voucher = requireVoucher(view, code)
  if (voucher.status === 'retired') throw new Refusal('voucher_retired', { voucher: code })
  return voucher
}

/** The live voucher of this issuer; refuses `unknown_voucher`, `voucher_retired`, `not_the_issuer`. */
export const requireOwnVoucher = (view: View, code: string, issuer: string): Voucher => {
  const voucher = requireLiveVoucher(view, code)
  if (voucher.issuer !== issuer) throw new Refusal('not_the_issuer', { voucher: code, issuer: voucher.issuer })
  return voucher
}

/** Refuses `function_not_enabled` unless the voucher offers the function now (rows S0-015 to S0-019, S0-025). */
export const requireFunction = (voucher: Voucher, wanted: VoucherFunction): void => {
  if (voucher.functions.includes(wanted)) return
  throw new Refusal('function_not_enabled', { voucher: voucher.voucher, function: wanted })
}
