import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'

/** An act that waits for a second person of the same member, or did (decision 0050). */
export const approvals = table('approval', {
  shape: z.object({
    approval: z.string(),
    /** The member whose two people they are. */
    home: z.string(),
    /** What is to be sent: the kind, and its body in canonical form. */
    kind: z.string(),
    act: z.string(),
    /** Of both; the checker says yes to it, and what is executed must have it. */
    digest: z.string(),
    /** Who proposed it. */
    maker: z.string(),
    /** Who approved or rejected it. */
    checker: z.string().optional(),
    expiresAt: amount,
    status: z.enum(['pending', 'approved', 'executed', 'rejected', 'withdrawn', 'expired']),
  }),
  key: ['approval'],
  homes: ['home'],
  readers: { parties: ['maker', 'checker'] },
  listed: { as: 'approvals', under: ['home'], open: ['pending', 'approved'] },
})
export type Approval = RecordIn<typeof approvals>
export type ApprovalStatus = Approval['status']

/** The last proposal of an act at a member, so that no act waits twice. */
export const proposedActs = table('proposed-act', {
  shape: z.object({ home: z.string(), digest: z.string(), approval: z.string() }),
  key: ['home', 'digest'],
  homes: ['home'],
})

/** Every table of this domain. */
export const approvalTables = [approvals, proposedActs] as const
