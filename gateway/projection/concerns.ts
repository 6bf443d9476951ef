import type { View } from '../../chaincode/rules/rule.ts'
import type { Instruction, Kind } from '../../chaincode/wire/instruction.ts'
import type { Outcome } from '../../chaincode/wire/outcome.ts'

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
]

const naming = ['to', 'participant', 'pledgee', 'holder', 'sender', 'owner', 'issuer', 'merchant'] as const

const partiesOf = (body: { [member: string]: unknown }, view: View): (string | undefined)[] => {
  const offer = typeof body['offer'] === 'string' ? view.offer(body['offer']) : undefined
  const pledge = typeof body['pledge'] === 'string' ? view.pledge(body['pledge']) : undefined
  const payment = typeof body['payment'] === 'string' ? view.payment(body['payment']) : undefined
  const paying = [payment?.payer, payment?.claim?.merchant]
  return [offer?.sender, offer?.receiver, pledge?.holder, pledge?.pledgee, ...paying]
}

/**
 * Whom a recorded instruction concerns: its sender, those whom its body names, and the parties of the agreement that it
 * steps. What was refused changed nothing, so it is its sender's own affair: a failed payment tells nobody that it failed.
 */
export const concernedBy = ({ kind, from, body }: Instruction, outcome: Outcome, view: View): string[] => {
  if (outcome.status !== 'accepted') return [from]
  const members = body as { [member: string]: unknown }
  const named = naming.map((member) => members[member]).filter((value) => typeof value === 'string')
  const parties = partiesOf(members, view).filter((party) => party !== undefined)
  return [...new Set([from, ...named, ...parties, ...(publishedKinds.includes(kind) ? [everybody] : [])])]
}
