import type { ReadEnvelope } from '../../chaincode/envelope.ts'

/** What a merchant hands over beside a signed claim, and what is forgotten once the payment is found. */
export interface ClaimedCode {
  code: string
  salt: string
  /** From where it came; wrong codes are counted by it too. */
  address: string
}

/** Puts this home's stamp on an envelope that needs one. */
export interface Stamps {
  /** The envelope with the stamp. Refuses an envelope of which this home cannot say what the stamp must say. */
  stamp(envelope: ReadEnvelope, claimed: ClaimedCode | undefined): ReadEnvelope
}
