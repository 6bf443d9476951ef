/** Why something cannot be sealed, or cannot be opened. */
export type SealFaultCode = 'no_seal_key' | 'seal_too_large' | 'sealed_unreadable' | 'sealed_for_others'

/** Something that cannot be sealed to these devices, or opened by this one; whoever shows it says what to do about it. */
export class SealFault extends Error {
  readonly code: SealFaultCode

  constructor(code: SealFaultCode, problem: string) {
    super(problem)
    this.name = 'SealFault'
    this.code = code
  }
}
