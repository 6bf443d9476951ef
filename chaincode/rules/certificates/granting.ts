import { certificates, type Instance, providers, titles } from '../../domains/certificates/tables.ts'
import { participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Decision, type Rule, write } from '../rule.ts'
import { effectsOf, opened, partiesOf, requirePassable, requireReceiver, termsOf } from './giving.ts'
import { requireCertificate, requireLive } from './live-certificate.ts'

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
    requireLive(view, certificate, facts)
    const receiver = requireReceiver(view, certificate, body)
    const terms = termsOf(body, facts)
    requirePassable(certificate, body.form)
    if (certificate.given !== undefined) throw new Refusal('exclusive_given', { certificate: body.certificate })
    const parties = partiesOf(certificate, receiver)
    const instance: Instance = { instance: id, ...parties, ...terms, passes: 1, status: 'held' }
    const taken = certificate.exclusive ? [write(certificates, { ...certificate, given: id })] : []
    return { effects: effectsOf(instance), writes: [...opened(instance), ...taken] }
  },
}
