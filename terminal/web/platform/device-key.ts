import { publicKey as publicKeyShape } from '../../../chaincode/wire/device.ts'
import { signatureText, thumbprint } from '../../../chaincode/wire/signature.ts'
import type { DeviceSigner } from '../../sdk/device-signer.ts'
import type { Database, Profile } from './database.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const

/** A new P-256 key of this browser for an account. Its private half can sign and never leaves the browser. */
export const makeDeviceKey = async (account: string): Promise<Profile> => {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const publicKey = publicKeyShape.parse({ crv, kty, x, y })
  return { account, device: thumbprint(publicKey), publicKey, privateKey: pair.privateKey }
}

/** The signer of a profile. WebCrypto picks either `s`; the ledger takes the low one only. */
export const signerOf = ({ device, publicKey, privateKey }: Profile): DeviceSigner => ({
  device,
  publicKey,
  sign: async (text) => {
    const signature = await crypto.subtle.sign(signing, privateKey, new TextEncoder().encode(text))
    return signatureText(new Uint8Array(signature))
  },
})

/** This browser's device of an account; undefined where there is none. */
export const findProfile = (database: Database, account: string): Promise<Profile | undefined> =>
  database.get('profiles', account)

/** The accounts that have used this browser as a device. */
export const profileNames = (database: Database): Promise<string[]> => database.getAllKeys('profiles')

/** Keeps a key, in place of the one before, which nothing can sign with any more. */
export const keepProfile = async (database: Database, profile: Profile): Promise<void> => {
  await database.put('profiles', profile)
}

/** Forgets this browser's key of an account: it must be authorised anew. */
export const forgetProfile = (database: Database, account: string): Promise<void> =>
  database.delete('profiles', account)
