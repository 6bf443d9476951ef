import { type KeyObject, verify } from 'node:crypto'
import { derOfNumbers, readAllDer, readDer, readPositive } from './der.ts'

// The orders of the curves that Fabric knows, by their name in Node.
const orders = new Map<string, bigint>([
  ['prime256v1', BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')],
  [
    'secp384r1',
    BigInt('0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973'),
  ],
])

const numbersIn = (signature: Uint8Array): { r: bigint; s: bigint } => {
  // Peers pass over what stands behind the two numbers' sequence, and so does this.
  const { tag, content } = readDer(signature)
  const [r, s] = readAllDer(content)
  if (tag !== 0x30 || r === undefined || s === undefined) throw new Error('no signature')
  return { r: readPositive(r), s: readPositive(s) }
}

/**
 * Whether this is a signature over the data as Fabric takes it: ECDSA with SHA-256 in DER, the second number in the lower half,
 * so that nobody can make a second signature of a first one. Never throws.
 */
export const isSignatureOver = (key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean => {
  try {
    const order = orders.get(key.asymmetricKeyDetails?.namedCurve ?? '')
    if (order === undefined) return false
    const { r, s } = numbersIn(signature)
    if (s > order / 2n) return false
    // Written anew, since Node is stricter on what stands around the numbers; in this form with the bare key its check is the fastest.
    return verify('sha256', data, key, derOfNumbers([r, s]))
  } catch {
    // What cannot be read is no signature.
    return false
  }
}
