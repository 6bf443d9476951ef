import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  X509Certificate,
} from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { createDurably } from './durable.ts'
import { bringBack, FileFault } from './file-fault.ts'
import type { Inventory } from './inventory.ts'

const secretBytes = 32

const fingerprintOf = (secret: Uint8Array): string => createHash('sha256').update(secret).digest('base64url')

const requireClosed = (file: string): void => {
  if (process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return
  throw new FileFault({ file, reason: 'may be read by others of this machine', next: `close it: chmod 600 '${file}'` })
}

/**
 * A secret of 32 bytes that this gateway made for itself, made now when it never had one; it never leaves its file. Refuses by
 * FileFault one of another length, one that has gone, one that others may read, and another one than was used before: with an empty or a foreign key
 * everybody could compute what the secret is to keep.
 */
export const openSecret = (inventory: Inventory, name: string): Uint8Array => {
  const file = inventory.path(name)
  if (!inventory.has(name)) createDurably(file, randomBytes(secretBytes))
  requireClosed(file)
  const secret = readFileSync(file)
  if (secret.length !== secretBytes) {
    throw new FileFault({ file, reason: `holds ${secret.length} bytes and not ${secretBytes}`, next: bringBack })
  }
  const noted = inventory.noted(name)
  if (noted !== undefined && noted !== fingerprintOf(secret)) {
    throw new FileFault({ file, reason: 'is another key than was used before', next: bringBack })
  }
  inventory.note(name, fingerprintOf(secret))
  return secret
}

/**
 * A private key of P-256 that this gateway made for itself by `make`, in PEM, made now when it never had one. Refuses by FileFault one that has
 * gone, one that others may read, and what is no such key.
 */
export const openOwnKey = (inventory: Inventory, name: string, make: () => string): string => {
  const file = inventory.path(name)
  if (!inventory.has(name)) createDurably(file, make())
  requireClosed(file)
  const pem = readPrivateKey(file).export({ type: 'pkcs8', format: 'pem' }) as string
  inventory.note(name)
  return pem
}

/** The text of a file that somebody put there for this gateway; refuses by FileFault one that is missing, unreadable or empty. */
export const readProvided = (file: string): string => {
  try {
    const text = readFileSync(file, 'utf8')
    if (text !== '') return text
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`
    throw new FileFault({ file, reason, next: 'bring it back, or name the right file in the configuration' })
  }
  throw new FileFault({ file, reason: 'is empty', next: 'bring it back from a copy' })
}

/** A P-256 private key in PEM; refuses by FileFault what is none, and never repeats anything of the file's content. */
export const readPrivateKey = (file: string): KeyObject => {
  const text = readProvided(file)
  try {
    const key = createPrivateKey(text)
    if (createPublicKey(key).asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  } catch {
    // The cause could quote the file, so it is not passed on.
  }
  throw new FileFault({ file, reason: 'holds no P-256 private key', next: 'bring it back from a copy' })
}

/** The text of a certificate in PEM; refuses by FileFault what is none. */
export const readCertificate = (file: string): string => {
  const text = readProvided(file)
  try {
    new X509Certificate(text)
    return text
  } catch {
    throw new FileFault({ file, reason: 'holds no certificate', next: 'bring it back from a copy' })
  }
}
