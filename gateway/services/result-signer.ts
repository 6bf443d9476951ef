import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PublicKey } from '../../chaincode/wire/instruction.ts'
import { signatureBy } from '../../chaincode/wire/platform/node.ts'
import { resultSignatureText, resultText } from '../../chaincode/wire/result-signature.ts'
import { signatureText } from '../../chaincode/wire/signature.ts'
import type { Configuration } from '../configuration.ts'

/** Signs this gateway's answers about instructions, so that a terminal can tell them from anybody else's. */
export interface ResultSigner {
  readonly mspId: string
  readonly publicKey: PublicKey
  /** The value of the signature's header for exactly this body. */
  sign(body: string): string
}

/** A signer for an organisation with a P-256 private key in PEM. */
export const resultSigner = (mspId: string, privateKeyPem: string): ResultSigner => {
  const key = createPrivateKey(privateKeyPem)
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
  resultSigner(mspId, readFileSync(identity.keyFile, 'utf8'))
