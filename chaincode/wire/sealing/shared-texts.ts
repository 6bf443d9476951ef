import { z } from 'zod'
import { fromBase64url, toBase64url } from '#platform'
import { digestOf, utf8 } from '../bounded-json.ts'
import { canonical } from '../canonical.ts'

const saltBytes = 32

/** The most characters of a contact and of a place. */
export const sharedCharactersMaximum = 200

const salted = z.strictObject({
  salt: z.string().refine((text) => fromBase64url(text)?.length === saltBytes, 'must be 32 bytes'),
  text: z.string().min(1).max(sharedCharactersMaximum),
})
type Salted = z.infer<typeof salted>

/** The contact and the place of a recommender, each with the salt of its digest: what lies off the ledger, sealed (S3-017, S3-018). */
export const sharedTexts = z.strictObject({ contact: salted.optional(), place: salted.optional() })
export type SharedTexts = z.infer<typeof sharedTexts>

/** What a ledger says of them. */
export interface SharedDigests {
  contact?: string | undefined
  place?: string | undefined
}

/** A text with 32 random bytes, without which nobody can try out which text a digest is of. */
export const withSalt = (text: string): Salted =>
  salted.parse({ salt: toBase64url(crypto.getRandomValues(new Uint8Array(saltBytes))), text })

const digestsOfOne = async (part: string, one: Salted | undefined): Promise<{ [part: string]: string }> =>
  one === undefined ? {} : { [part]: await digestOf(utf8(canonical({ part, ...one }))) }

/** The salted digests of a contact and a place, by which a ledger names them; what is not there has none. */
export const digestsOfShared = async ({ contact, place }: SharedTexts): Promise<SharedDigests> => ({
  ...(await digestsOfOne('contact', contact)),
  ...(await digestsOfOne('place', place)),
})

/** True where texts are exactly those that were named by these digests, no more and no fewer. */
export const areShared = async (texts: SharedTexts, { contact, place }: SharedDigests): Promise<boolean> => {
  const own = await digestsOfShared(texts)
  return own.contact === contact && own.place === place
}
