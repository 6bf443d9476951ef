import type { PublicKey } from '../../chaincode/wire/device.ts'
import type { RegistrarEnrolment } from '../../chaincode/wire/registrar.ts'
import { cardText } from '../../chaincode/wire/signature.ts'

/**
 * A device's key as the rest of the terminal sees it: who it is and how it signs. The private half stays behind this, in
 * a file of this machine or in a browser's own store.
 */
export interface DeviceSigner {
  /** The device's id: the thumbprint of its public key. */
  readonly device: string
  readonly publicKey: PublicKey
  /** The ES256 signature over a text: 64 bytes (r, s) in base64url, with low s. */
  sign(text: string): Promise<string>
}

/** The key's signature over its card, which shows that whoever gives the card to a registrar has the key. */
export const proofOf = (
  participant: string,
  { device, sign }: Pick<DeviceSigner, 'device' | 'sign'>,
): Promise<string> => sign(cardText({ participant, device }))

/** What a registrar needs to know of a device: whose it is to be, its name and public key, signed by that key. */
export const makeCard = async (
  participant: string,
  name: string,
  signer: DeviceSigner,
): Promise<RegistrarEnrolment> => ({
  participant,
  name,
  publicKey: signer.publicKey,
  proof: await proofOf(participant, signer),
})
