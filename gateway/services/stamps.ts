import type { ReadEnvelope } from '../../chaincode/envelope.ts'
import type { StampedKind, StampFacts } from '../../chaincode/vocabulary.ts'

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

/** Makes the facts of a stamp for an instruction that has just arrived. Refuses, by a Problem, that of which this home cannot say them. */
export type FactsMaker<K extends StampedKind = StampedKind> = (
  envelope: Pick<ReadEnvelope, 'instruction' | 'id'>,
  arrival: Arrival,
) => StampFacts<K>

/** Who makes the facts of each stamped kind: each domain those of its own, and a kind that nobody makes them for does not compile. */
export type FactMakers<Kinds extends StampedKind = StampedKind> = { readonly [K in Kinds]: FactsMaker<K> }

/** Puts this home's stamp on an envelope that needs one. */
export interface Stamps {
  /** The envelope with the stamp, which tells the time of the arrival. Refuses an envelope of which this home cannot say what the stamp must say. */
  stamp(envelope: ReadEnvelope, arrival: Arrival): ReadEnvelope
}
