import { publicKey as publicKeyShape } from '../../../chaincode/wire/device.ts'
import { type SealKey, sealAlgorithm } from '../../../chaincode/wire/sealing/seal-key.ts'
import type { Database } from './database.ts'

const made = async (device: string): Promise<SealKey> => {
  const pair = await crypto.subtle.generateKey(sealAlgorithm, false, ['deriveBits'])
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  return { device, publicKey: publicKeyShape.parse({ crv, kty, x, y }), pair }
}

/** This browser's key for documents sealed to this device; undefined where there is none yet. */
export const findSealKey = (database: Database, device: string): Promise<SealKey | undefined> =>
  database.get('sealKeys', device)

/**
 * The same, made and kept when there is none. Its private half opens, and never leaves the browser. Of two tabs that make one at once, the
 * first one's is kept, and both get that.
 */
export const sealKeyFor = async (database: Database, device: string): Promise<SealKey> => {
  const known = await findSealKey(database, device)
  if (known !== undefined) return known
  const fresh = await made(device)
  const work = database.transaction('sealKeys', 'readwrite')
  const first = await work.store.get(device)
  if (first === undefined) await work.store.put(fresh)
  await work.done
  return first ?? fresh
}
