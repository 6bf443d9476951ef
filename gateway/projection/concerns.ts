import { offers, pledges } from '../../chaincode/domains/agreements/tables.ts'
import { payments } from '../../chaincode/domains/payments/tables.ts'
import type { View } from '../../chaincode/rules/rule.ts'
import type { Body, Instruction, Kind } from '../../chaincode/wire/instruction.ts'
import type { Accepted, Outcome } from '../../chaincode/wire/outcome.ts'

/** Stands for all readers, where an instruction is published. */
export const everybody = '*'

/** What an issuer says to all: its vouchers and prices. A transfer is between two, though its kind is a voucher’s too. */
export const publishedKinds: readonly Kind[] = [
  'voucher.issue',
  'voucher.revise',
  'voucher.change-functions',
  'voucher.increase-supply',
  'voucher.decrease-supply',
  'voucher.retire',
  'quote.publish',
  'quote.withdraw',
]

const naming = ['to', 'participant', 'pledgee', 'holder', 'sender', 'owner', 'issuer', 'merchant'] as const

const partiesOf = (body: { [member: string]: unknown }, view: View): (string | undefined)[] => {
  const offer = typeof body['offer'] === 'string' ? view.find(offers, body['offer']) : undefined
  const pledge = typeof body['pledge'] === 'string' ? view.find(pledges, body['pledge']) : undefined
  const payment = typeof body['payment'] === 'string' ? view.find(payments, body['payment']) : undefined
  const paying = [payment?.payer, payment?.claim?.merchant]
  return [offer?.sender, offer?.receiver, pledge?.holder, pledge?.pledgee, ...paying]
}

/** The device that is asked over a claim: it alone is concerned with it on the payer's side (S4-026). */
const askedDevice = ({ kind }: Instruction, outcome: Accepted, view: View): string[] => {
  if (kind !== 'payment.claim') return []
  const device = view.find(payments, String(outcome.effects['payment']))?.device
  return device === undefined ? [] : [device]
}

/** A refused approval concerns the merchant too, who waits for it (S4-030): that it was refused, and not why. */
const waitingMerchant = ({ kind, from, body }: Instruction, view: View): string[] => {
  if (kind !== 'payment.approve') return []
  const { payer, claim } = view.find(payments, (body as Body<'payment.approve'>).payment) ?? {}
  return claim === undefined || payer !== from ? [] : [claim.merchant]
}

/**
 * Whom a recorded instruction concerns: its sender, those whom its body names, and the parties of the agreement that it
 * steps; the device that a claim asks. What was refused changed nothing, so it is its sender's own affair, but for an
 * approval that a merchant waits for.
 */
export const concernedBy = (instruction: Instruction, outcome: Outcome, view: View): string[] => {
  const { kind, from, body } = instruction
  if (outcome.status !== 'accepted') return [from, ...waitingMerchant(instruction, view)]
  const members = body as { [member: string]: unknown }
  const named = naming.map((member) => members[member]).filter((value) => typeof value === 'string')
  const parties = partiesOf(members, view).filter((party) => party !== undefined)
  const others = publishedKinds.includes(kind) ? [everybody] : askedDevice(instruction, outcome, view)
  return [...new Set([from, ...named, ...parties, ...others])]
}
