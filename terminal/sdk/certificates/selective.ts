import { z } from 'zod'
import { sha256, toBase64url } from '#platform'
import { encodePart, readPart } from '../../../chaincode/wire/bounded-json.ts'
import type { DeviceSigner } from '../device-signer.ts'
import type { ReadForm } from './credential.ts'
import { type Certified, goods, type Price, price } from './goods.ts'
import { didOf, readToken, signToken } from './token.ts'

/** The type of this credential, as SD-JWT VC wants it. */
export const goodsCertificateType = 'urn:assay:goods-certificate:1'

const saltBytes = 16
const priceMembers = ['cash', 'price', 'salt'] as const

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)

const disclosure = (name: string, value: string): string =>
  encodePart([toBase64url(crypto.getRandomValues(new Uint8Array(saltBytes))), name, value])

/**
 * The certificate as an SD-JWT VC (RFC 9901, `dc+sd-jwt`) with all that it can disclose. Cash, price and their salt are disclosures of
 * their own; the digests are sorted, so that their order tells nothing.
 */
export const signSelective = async (certified: Certified, signer: DeviceSigner): Promise<string> => {
  const disclosures = priceMembers.map((name) => disclosure(name, certified.price[name]))
  const token = await signToken(
    'dc+sd-jwt',
    {
      ...certified.goods,
      iss: didOf(signer.publicKey),
      vct: goodsCertificateType,
      iat: seconds(certified.validFrom),
      exp: seconds(certified.expiresAt),
      _sd_alg: 'sha-256',
      _sd: disclosures.map(sha256).sort(),
    },
    signer,
  )
  return `${[token, ...disclosures].join('~')}~`
}

/**
 * The same credential without the price terms, for a holder who shows the goods to somebody. It proves what the provider said of them,
 * never who owns anything: whoever has it can show it on.
 */
export const withoutPrice = (selective: string): string => `${selective.split('~', 1)[0]}~`

const payload = goods.extend({
  iss: z.string(),
  vct: z.literal(goodsCertificateType),
  iat: z.int(),
  exp: z.int(),
  _sd_alg: z.literal('sha-256'),
  _sd: z.array(z.string()).length(priceMembers.length),
})

/** A salt, a name and a value. */
const disclosed = z.array(z.string()).length(3)

/** The price terms that are disclosed; undefined unless each of them is, once, and its digest is among those signed. */
const disclosedPrice = (disclosures: readonly string[], digests: readonly string[]): Price | undefined => {
  if (disclosures.length !== priceMembers.length) return undefined
  const members = disclosures.map((text) => (digests.includes(sha256(text)) ? readPart(text, disclosed) : undefined))
  const named = members.flatMap((member) => (member === undefined ? [] : [[member[1], member[2]] as const]))
  return price.safeParse(Object.fromEntries(named)).data
}

/** Reads an SD-JWT VC of a certificate with its price terms; undefined for any other text. Its times are whole seconds. */
export const readSelective = async (text: string): Promise<ReadForm | undefined> => {
  const [token = '', ...parts] = text.split('~')
  // A tilde ends it: what stands behind the last one would be a proof of the holder's key, which this credential has none of.
  if (parts.pop() !== '') return undefined
  const read = await readToken(token, { type: 'dc+sd-jwt', shape: payload })
  if (read === undefined || read.payload.iss !== read.did) return undefined
  const { iss: _issuer, vct: _type, iat, exp, _sd_alg, _sd: digests, ...said } = read.payload
  const terms = disclosedPrice(parts, digests)
  if (terms === undefined) return undefined
  const certified = { goods: said, price: terms, validFrom: iat * 1000, expiresAt: exp * 1000 }
  return { certified, device: read.device, isSigned: read.isSigned }
}
