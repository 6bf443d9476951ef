import { fromBase64url } from '#platform'
import { instructionIdName } from '../../../chaincode/wire/identifiers.ts'
import { TerminalFault } from '../errors.ts'

/** What a link to a certificate says. */
export interface CertificateLink {
  /** Where it leads: `https://host[:port]`. */
  origin: string
  certificate: string
  /** The key to its body, which is sent to no server. */
  key: string
}

const lengthMaximum = 600
const loopback = ['127.0.0.1', 'localhost']

const isKey = (text: string): boolean => fromBase64url(text)?.length === 32

const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const address = new URL(text)
  if (address.origin !== text) return false
  return address.protocol === 'https:' || (address.protocol === 'http:' && loopback.includes(address.hostname))
}

const broken = (): TerminalFault =>
  new TerminalFault('broken_link', {
    problem: 'this is no whole link to a certificate',
    next: 'Copy the whole link again, with all that stands behind the #.',
  })

/** The link to a certificate at a provider's address. Refuses `broken_link` for parts that `readLink` would not take. */
export const linkTo = (origin: string, certificate: string, key: string): string => {
  const text = `${origin}/c/${certificate}#${key}`
  readLink(text)
  return text
}

/**
 * Reads a link to a certificate: `https://host[:port]/c/<id>#<key>` to the letter (http for this machine alone). Refuses `broken_link`
 * for anything else; the text is not repeated, since it may hold a key.
 */
export const readLink = (text: string): CertificateLink => {
  const [, origin = '', certificate = '', key = ''] =
    (text.length > lengthMaximum
      ? null
      : /^(https?:\/\/[^/?#\s]+)\/c\/([A-Za-z0-9_-]+)#([A-Za-z0-9_-]+)$/.exec(text)) ?? []
  if (!isOrigin(origin) || !instructionIdName.safeParse(certificate).success || !isKey(key)) throw broken()
  return { origin, certificate, key }
}

/** Refuses `foreign_link` for a link to anywhere else than one of the addresses that the provider registered. */
export const requireOwnAddress = ({ origin }: CertificateLink, provider: { addresses: readonly string[] }): void => {
  if (provider.addresses.includes(origin)) return
  throw new TerminalFault('foreign_link', {
    problem: `the link leads to ${origin}, which is no address of this provider`,
    next: 'Use a link of the provider itself.',
  })
}
