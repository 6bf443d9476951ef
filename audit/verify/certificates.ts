import { type KeyObject, verify, X509Certificate } from 'node:crypto'
import { type Der, readAllDer, readDer } from './der.ts'

const pemPattern = /-----BEGIN ([A-Z0-9 ]+)-----([\sA-Za-z0-9+/=]+)-----END \1-----/

const pemBytes = (pem: Uint8Array): Buffer | undefined => {
  const [, , content] = pemPattern.exec(Buffer.from(pem).toString('latin1')) ?? []
  return content === undefined ? undefined : Buffer.from(content, 'base64')
}

const bytesIn = (pemOrDer: Uint8Array): Buffer => pemBytes(pemOrDer) ?? Buffer.from(pemOrDer)

/**
 * A certificate that stands as PEM; undefined for anything else, also for its bare bytes, which peers take for nobody's, and for one
 * whose key is of no kind that is known.
 */
export const readCertificate = (pem: Uint8Array): X509Certificate | undefined => {
  const bytes = pemBytes(pem)
  if (bytes === undefined) return undefined
  try {
    const certificate = new X509Certificate(bytes)
    return certificate.publicKey.asymmetricKeyType === undefined ? undefined : certificate
  } catch {
    // Whoever names it finds that there is none.
    return undefined
  }
}

const version = 0xa0
/** The place of the subject among the signed parts, behind the version, which need not be there. */
const subjectPlace = 4
/** 2.5.4.11 in DER. */
const unitName = '060355040b'

/**
 * The organizational units that a certificate names. Its own bytes are read, since Node's object of all names ends the whole program
 * where the certificate's key is of an unknown curve.
 */
export const unitsOf = ({ raw }: X509Certificate): string[] => {
  const parts = readAllDer(readDer(readDer(raw).content).content)
  const subject = parts[parts[0]?.tag === version ? subjectPlace + 1 : subjectPlace]
  return readAllDer(subject?.content ?? new Uint8Array())
    .flatMap((names) => readAllDer(names.content))
    .map((name) => readAllDer(name.content))
    .filter(([type]) => type?.bytes.toString('hex') === unitName)
    .map(([, unit]) => unit?.content.toString() ?? '')
}

const intermediatesAtMost = 8

/** The authorities that a member's certificates come from. */
export interface Authorities {
  roots: readonly X509Certificate[]
  intermediates: readonly X509Certificate[]
}

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)

const isValidAt = ({ validFromDate, validToDate }: X509Certificate, moment: number): boolean =>
  validFromDate.getTime() <= moment && moment <= validToDate.getTime()

/** The chain above one certificate at a moment, through at most so many intermediates. */
const chainAbove = (
  one: X509Certificate,
  { roots, intermediates }: Authorities,
  { moment, left }: { moment: number; left: number },
): X509Certificate[] | undefined => {
  const isIssuer = (issuer: X509Certificate): boolean => isValidAt(issuer, moment) && isIssuedBy(one, issuer)
  const root = roots.find(isIssuer)
  if (root !== undefined) return [root]
  if (left === 0) return undefined
  for (const issuer of intermediates.filter(isIssuer)) {
    const above = chainAbove(issuer, { roots, intermediates }, { moment, left: left - 1 })
    if (above !== undefined) return [issuer, ...above]
  }
  return undefined
}

/**
 * The chain from a certificate's issuer up to a root; undefined where there is none. As peers do, it is looked at in the second
 * after the certificate began to be valid, since a block has no time of its own.
 */
export const issuersOf = (certificate: X509Certificate, authorities: Authorities): X509Certificate[] | undefined => {
  const moment = certificate.validFromDate.getTime() + 1_000
  if (!isValidAt(certificate, moment)) return undefined
  return chainAbove(certificate, authorities, { moment, left: intermediatesAtMost })
}

/** A list of certificates that an authority took back. */
export interface RevocationList {
  serials: ReadonlySet<string>
  /** The identifier of the key by which it says that it is signed; undefined where it says none. */
  keyIdentifier: Buffer | undefined
  isSignedBy(key: KeyObject): boolean
}

const digests = new Map([
  ['2a8648ce3d040302', 'sha256'],
  ['2a8648ce3d040303', 'sha384'],
  ['2a8648ce3d040304', 'sha512'],
])

const integer = 0x02
const sequence = 0x30
const times = new Set([0x17, 0x18])

/** 2.5.29.35 and 2.5.29.14 in DER. */
const authorityKeyName = '0603551d23'
const subjectKeyName = '0603551d0e'

/** The value of an extension among those that stand behind this tag; undefined where there is none. */
const extensionIn = (parts: readonly Der[], tag: number, name: string): Buffer | undefined => {
  const list = parts.find((part) => part.tag === tag)
  const [extensions] = readAllDer(list?.content ?? new Uint8Array())
  const found = readAllDer(extensions?.content ?? new Uint8Array())
    .map(({ content }) => readAllDer(content))
    .find(([id]) => id?.bytes.toString('hex') === name)
  return found?.at(-1)?.content
}

const keyIdentifierTag = 0x80

const authorityKeyIn = (parts: readonly Der[]): Buffer | undefined => {
  const extension = extensionIn(parts, 0xa0, authorityKeyName)
  if (extension === undefined) return undefined
  return readAllDer(readDer(extension).content).find(({ tag }) => tag === keyIdentifierTag)?.content
}

const subjectKeyOf = ({ raw }: X509Certificate): Buffer | undefined => {
  const extension = extensionIn(readAllDer(readDer(readDer(raw).content).content), 0xa3, subjectKeyName)
  return extension && readDer(extension).content
}

const serialOf = (entry: Der): string => {
  const [serial] = readAllDer(entry.content)
  return normalSerial(serial?.content.toString('hex') ?? '')
}

/** A serial number in hexadecimal digits without zeros before them. */
const normalSerial = (hex: string): string => hex.toLowerCase().replace(/^0+/, '')

const revokedIn = (signed: Der): Der[] => {
  const parts = readAllDer(signed.content)
  // A certificate is put together in the same way, but begins otherwise.
  if (parts[0]?.tag !== integer && parts[0]?.tag !== sequence) throw new Error('no revocation list')
  const lastTime = parts.findLastIndex(({ tag }) => times.has(tag))
  const entries = parts[lastTime + 1]
  return entries?.tag === sequence ? readAllDer(entries.content) : []
}

/** Reads a revocation list, as PEM or DER. Throws at anything else. */
export const readRevocationList = (pemOrDer: Uint8Array): RevocationList => {
  const [signed, algorithm, signature] = readAllDer(readDer(bytesIn(pemOrDer)).content)
  if (signed === undefined || algorithm === undefined || signature === undefined) throw new Error('no revocation list')
  const digest = digests.get(readDer(algorithm.content).content.toString('hex'))
  return {
    serials: new Set(revokedIn(signed).map(serialOf)),
    keyIdentifier: authorityKeyIn(readAllDer(signed.content)),
    // The first byte of a string of bits says how many of the last byte's are not in it: none here.
    isSignedBy: (key) => digest !== undefined && verify(digest, signed.bytes, key, signature.content.subarray(1)),
  }
}

/**
 * Whether one of the lists takes this certificate back, by the word of its issuer's own key. As for peers, a list that does not say by
 * which key it is signed takes back all certificates of the member.
 */
export const isRevoked = (
  certificate: X509Certificate,
  issuer: X509Certificate,
  lists: readonly RevocationList[],
): boolean =>
  lists.some(({ serials, keyIdentifier, isSignedBy }) => {
    if (keyIdentifier === undefined) return true
    const isOfIssuer = subjectKeyOf(issuer)?.equals(keyIdentifier) === true
    return isOfIssuer && serials.has(normalSerial(certificate.serialNumber)) && isSignedBy(issuer.publicKey)
  })
