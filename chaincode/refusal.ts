import { type RefusalCode, type RefusalValues, refusals } from './vocabulary.ts'
import type { RefusalEntry } from './wire/refusal.ts'

/** Thrown by a rule that does not honour an instruction; carries the code and the offending values, never prose. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly values: RefusalValues

  constructor(code: RefusalCode, values: RefusalValues = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.values = values
  }
}

/** True for a refusal for want of a quantity that credits, not folded yet, may make up for. */
export const isShortage = ({ code }: Refusal): boolean => (refusals[code] as RefusalEntry).shortage === true
