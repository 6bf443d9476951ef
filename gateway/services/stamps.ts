import type { ReadEnvelope } from '../../chaincode/envelope.ts'

/** What a merchant hands over beside a signed claim, and what is forgotten once the payment is found. */
export interface ClaimedCode {
  code: string
  salt: string
  /** From where it came; wrong codes are counted by it too. */
  address: string
}

/** What a home knows of the arrival of an envelope. `receivedAt` is UTC milliseconds. */
export interface Arrival {
  receivedAt: bigint
  claimed?: ClaimedCode | undefined
}

/** Puts this home's stamp on an envelope that needs one. */
export interface Stamps {
  /** The envelope with the stamp, which tells the time of the arrival. Refuses an envelope of which this home cannot say what the stamp must say. */
  stamp(envelope: ReadEnvelope, arrival: Arrival): ReadEnvelope
}
