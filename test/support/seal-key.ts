import { publicKey as publicKeyShape } from '../../chaincode/wire/device.ts'
import { type SealKey, sealAlgorithm } from '../../chaincode/wire/sealing/seal-key.ts'

/** A key for sealed documents that lies in memory alone, for a device of which nothing else is kept. */
export const drawSealKey = async (device: string): Promise<SealKey> => {
  const pair = await crypto.subtle.generateKey(sealAlgorithm, true, ['deriveBits'])
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  return { device, publicKey: publicKeyShape.parse({ crv, kty, x, y }), pair }
}
