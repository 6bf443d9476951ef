import { readLink } from '../../../sdk/certificates/link.ts'
import { database } from '../../state/session.ts'

const nameOf = (certificate: string): string => `certificate link ${certificate}`

/** Keeps the whole link of a certificate in this browser, the only place but the provider's own notes that has its key. */
export const keepLink = async (link: string): Promise<void> => {
  await (await database()).put('marks', link, nameOf(readLink(link).certificate))
}

/** The link of a certificate, where it was issued in this browser. */
export const keptLink = async (certificate: string): Promise<string | undefined> =>
  (await database()).get('marks', nameOf(certificate))
