import { type Certificate, certificates, type Instance, providers, titles } from '../../domains/certificates/tables.ts'
import { participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Decision, type Facts, type Rule, type View, type Write, write } from '../rule.ts'
import {
  effectsOf,
  type Given,
  opened,
  partiesOf,
  requireNotGiven,
  requirePassable,
  requireReceiver,
  termsOf,
} from './giving.ts'
import { requireCertificate, requireLive } from './live-certificate.ts'

/**
 * Hands out a certificate by its provider: the receiver's instance, and the rows that change with it. The rows of the provider, the receiver
 * and its title must have been read. Refuses a certificate that does not count or is somebody's already, and who cannot receive it.
 */
export const handedOut = (
  view: View,
  facts: Facts,
  { certificate, given, id }: { certificate: Certificate; given: Given; id: string },
): { instance: Instance; writes: Write[] } => {
  requireLive(view, certificate, facts)
  const receiver = requireReceiver(view, certificate, given)
  const terms = termsOf(given, facts)
  requirePassable(certificate, given.form)
  requireNotGiven(certificate)
  const instance: Instance = {
    ...{ instance: id, ...partiesOf(certificate, receiver), ...terms },
    ...{ passes: 1, status: 'held' },
  }
  const taken = certificate.exclusive ? [write(certificates, { ...certificate, given: id })] : []
  return { instance, writes: [...opened(instance), ...taken] }
}

/**
 * The provider hands out a certificate: to hold and hand on, to read, to own, or to use under a licence. Refuses another than the provider,
 * a certificate that does not count, and an exclusive one that somebody has (S1-021).
 */
export const grantCertificate: Rule<'certificate.grant'> = {
  reads: ({ from, body }) => [
    ...[certificates.key(body.certificate), providers.key(from)],
    ...[participants.key(body.to), titles.key(body.certificate, body.to)],
  ],
  home: ({ body }, view) => view.find(certificates, body.certificate)?.home,
  organisations: ({ body }, view) => [view.find(participants, body.to)?.home],
  decide: ({ body, id, sender, view, facts }): Decision => {
    const certificate = requireCertificate(view, body.certificate)
    if (certificate.provider !== sender.participant) throw new Refusal('not_a_party', { certificate: body.certificate })
    const { instance, writes } = handedOut(view, facts, { certificate, given: body, id })
    return { effects: effectsOf(instance), writes }
  },
}
