import { type KeyObject, verify } from 'node:crypto'
import { readAllDer, readDer, readPositive } from './der.ts'

interface Curve {
  bytes: number
  order: bigint
}

// The curves that Fabric knows, by their name in Node.
const curves = new Map<string, Curve>([
  ['prime256v1', { bytes: 32, order: BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551') }],
  [
    'secp384r1',
    {
      bytes: 48,
      order: BigInt(
        '0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
      ),
    },
  ],
])

const numbersIn = (signature: Uint8Array): { r: bigint; s: bigint } => {
  // Peers pass over what stands behind the two numbers' sequence, and so does this.
  const { tag, content } = readDer(signature)
  const [r, s] = readAllDer(content)
  if (tag !== 0x30 || r === undefined || s === undefined) throw new Error('no signature')
  return { r: readPositive(r), s: readPositive(s) }
}

const isInUpperHalf = (s: bigint, { order }: Curve): boolean => s > order / 2n

/**
 * Whether this is a signature over the data as Fabric takes it: ECDSA with SHA-256 in DER, the second number in the lower half,
 * so that nobody can make a second signature of a first one. Never throws.
 */
export const isSignatureOver = (key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean => {
  try {
    const curve = curves.get(key.asymmetricKeyDetails?.namedCurve ?? '')
    if (curve === undefined) return false
    const { r, s } = numbersIn(signature)
    if (isInUpperHalf(s, curve)) return false
    const pair = Buffer.from([r, s].map((one) => one.toString(16).padStart(2 * curve.bytes, '0')).join(''), 'hex')
    return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, pair)
  } catch {
    // What cannot be read is no signature.
    return false
  }
}
