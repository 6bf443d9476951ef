import type { RefusalCode, RefusalValues } from './vocabulary.ts'
import type { Json } from './wire/canonical.ts'

export type Effects = { [name: string]: Json }

/** The instruction was honoured; `effects` says what its sender may want to know of the new state. */
export interface Accepted {
  id: string
  status: 'accepted'
  effects: Effects
}

/** A rule refused: the number is used up and the refusal stands in the block. */
export interface Refused {
  id: string
  status: 'refused'
  code: RefusalCode
  values: RefusalValues
}

/** Nothing was written, for a reason that no rule had to judge: not readable, not signed by a known device, not home. */
export interface Rejected {
  id: string
  status: 'rejected'
  code: RefusalCode
  values: RefusalValues
}

/** The number was used before, so nothing was written; the first outcome stands in an earlier block. */
export interface Repeated {
  id: string
  status: 'repeated'
}

/** What became of one envelope of a transaction (decision 0005). `accepted` and `refused` are final and recorded. */
export type Outcome = Accepted | Refused | Rejected | Repeated

/** True for the outcomes that used up the instruction's number and stand in the block for good. */
export const isRecorded = (outcome: Outcome): outcome is Accepted | Refused =>
  outcome.status === 'accepted' || outcome.status === 'refused'
