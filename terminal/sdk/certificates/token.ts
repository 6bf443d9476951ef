import { z } from 'zod'
import { encodePart, readPart } from '../../../chaincode/wire/bounded-json.ts'
import { canonical, type Json } from '../../../chaincode/wire/canonical.ts'
import { type PublicKey, publicKey as publicKeyShape } from '../../../chaincode/wire/device.ts'
import { thumbprint } from '../../../chaincode/wire/signature.ts'
import type { DeviceSigner } from '../device-signer.ts'
import { isTextBy } from '../signature-check.ts'

const method = 'did:jwk:'

/** The DID of a device: did:jwk, whose document is made of the key alone, so that a verifier asks nobody for it. */
export const didOf = (key: PublicKey): string => `${method}${encodePart({ ...key })}`

const keyOf = (did: string): PublicKey | undefined =>
  did.startsWith(method) ? readPart(did.slice(method.length), publicKeyShape) : undefined

const kidOf = (key: PublicKey): string => `${didOf(key)}#0`

/** The media type of each form, as its header names it: VC-JOSE-COSE and SD-JWT VC. */
export type TokenType = 'vc+jwt' | 'dc+sd-jwt'

/**
 * Signs a payload by the provider's device as a compact JWS (RFC 7515, ES256). What is signed begins with `eyJ`, and so is never the text
 * of an instruction or a card.
 */
export const signToken = async (type: TokenType, payload: Json, signer: DeviceSigner): Promise<string> => {
  const content = type === 'vc+jwt' ? { cty: 'vc' } : {}
  const header = encodePart({ alg: 'ES256', typ: type, ...content, kid: kidOf(signer.publicKey) })
  const text = `${header}.${encodePart(payload)}`
  return `${text}.${await signer.sign(text)}`
}

const headerOf = (type: TokenType) =>
  z.strictObject({
    alg: z.literal('ES256'),
    typ: z.literal(type),
    ...(type === 'vc+jwt' ? { cty: z.literal('vc') } : {}),
    kid: z.string().max(400),
  })

/** A token as read: what it says, who signed it, and whether that is so. */
export interface ReadToken<T> {
  payload: T
  did: string
  /** The id of the device that the header names. */
  device: string
  isSigned: boolean
}

/** Reads a token of this type and shape; undefined for any other. Its signature is checked and told apart, since it can be of another. */
export const readToken = async <T>(
  token: string,
  { type, shape }: { type: TokenType; shape: z.ZodType<T> },
): Promise<ReadToken<T> | undefined> => {
  const [head = '', body = '', signature = '', ...others] = token.split('.')
  const header = readPart(head, headerOf(type))
  const payload = readPart(body, shape)
  if (header === undefined || payload === undefined || others.length > 0) return undefined
  const key = keyOf(header.kid.replace(/#0$/, ''))
  if (key === undefined || kidOf(key) !== header.kid) return undefined
  const isSigned = await isTextBy(key, `${head}.${body}`, signature)
  return { payload, did: didOf(key), device: thumbprint(key), isSigned }
}

/** True when both say the same, member by member. */
export const areSame = (one: object, other: object): boolean =>
  canonical({ ...one } as Json) === canonical({ ...other } as Json)
