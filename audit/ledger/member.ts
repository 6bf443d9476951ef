import { msp } from '@hyperledger/fabric-protos'
import { readOrNothing } from '../blocks/envelope.ts'

/** The member that a serialized identity names; nothing where it cannot be read. Whether it is one is not looked at. */
export const memberOf = (identity: Uint8Array): string =>
  readOrNothing(() => msp.SerializedIdentity.deserializeBinary(identity).getMspid()) ?? ''
