import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { publicKey as publicKeyShape } from '../../../chaincode/wire/device.ts'
import { signatureBy } from '../../../chaincode/wire/platform/node.ts'
import { signatureText, thumbprint } from '../../../chaincode/wire/signature.ts'
import type { DeviceSigner } from '../device-signer.ts'
import { TerminalFault } from '../errors.ts'
import { createPrivately, readPrivately } from './private-file.ts'

const signerOf = (privateKey: KeyObject): DeviceSigner => {
  const { crv, kty, x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  const publicKey = publicKeyShape.parse({ crv, kty, x, y })
  return {
    device: thumbprint(publicKey),
    publicKey,
    sign: async (text) => signatureText(signatureBy(privateKey, Buffer.from(text))),
  }
}

const makeKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

/** A new P-256 device key that is written nowhere, for tests and for measuring. */
export const makeDeviceKey = (): DeviceSigner => signerOf(makeKey())

/** Makes a P-256 device key and stores it in a file that only its owner may read; refuses to replace a file. */
export const createDeviceKey = async (file: string): Promise<DeviceSigner> => {
  const key = makeKey()
  await createPrivately(file, key.export({ type: 'pkcs8', format: 'pem' }).toString())
  return signerOf(key)
}

/**
 * The signer of a stored device key. Refuses `key_file_open` when others may read the file, and `key_unreadable` when
 * there is none or it holds no P-256 key; never repeats anything of the file's content.
 */
export const loadDeviceKey = async (file: string): Promise<DeviceSigner> => {
  const text = await readPrivately(file)
  try {
    if (text !== undefined) return signerOf(createPrivateKey(text))
  } catch {
    // The cause could quote the file, so it is not passed on.
  }
  throw new TerminalFault('key_unreadable', {
    problem: text === undefined ? `there is no device key at ${file}` : `${file} holds no P-256 private key`,
    next: 'Make a device with `assay device create --participant NAME`, in another profile if this one has files.',
  })
}
