import { createPublicKey, type KeyObject } from 'node:crypto'
import type { PublicKey } from '../../chaincode/wire/device.ts'
import { signatureBy } from '../../chaincode/wire/platform/node.ts'
import { resultSignatureText, resultText } from '../../chaincode/wire/result-signature.ts'
import { signatureText } from '../../chaincode/wire/signature.ts'
import type { Configuration } from '../configuration.ts'
import { readPrivateKey } from '../files/keys.ts'

/** Signs this gateway's answers about instructions, so that a terminal can tell them from anybody else's. */
export interface ResultSigner {
  readonly mspId: string
  readonly publicKey: PublicKey
  /** The value of the signature's header for exactly this body. */
  sign(body: string): string
}

/** A signer for an organisation with a P-256 private key. */
export const resultSigner = (mspId: string, key: KeyObject): ResultSigner => {
  const { x, y } = createPublicKey(key).export({ format: 'jwk' })
  return {
    mspId,
    publicKey: { crv: 'P-256', kty: 'EC', x: x as string, y: y as string },
    sign: (body) => {
      const bytes = signatureBy(key, Buffer.from(resultText({ mspId, body })))
      return resultSignatureText({ mspId, signature: signatureText(bytes) })
    },
  }
}

/** The signer with the key of the gateway's Fabric identity: the organisation already answers for what that key signs. */
export const openResultSigner = ({ mspId, identity }: Pick<Configuration, 'mspId' | 'identity'>): ResultSigner =>
  resultSigner(mspId, readPrivateKey(identity.keyFile))
