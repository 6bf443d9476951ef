import type { KeyObject } from 'node:crypto'
import type { Signer } from '@hyperledger/fabric-gateway'
import { derOf, signatureBy } from '../../chaincode/wire/platform/node.ts'
import { lowS } from '../../chaincode/wire/signature.ts'

/**
 * Signs Fabric messages with the platform's own ES256, eight times faster than the stock signer. Takes whole messages,
 * not digests (use it with `hash.none`); Fabric wants DER with low s.
 */
export const nativeSigner =
  (key: KeyObject): Signer =>
  (message) =>
    Promise.resolve(derOf(lowS(signatureBy(key, message))))
