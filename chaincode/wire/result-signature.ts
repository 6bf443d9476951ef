import type { PublicKey } from './device.ts'
import { digest, isSignedBy } from './signature.ts'

/** The header in which a gateway's answer about an instruction carries who signed it and the signature. */
export const resultSignatureHeader = 'Assay-Result-Signature'

/** Who signed an answer, by its MSP, and the ES256 signature: 64 bytes in base64url, low s. */
export interface ResultSignature {
  mspId: string
  signature: string
}

/** What a gateway signs: its first line and its three lines keep it apart from all else that the same key signs. */
export const resultText = ({ mspId, body }: { mspId: string; body: string }): string =>
  `assay-result\n${mspId}\n${digest(body)}`

/** The header's value. */
export const resultSignatureText = ({ mspId, signature }: ResultSignature): string => `${mspId}:${signature}`

const form = /^([A-Za-z][A-Za-z0-9]{1,30}):([A-Za-z0-9_-]{86})$/

/** Reads the header's value; undefined for anything that no gateway writes. */
export const readResultSignature = (value: string | null | undefined): ResultSignature | undefined => {
  const [, mspId, signature] = value?.match(form) ?? []
  return mspId === undefined || signature === undefined ? undefined : { mspId, signature }
}

/** True when the holder of `key` signed exactly this body as a gateway of that organisation. Never throws. */
export const isResultSignedBy = (key: PublicKey, body: string, { mspId, signature }: ResultSignature): boolean =>
  isSignedBy(key, resultText({ mspId, body }), signature)
