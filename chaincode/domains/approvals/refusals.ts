import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain, or of an act that needs two people, does not honour an instruction. */
export const approvalRefusals = {
  approval_missing: { status: 403, recorded: true, meaning: 'The act needs the approval of a second person.' },
  unknown_approval: { status: 404, recorded: true, meaning: 'The ledger knows no such proposal.' },
  kind_not_checked: { status: 422, recorded: true, meaning: 'No second person is needed for this kind.' },
  act_unfit: {
    status: 422,
    recorded: true,
    meaning: 'What is proposed is not the body of its kind in canonical form.',
  },
  already_proposed: { status: 409, recorded: true, meaning: 'The same act is proposed already, and has not ended.' },
  same_participant: { status: 403, recorded: true, meaning: 'Who proposed an act cannot judge it as well.' },
  not_the_act: { status: 409, recorded: true, meaning: 'Another act was proposed than the one named.' },
  approval_state_forbids: {
    status: 409,
    recorded: true,
    meaning: 'The proposal’s state does not allow this step.',
  },
} as const satisfies RefusalEntries
