import { deviceId } from '../../chaincode/wire/identifiers.ts'
import { unmarked } from '../../chaincode/wire/marked-ids.ts'
import { type FoundCertificate, readFound } from '../sdk/certificates/find-certificates.ts'
import type { Certified } from '../sdk/certificates/goods.ts'
import { type CertificateLink, readLink, requireOwnAddress } from '../sdk/certificates/link.ts'
import { openCertificate } from '../sdk/certificates/open-certificate.ts'
import type { Connection } from '../sdk/connection.ts'
import { keptLink } from '../sdk/node/profile.ts'
import { CommandFault } from './command-fault.ts'
import type { Invocation } from './invocation.ts'

/** How a link is named, for the help of every command that takes one. */
export const linkHelp =
  'the link; or a file that holds it, - for standard input, which keep it out of the shell’s history; or the id of a certificate whose link this profile keeps'

/** The link that was named. It holds a key, so no message repeats it. */
export const linkNamed = async (invocation: Invocation, typed: string): Promise<CertificateLink> => {
  const named = unmarked(typed)
  if (/^https?:/.test(named)) return readLink(named)
  if (!deviceId.safeParse(named).success) return readLink((await invocation.streams.readFile(named)).trim())
  const kept = await keptLink({ folder: invocation.folder }, named)
  if (kept !== undefined) return readLink(kept)
  throw new CommandFault('link_missing', {
    problem: `this profile keeps no link to the certificate ${named}`,
    next: 'Ask its provider, or who told you of it, for the whole link.',
  })
}

/** A certificate opened by its link, and who issued it. Refuses `foreign_link` where the link is none of its provider's. */
export const openNamed = async (
  connection: Connection,
  link: CertificateLink,
): Promise<{ found: FoundCertificate; certified: Certified }> => {
  const found = await readFound(connection, link.certificate)
  requireOwnAddress(link, found.provider)
  const { certified } = await openCertificate(connection, found, link.key)
  return { found, certified }
}
