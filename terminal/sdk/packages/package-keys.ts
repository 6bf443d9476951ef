import { z } from 'zod'
import { utf8 } from '../../../chaincode/wire/bounded-json.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { instructionIdName, participantId } from '../../../chaincode/wire/identifiers.ts'
import { TerminalFault } from '../errors.ts'

/** What a package belongs to: the interaction in which it was promised, and who receives it. It is authenticated with it, and so opens nowhere else. */
export const packageContext = z.strictObject({ interaction: instructionIdName, receiver: participantId })
export type PackageContext = z.infer<typeof packageContext>

/** The two keys that open a package together, held by two parties; either alone tells nothing (design D24). */
export interface PackageKeys {
  /** Of 32 bytes. */
  first: Uint8Array<ArrayBuffer>
  second: Uint8Array<ArrayBuffer>
}

export const packageKeyBytes = 32
const saltBytes = 32
const purpose = 'assay-package-1'
const magic = utf8(`${purpose}\n`)
/** The bytes before the first frame: what it is, the salt, and the commitment to both keys. */
export const headerBytes = magic.length + saltBytes + packageKeyBytes

const fresh = (length: number) => crypto.getRandomValues(new Uint8Array(length))

/** Two keys drawn for one package. */
export const drawPackageKeys = (): PackageKeys => ({ first: fresh(packageKeyBytes), second: fresh(packageKeyBytes) })

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, place) => byte === other[place])

/** What both keys give for this salt and context: the key of the frames, and 32 bytes that tell the pair from every other (RFC 5869). */
const derive = async ({ first, second }: PackageKeys, salt: Uint8Array<ArrayBuffer>, context: PackageContext) => {
  const both = new Uint8Array(2 * packageKeyBytes)
  if (first.length !== packageKeyBytes || second.length !== packageKeyBytes) throw wrongKeys()
  both.set(first)
  both.set(second, packageKeyBytes)
  const key = await crypto.subtle.importKey('raw', both, 'HKDF', false, ['deriveBits'])
  const info = utf8(canonical({ purpose, ...packageContext.parse(context) }))
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt, info }
  const bits = new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 2 * 8 * packageKeyBytes))
  const frames = bits.slice(0, packageKeyBytes)
  const cipher = await crypto.subtle.importKey('raw', frames, 'AES-GCM', false, ['encrypt', 'decrypt'])
  return { cipher, commitment: bits.slice(packageKeyBytes) }
}

const wrongKeys = (): TerminalFault =>
  new TerminalFault('package_keys_wrong', {
    problem: 'these two keys do not open this package for this receiver and interaction',
    next: 'Ask for both keys of this very package; neither opens it alone.',
  })

/** What is no package, or not all of it. */
export const packageUnreadable = (problem: string): TerminalFault =>
  new TerminalFault('package_unreadable', {
    problem: `the package cannot be opened: ${problem}`,
    next: 'Fetch it again, or ask who sent it to send it again.',
  })

/** A header under a fresh salt, and the cipher of the frames behind it. */
export const newHeader = async (keys: PackageKeys, context: PackageContext) => {
  const salt = fresh(saltBytes)
  const { cipher, commitment } = await derive(keys, salt, context)
  const header = new Uint8Array(headerBytes)
  header.set(magic)
  header.set(salt, magic.length)
  header.set(commitment, magic.length + saltBytes)
  return { header, cipher }
}

/**
 * The cipher of the frames behind a header. Refuses `package_unreadable` for what is no header, and `package_keys_wrong` for any other keys,
 * receiver or interaction, before anything is decrypted: AES-GCM alone lets one ciphertext open under two keys.
 */
export const readHeader = async (header: Uint8Array<ArrayBuffer>, keys: PackageKeys, context: PackageContext) => {
  const isPackage = header.length === headerBytes && isSame(header.subarray(0, magic.length), magic)
  if (!isPackage) throw packageUnreadable('it is no package')
  const salt = header.slice(magic.length, magic.length + saltBytes)
  const { cipher, commitment } = await derive(keys, salt, context)
  if (!isSame(commitment, header.subarray(magic.length + saltBytes))) throw wrongKeys()
  return cipher
}
