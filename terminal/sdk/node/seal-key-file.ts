import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { publicKey as publicKeyShape } from '../../../chaincode/wire/device.ts'
import { importRecipient, type SealKey, sealAlgorithm } from '../../../chaincode/wire/sealing/seal-key.ts'
import { TerminalFault } from '../errors.ts'
import { createPrivately, readPrivately } from './private-file.ts'

const sealKeyOf = async (device: string, privateKey: KeyObject): Promise<SealKey> => {
  const { crv, kty, x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  const publicKey = publicKeyShape.parse({ crv, kty, x, y })
  const written = Uint8Array.from(privateKey.export({ type: 'pkcs8', format: 'der' }))
  const opening = await crypto.subtle.importKey('pkcs8', written, sealAlgorithm, false, ['deriveBits'])
  return { device, publicKey, pair: { privateKey: opening, publicKey: await importRecipient(publicKey) } }
}

/** Makes a device's P-256 key for sealed documents and stores it in a file that only its owner may read; refuses to replace a file. */
export const createSealKey = async (file: string, device: string): Promise<SealKey> => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  await createPrivately(file, key.export({ type: 'pkcs8', format: 'pem' }).toString())
  return sealKeyOf(device, key)
}

/**
 * A device's stored key for sealed documents; undefined where there is none yet. Refuses `key_file_open` when others may read the file, and
 * `key_unreadable` when it holds no P-256 key; never repeats anything of the file's content.
 */
export const loadSealKey = async (file: string, device: string): Promise<SealKey | undefined> => {
  const text = await readPrivately(file)
  if (text === undefined) return undefined
  try {
    return await sealKeyOf(device, createPrivateKey(text))
  } catch {
    // The cause could quote the file, so it is not passed on.
    throw new TerminalFault('key_unreadable', {
      problem: `${file} holds no P-256 private key`,
      next: 'Move the file elsewhere, and have this device make another key for sealed documents.',
    })
  }
}
