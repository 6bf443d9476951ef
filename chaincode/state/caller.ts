import { X509Certificate } from 'node:crypto'
import type { ClientIdentity } from 'fabric-shim'

/** The roles that an organisation's own certificate authority writes into its machines' and officers' certificates. */
export type CallerRole = 'gateway' | 'auditor'

/** Refuses a caller whose certificate does not carry the role; which organisation gave it is for the caller's MSP to say. */
export const requireRole = (caller: ClientIdentity, ...roles: CallerRole[]): void => {
  if (roles.some((role) => caller.assertAttributeValue('assay.role', role))) return
  throw new Error(`this transaction is for ${roles.join(' and ')} identities only`)
}

/** Refuses a caller whose certificate is not of its organisation's administrators (organisational unit `admin`). */
export const requireAdministrator = (caller: ClientIdentity): void => {
  const { subject } = new X509Certificate(Buffer.from(caller.getIDBytes()))
  if (subject.split('\n').includes('OU=admin')) return
  throw new Error('this transaction is for administrators of an organisation only')
}
