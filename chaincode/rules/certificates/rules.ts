import type { certificateKinds } from '../../domains/certificates/kinds.ts'
import type { Rule } from '../rule.ts'
import { issueCertificate, revokeCertificate } from './certificate.ts'
import { grantCertificate } from './granting.ts'
import { passOnInstance } from './passing.ts'
import { closeProvider, registerProvider } from './provider.ts'
import { publishInstance, withdrawPublication } from './publication.ts'
import { useInstance } from './using.ts'

/** The rule of each kind about goods certificates. */
export const certificateRules: { readonly [K in keyof typeof certificateKinds]: Rule<K> } = {
  'provider.register': registerProvider,
  'provider.close': closeProvider,
  'certificate.issue': issueCertificate,
  'certificate.revoke': revokeCertificate,
  'certificate.grant': grantCertificate,
  'instance.pass-on': passOnInstance,
  'instance.use': useInstance,
  'instance.publish': publishInstance,
  'publication.withdraw': withdrawPublication,
}
