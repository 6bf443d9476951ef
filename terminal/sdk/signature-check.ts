import { fromBase64url } from '#platform'
import type { PublicKey } from '../../chaincode/wire/device.ts'
import { type ResultSignature, resultText } from '../../chaincode/wire/result-signature.ts'
import { lowS } from '../../chaincode/wire/signature.ts'

// The ledger checks signatures at once and by itself, since a rule cannot wait. A terminal can, so it has its platform do it:
// a browser then loads no curve of its own.

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

const imported = ({ x, y }: PublicKey) =>
  crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, algorithm, true, ['verify'])

/** As `isUsableKey` of the ledger: true when the key is a point of P-256. Never throws. */
export const isCurvePoint = async (key: PublicKey): Promise<boolean> => {
  try {
    if (fromBase64url(key.x)?.length !== 32 || fromBase64url(key.y)?.length !== 32) return false
    await imported(key)
    return true
  } catch {
    return false
  }
}

/** As `isSignedBy` of the ledger: true when `signature` (ES256, 64 bytes in base64url, low s) is by `key` over `text`. Never throws. */
export const isTextBy = async (key: PublicKey, text: string, signature: string): Promise<boolean> => {
  const bytes = fromBase64url(signature)
  if (bytes?.length !== 64 || lowS(bytes) !== bytes || !(await isCurvePoint(key))) return false
  return crypto.subtle.verify(algorithm, await imported(key), Uint8Array.from(bytes), new TextEncoder().encode(text))
}

/** As `isResultSignedBy` of the ledger: true when the holder of `key` signed exactly this body for that organisation. Never throws. */
export const isResultBy = (key: PublicKey, body: string, { mspId, signature }: ResultSignature): Promise<boolean> =>
  isTextBy(key, resultText({ mspId, body }), signature)
