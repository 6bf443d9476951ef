import type { ReadEnvelope } from '../../chaincode/envelope.ts'

/** An instruction of the kind `chain.open`, as it arrived. */
export type Opening = Pick<ReadEnvelope, 'instruction' | 'id'>

/** What takes in the first confidential texts of trade chains; a bank's gateway alone has one. */
export interface ChainTexts {
  /** Refuses, by a Problem and before anything is kept, what came without its text, or with one that no trade can be passed on by. */
  check(opening: Opening, text: string | undefined): void
  /** Keeps the text that was checked, on the disk before this returns; refuses, by a Problem, for want of room. */
  keep(opening: Opening, text: string): void
}
