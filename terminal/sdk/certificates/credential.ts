import { z } from 'zod'
import type { DeviceSigner } from '../device-signer.ts'
import { type Certified, goods, price } from './goods.ts'
import { didOf, readToken, signToken } from './token.ts'

// The second context says that the terms of the subject are the issuer's own, which VC 2.0 asks for where no other context has them.
const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://www.w3.org/ns/credentials/undefined-terms/v2',
] as const
const types = ['VerifiableCredential', 'GoodsCertificate'] as const

const instant = z.iso.datetime({ precision: 3 })

/** These texts in this order, and no other. */
const exactly = (texts: readonly string[]) => z.array(z.string()).refine((list) => list.join('\n') === texts.join('\n'))

const payload = z.strictObject({
  '@context': exactly(contexts),
  type: exactly(types),
  issuer: z.string(),
  validFrom: instant,
  validUntil: instant,
  credentialSubject: goods.extend({ priceTerms: price }),
})

const written = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** The certificate as a W3C Verifiable Credential 2.0 secured with JOSE (`vc+jwt`), signed by the provider's device. */
export const signCredential = (certified: Certified, signer: DeviceSigner): Promise<string> =>
  signToken(
    'vc+jwt',
    {
      '@context': [...contexts],
      type: [...types],
      issuer: didOf(signer.publicKey),
      validFrom: written(certified.validFrom),
      validUntil: written(certified.expiresAt),
      credentialSubject: { ...certified.goods, priceTerms: certified.price },
    },
    signer,
  )

/** What one of both forms says, and by whom. */
export interface ReadForm {
  certified: Certified
  device: string
  isSigned: boolean
}

/** Reads a `vc+jwt` of a certificate; undefined for any other text, also where issuer and signer differ. */
export const readCredential = async (token: string): Promise<ReadForm | undefined> => {
  const read = await readToken(token, { type: 'vc+jwt', shape: payload })
  if (read === undefined || read.payload.issuer !== read.did) return undefined
  const { credentialSubject, validFrom, validUntil } = read.payload
  const { priceTerms, ...said } = credentialSubject
  const certified = {
    goods: said,
    price: priceTerms,
    validFrom: Date.parse(validFrom),
    expiresAt: Date.parse(validUntil),
  }
  return { certified, device: read.device, isSigned: read.isSigned }
}
