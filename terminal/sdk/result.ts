import { z } from 'zod'
import type { Accepted, Effects, Refused, Rejected } from '../../chaincode/outcome.ts'
import { type RefusalCode, type RefusalValues, refusals } from '../../chaincode/vocabulary.ts'
import type { GatewayProblem } from './errors.ts'

/** Where an instruction stands on the ledger. `position` orders all instructions of the ledger. */
interface LedgerPosition {
  block: string
  transaction: string
  position: string
  validation: string
}

/** No outcome is known yet. `taken` is true when the gateway said that it keeps the instruction. */
export interface Pending {
  id: string
  status: 'pending'
  taken: boolean
  /** The organisation whose absence holds the instruction up, by its MSP. */
  waitingFor?: string
  /** What stood in the way of knowing more, for people. */
  reason?: string
  /** The code that a gateway gave of that. */
  problem?: string
}

/** What a terminal knows of an instruction; `pending` is the only one that may still change (S0-012). */
export type Result = ((Accepted | Refused | Rejected) & { ledger?: LedgerPosition }) | Pending

const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(refusals, code)

const ledgerPosition = z.object({
  block: z.string(),
  transaction: z.string(),
  position: z.string(),
  validation: z.string(),
})
const head = { id: z.string(), ledger: ledgerPosition.optional() }
const refusal = {
  code: z.string().refine(isRefusalCode),
  values: z.custom<RefusalValues>((value) => typeof value === 'object' && value !== null).default({}),
}
const document = z.discriminatedUnion('status', [
  z.object({
    ...head,
    status: z.literal('accepted'),
    effects: z.custom<Effects>((value) => typeof value === 'object' && value !== null),
  }),
  z.object({ ...head, ...refusal, status: z.literal('refused') }),
  z.object({ ...head, ...refusal, status: z.literal('rejected') }),
  z.object({ ...head, status: z.literal('pending'), waitingFor: z.string().optional() }),
])

/** Reads a gateway's instruction document; undefined when it is none, which is never taken for success. */
export const readResult = (body: unknown): Result | undefined => {
  const read = document.safeParse(body)
  if (!read.success) return undefined
  const { data } = read
  return (data.status === 'pending' ? { ...data, taken: true } : data) as Result
}

/**
 * The result that a problem tells: refused on the ledger, not taken for a reason that is final, or kept for later.
 * Undefined when the problem says nothing final of the instruction.
 */
export const resultOfProblem = ({ id, code, values, outcome }: GatewayProblem): Result | undefined => {
  if (id === undefined) return undefined
  if (outcome === 'pending') {
    const organisation = values['organisation']
    return {
      id,
      status: 'pending',
      taken: true,
      ...(typeof organisation === 'string' ? { waitingFor: organisation } : {}),
    }
  }
  if (outcome === undefined || !isRefusalCode(code)) return undefined
  return { id, status: outcome === 'refused' ? 'refused' : 'rejected', code, values }
}
