import { type Certificate, certificates, type Provider } from '../../domains/certificates/tables.ts'
import { Refusal } from '../../refusal.ts'
import { isPast } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import type { Facts, View } from '../rule.ts'
import { requireOpenProvider } from './provider.ts'

/** The life of a certificate. It expires by its time alone. */
export const certificateLifecycle: Lifecycle<Certificate['status'], 'revoke'> = {
  active: { revoke: 'revoked' },
  revoked: {},
}

/** The certificate, whatever its state; refuses `unknown_certificate`. */
export const requireCertificate = (view: View, id: string): Certificate => {
  const certificate = view.find(certificates, id)
  if (certificate === undefined) throw new Refusal('unknown_certificate', { certificate: id })
  return certificate
}

/** The status of a certificate that its provider revokes; refuses `certificate_revoked`. */
export const revoked = ({ certificate, status }: Certificate): Certificate['status'] => {
  const after = next(certificateLifecycle, status, 'revoke')
  if (after === undefined) throw new Refusal('certificate_revoked', { certificate })
  return after
}

/** True for a certificate that is neither revoked nor expired; at its last moment it still counts. */
export const isLive = ({ status, expiresAt }: Certificate, facts: Facts): boolean =>
  status === 'active' && !isPast(expiresAt, facts)

/**
 * The provider of a certificate of which something can be had or used now; its row must have been named in `reads` or `readsThen`. Refuses
 * `certificate_revoked`, `certificate_expired`, and `provider_not_registered` once its member let the provider go.
 */
export const requireLive = (view: View, { certificate, status, ...rest }: Certificate, facts: Facts): Provider => {
  if (status === 'revoked') throw new Refusal('certificate_revoked', { certificate })
  if (isPast(rest.expiresAt, facts)) {
    throw new Refusal('certificate_expired', { certificate, expiresAt: rest.expiresAt.toString() })
  }
  return requireOpenProvider(view, rest.provider)
}
