import type { Shared } from '../../../chaincode/domains/recommendations/shared.ts'
import type { SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import { recipientsMaximum, sealedBytesMaximum } from '../../../chaincode/wire/sealing/sealed-document.ts'
import {
  areShared,
  digestsOfShared,
  type SharedTexts,
  sharedCharactersMaximum,
  sharedTexts,
  withSalt,
} from '../../../chaincode/wire/sealing/shared-texts.ts'
import { TerminalFault } from '../errors.ts'
import { readSealKeys, sealedPath } from '../sealing/seal-for.ts'
import { open, seal } from '../sealing/sealed-document.ts'
import { shownLine } from '../shown-text.ts'
import type { Terminal } from '../terminal.ts'
import type { Listed } from './records.ts'

/** What a recommender tells of itself to those who are asked: how to reach it, and where it is. */
export interface Told {
  contact?: string | undefined
  place?: string | undefined
}

const line = shownLine(sharedCharactersMaximum)

const unfit = (problem: string): TerminalFault =>
  new TerminalFault('shared_unfit', {
    problem: `the contact or place cannot be used: ${problem}`,
    next: 'Nothing of it is shown or sent. Give a line of up to 200 characters, or ask the matching service.',
  })

const saltedOf = (text: string) => {
  if (!line.safeParse(text).success) throw unfit('it is no line that shows all that is in it')
  return withSalt(text)
}

/**
 * Consents to tell a contact, a place, or both to those who are asked: seals them to the matching service's devices, lays that down at
 * one's own gateway, and gives what the recommendation says of it, which is digests alone (S3-017, S3-018). Undefined where nothing is
 * given, which consents to nothing. Refuses `shared_unfit` for what is no line, and `no_seal_key` where the service could not open it.
 */
export const consentToShare = async (
  terminal: Pick<Terminal, 'participant' | 'connection' | 'putBytes'>,
  matcher: string,
  { contact, place }: Told,
): Promise<Shared | undefined> => {
  if (contact === undefined && place === undefined) return undefined
  const texts: SharedTexts = {
    ...(contact === undefined ? {} : { contact: saltedOf(contact) }),
    ...(place === undefined ? {} : { place: saltedOf(place) }),
  }
  const recipients = (await readSealKeys(terminal.connection, matcher)).slice(0, recipientsMaximum)
  const context = { recommender: terminal.participant, matcher }
  const { bytes, digest } = await seal(texts, { recipients, context })
  await terminal.putBytes(sealedPath(digest), bytes)
  return { ...(await digestsOfShared(texts)), sealed: digest }
}

/**
 * What a request tells of its recommender, opened on a device of who is asked and held against the digests that the recommender signed;
 * nothing, where it consented to nothing. Refuses `shared_unfit` for another text than that, and as `open` does.
 */
export const openShared = async (
  terminal: Pick<Terminal, 'participant' | 'readBytes'>,
  { recommendation, shared }: Pick<Listed<'recommendation-requests'>, 'recommendation' | 'shared'>,
  key: SealKey,
): Promise<Told> => {
  if (shared === undefined) return {}
  const { sealed: digest } = shared
  const bytes = await terminal.readBytes(`${sealedPath(digest)}?recommendation=${recommendation}`, sealedBytesMaximum)
  const context = { asked: terminal.participant, recommendation }
  const texts = await open(bytes, { digest, key, context, shape: sharedTexts })
  if (!(await areShared(texts, shared))) throw unfit('it is not what the recommender consented to')
  const told = { contact: texts.contact?.text, place: texts.place?.text }
  const isShown = Object.values(told).every((text) => text === undefined || line.safeParse(text).success)
  if (!isShown) throw unfit('it is no line that shows all that is in it')
  return told
}
