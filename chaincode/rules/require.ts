import { type Account, accounts, type Participant, participants } from '../domains/registry/tables.ts'
import { type Supply, supplies, type Voucher, vouchers } from '../domains/vouchers/tables.ts'
import type { VoucherFunction } from '../domains/vouchers/terms.ts'
import { Refusal } from '../refusal.ts'
import type { View } from './rule.ts'

/** The participant's two rows; refuses `unknown_participant`. */
export const requireParticipant = (view: View, id: string): { participant: Participant; account: Account } => {
  const participant = view.find(participants, id)
  const account = view.find(accounts, id)
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
  const voucher = view.find(vouchers, code)
  if (voucher === undefined) throw new Refusal('unknown_voucher', { voucher: code })
  return voucher
}

/** How much of a known voucher is outstanding; refuses `unknown_voucher`. */
export const requireSupply = (view: View, code: string): Supply => {
  const supply = view.find(supplies, code)
  if (supply === undefined) throw new Refusal('unknown_voucher', { voucher: code })
  return supply
}

/** The live cash series of this issuer; refuses as `requireOwnVoucher` does, and `not_a_currency`. */
export const requireOwnCash = (view: View, code: string, issuer: string): Voucher => {
  const voucher = requireOwnVoucher(view, code, issuer)
  if (voucher.product.type !== 'currency') throw new Refusal('not_a_currency', { voucher: code })
  return voucher
}

/** An active participant that may be given something; refuses `unknown_participant`, `receiver_not_active`. */
export const requireActive = (view: View, id: string): Participant => {
  const participant = view.find(participants, id)
  if (participant === undefined) throw new Refusal('unknown_participant', { participant: id })
  if (participant.status !== 'active') throw new Refusal('receiver_not_active', { to: id, status: participant.status })
  return participant
}

/** The account of somebody else who takes part in this step; refuses `participant_state_forbids` while it is frozen. */
export const requireActiveAccount = (view: View, id: string): Account => {
  const account = requireAccount(view, id)
  if (account.status === 'active') return account
  throw new Refusal('participant_state_forbids', { participant: id, status: account.status })
}

/** The account of somebody other than the sender; refuses `unknown_participant`. */
export const requireAccount = (view: View, id: string): Account => {
  const account = view.find(accounts, id)
  if (account === undefined) throw new Refusal('unknown_participant', { participant: id })
  return account
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

/** Refuses `not_the_voucher` for an answer that names another voucher than what it answers. */
export const requireSameVoucher = (agreed: { voucher: string }, body: { voucher: string }): void => {
  if (agreed.voucher !== body.voucher) throw new Refusal('not_the_voucher', { voucher: agreed.voucher })
}

/** Refuses `function_not_enabled` unless the voucher offers the function now (S0-015 to S0-019, S0-025). */
export const requireFunction = (voucher: Voucher, wanted: VoucherFunction): void => {
  if (voucher.functions.includes(wanted)) return
  throw new Refusal('function_not_enabled', { voucher: voucher.voucher, function: wanted })
}
