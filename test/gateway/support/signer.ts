import { generateKeyPairSync } from 'node:crypto'
import { type ResultSigner, resultSigner } from '../../../gateway/services/result-signer.ts'

/** A signer of an organisation's results, with a fresh key. */
export const freshSigner = (mspId: string): ResultSigner => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return resultSigner(mspId, privateKey)
}
