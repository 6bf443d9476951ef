import { z } from 'zod'

/**
 * What a device may be trusted to do. Only an organisation's Fabric admin gives out `registrar` and `auditor`
 * (decision 0003); `issuer`, `price`, `teller`, `service`, `matcher`, `keeper`, `credit`,
 * `dispatcher` and `executor` are for devices of organisations.
 */
export const deviceRoles = [
  'registrar',
  'auditor',
  'issuer',
  'price',
  'teller',
  'customer',
  'merchant',
  'service',
  'matcher',
  'keeper',
  'credit',
  'dispatcher',
  'executor',
] as const
export type DeviceRole = (typeof deviceRoles)[number]

const base64urlCoordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** A P-256 public key as a JSON Web Key (RFC 7517), with exactly the members that its thumbprint covers. */
export const publicKey = z.strictObject({
  crv: z.literal('P-256'),
  kty: z.literal('EC'),
  x: base64urlCoordinate,
  y: base64urlCoordinate,
})
export type PublicKey = z.infer<typeof publicKey>

/** An ES256 signature, 64 bytes (r, s) in base64url. */
export const signatureBytes = z.string().regex(/^[A-Za-z0-9_-]{86}$/)
