import { z } from 'zod'
import { instructionIdName, moment } from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
import { actText, kindName } from './terms.ts'

const approval = z.strictObject({ approval: instructionIdName })
const tells = ['approval', 'status'] as const

/** What needs two people: one proposes an act, another approves exactly that (decision 0050). Which role they need is the act's own. */
export const approvalKinds = {
  'approval.propose': kind({
    body: z.strictObject({
      /** The kind that is to be sent, and its body without the approval. */
      kind: kindName,
      act: actText,
      /** Until when it may be approved, and then executed. */
      expiresAt: moment,
    }),
    roles: [],
    effects: ['approval', 'digest', 'expiresAt', 'kind', 'status'],
    opens: true,
  }),
  'approval.approve': kind({
    /** The digest of the act as the checker read it. */
    body: approval.extend({ digest: instructionIdName }),
    roles: [],
    effects: tells,
  }),
  'approval.reject': kind({ body: approval, roles: [], effects: tells }),
  'approval.withdraw': kind({ body: approval, roles: [], effects: tells }),
  'approval.expire': kind({ body: approval, roles: [], effects: tells }),
} as const
