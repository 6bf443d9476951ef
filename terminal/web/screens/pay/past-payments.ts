import { z } from 'zod'
import type { ListedInstruction } from '../../../sdk/lists.ts'

/** What the payer answered, with what the merchant gave back since; amounts count base units. */
export interface PastPayment {
  payment: string
  /** The instruction that answered it. */
  id: string | undefined
  block: string | undefined
  merchant: string
  orderNumber: string
  voucher: string
  quantity: string
  refunded: bigint
  outcome: 'captured' | 'declined' | 'refused'
  /** Why the ledger refused the yes. */
  code: string | undefined
  isByRule: boolean
}

const terms = z.object({
  payment: z.string(),
  merchant: z.string(),
  orderNumber: z.string(),
  voucher: z.string(),
  quantity: z.string(),
  prompted: z.boolean().optional(),
})
const refund = z.object({ payment: z.string(), quantity: z.string().regex(/^[0-9]{1,29}$/) })

const outcomeOf = ({ kind, status }: ListedInstruction): PastPayment['outcome'] | undefined => {
  if (kind === 'payment.approve') return status === 'accepted' ? 'captured' : 'refused'
  return kind === 'payment.decline' && status === 'accepted' ? 'declined' : undefined
}

const refundsIn = (instructions: readonly ListedInstruction[]): Map<string, bigint> => {
  const refunds = new Map<string, bigint>()
  for (const { kind, status, body } of instructions) {
    const read = refund.safeParse(body)
    if (kind !== 'payment.refund' || status !== 'accepted' || !read.success) continue
    const { payment, quantity } = read.data
    refunds.set(payment, (refunds.get(payment) ?? 0n) + BigInt(quantity))
  }
  return refunds
}

/** The payments among a payer's instructions, in their order. */
export const pastPaymentsOf = (instructions: readonly ListedInstruction[]): PastPayment[] => {
  const refunds = refundsIn(instructions)
  return instructions.flatMap((one) => {
    const outcome = outcomeOf(one)
    const read = terms.safeParse(one.body)
    if (outcome === undefined || !read.success) return []
    const { prompted, ...payment } = read.data
    const { id, code, ledger } = one
    const refunded = outcome === 'captured' ? (refunds.get(payment.payment) ?? 0n) : 0n
    return [{ ...payment, id, code, block: ledger?.block, refunded, outcome, isByRule: prompted === false }]
  })
}
