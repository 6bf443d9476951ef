import { z } from 'zod'
import { fromBase64url } from '#platform'
import type { SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import { sealedBytesMaximum } from '../../../chaincode/wire/sealing/sealed-document.ts'
import { TerminalFault } from '../errors.ts'
import type { ListedInstance } from '../purchases.ts'
import { readSealKeys, sealedPath } from '../sealing/seal-for.ts'
import { open, seal } from '../sealing/sealed-document.ts'
import type { Terminal } from '../terminal.ts'
import type { ReadDocument } from './body.ts'
import { type FoundCertificate, readFound } from './find-certificates.ts'
import { openCertificate } from './open-certificate.ts'

const keyBytes = 32

/** What is sealed to hand a certificate over: the key to its body. */
export const handedKey = z.strictObject({ key: z.string().refine((text) => fromBase64url(text)?.length === keyBytes) })
export type HandedKey = z.infer<typeof handedKey>

/**
 * Seals the key to a certificate's body to the devices of who is to have it, lays it down at the giver's gateway, and gives its digest,
 * which goes into what is handed out or on: so the key is on no ledger, and in no hand but theirs (S1-020). Refuses `no_seal_key` where
 * the receiver has no device that could open it.
 */
export const sealCertificateKey = async (
  terminal: Pick<Terminal, 'connection' | 'putBytes'>,
  { certificate, to, key }: { certificate: string; to: string; key: string },
): Promise<string> => {
  const recipients = await readSealKeys(terminal.connection, to)
  const { bytes, digest } = await seal(handedKey.parse({ key }), { recipients, context: { to, certificate } })
  await terminal.putBytes(sealedPath(digest), bytes)
  return digest
}

/** The key that came with what was handed over, opened on this device; refuses `no_key_handed_over` where none came, and as `open` does. */
export const readHandedKey = async (
  terminal: Pick<Terminal, 'readBytes'>,
  { instance, certificate, holder, sealedKey }: ListedInstance,
  sealKey: SealKey,
): Promise<string> => {
  if (sealedKey === undefined) {
    throw new TerminalFault('no_key_handed_over', {
      problem: 'this certificate was handed over without the key to its body',
      next: 'Ask who gave it to you for its link.',
    })
  }
  const bytes = await terminal.readBytes(`${sealedPath(sealedKey)}?instance=${instance}`, sealedBytesMaximum)
  const context = { to: holder, certificate }
  return (await open(bytes, { digest: sealedKey, key: sealKey, context, shape: handedKey })).key
}

/**
 * Opens the body of what was handed over, with the key that came with it (S1-020). Refuses as `readHandedKey` does, and as
 * `openCertificate`: `altered_certificate` for a body whose digest is not the one on the ledger.
 */
export const openHandedOver = async (
  terminal: Pick<Terminal, 'readBytes' | 'connection'>,
  instance: ListedInstance,
  sealKey: SealKey,
): Promise<{ found: FoundCertificate; read: ReadDocument; key: string }> => {
  const key = await readHandedKey(terminal, instance, sealKey)
  const found = await readFound(terminal.connection, instance.certificate)
  return { found, read: await openCertificate(terminal.connection, found, key), key }
}
