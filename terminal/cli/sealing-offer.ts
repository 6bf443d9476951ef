import { sealCertificateKey } from '../sdk/certificates/handover.ts'
import { readLink } from '../sdk/certificates/link.ts'
import { TerminalFault } from '../sdk/errors.ts'
import { sealOffer } from '../sdk/matching/demand.ts'
import type { Listed } from '../sdk/matching/records.ts'
import { keptLink } from '../sdk/node/profile.ts'
import { readInstance } from '../sdk/purchases.ts'
import type { Terminal } from '../sdk/terminal.ts'
import type { Invocation } from './invocation.ts'

/** The key to a certificate's body, from the link that this profile keeps; undefined where it keeps none. */
const keptKey = async (invocation: Invocation, certificate: string): Promise<string | undefined> => {
  const link = await keptLink({ folder: invocation.folder }, certificate)
  return link === undefined ? undefined : readLink(link).key
}

const noteMissing = (invocation: Invocation, certificate: string): undefined => {
  invocation.note(`the key to the body does not go along: this profile keeps no link to ${certificate}`)
  return undefined
}

/** Seals the key of what an instance is of to the demand that it is offered to; undefined, and noted, where this profile has none. */
export const offeredKey = async (
  invocation: Invocation,
  terminal: Terminal,
  { asked, instance }: { asked: Listed<'requests'>; instance: string },
): Promise<string | undefined> => {
  const { certificate } = await readInstance(terminal, instance)
  const key = await keptKey(invocation, certificate)
  if (key === undefined) return noteMissing(invocation, certificate)
  return sealOffer(terminal, asked, { certificate, key })
}

/** Seals the key of a certificate to somebody; undefined, and noted, where this profile has none or nobody there could open it. */
export const deliveredKey = async (
  invocation: Invocation,
  terminal: Terminal,
  { certificate, to }: { certificate: string; to: string },
): Promise<string | undefined> => {
  const key = await keptKey(invocation, certificate)
  if (key === undefined) return noteMissing(invocation, certificate)
  return sealCertificateKey(terminal, { certificate, to, key }).catch((error: Error) => {
    if (!(error instanceof TerminalFault) || error.code !== 'no_seal_key') throw error
    invocation.note(`the key to the body does not go along: ${error.message}`)
    return undefined
  })
}
