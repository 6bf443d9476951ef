import {
  type Certificate,
  certificates,
  type Instance,
  instances,
  publications,
  titles,
} from '../../domains/certificates/tables.ts'
import { type InstanceForm, passesMaximum } from '../../domains/certificates/terms.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { type Decision, type Facts, type Rule, type View, type Write, write } from '../rule.ts'
import { effectsOf, type Given, opened, partiesOf, requireReceiver, termsOf, titleOf } from './giving.ts'
import { after, keysOfInstance, requireHeld } from './instance-life.ts'
import { requireCertificate, requireLive } from './live-certificate.ts'
import { requireNotOffered } from './offered.ts'
import { withdrawnWith } from './publication.ts'

/** What may become of each form when it is handed on. */
const onwards: { readonly [F in InstanceForm]: readonly InstanceForm[] } = {
  holding: ['holding', 'data', 'ownership', 'licence'],
  ownership: ['ownership', 'licence'],
  licence: ['licence'],
  data: ['data'],
}

interface Licence {
  scope: string[]
  endsAt: bigint
}

/** True when a licence allows nothing that the other does not, and ends no later. */
const isWithin = (narrow: Licence, wide: Licence): boolean =>
  narrow.scope.every((use) => wide.scope.includes(use)) && narrow.endsAt <= wide.endsAt

/** Refuses `form_forbids`, `not_transferable`, `too_many_passes`, and `licence_exceeded` for what its holder cannot hand on so. */
export const requireMayPass = (from: Instance, terms: Pick<Instance, 'form' | 'scope' | 'endsAt'>): void => {
  const { instance, form } = from
  if (!onwards[form].includes(terms.form)) throw new Refusal('form_forbids', { instance, form })
  if (!from.transferable) throw new Refusal('not_transferable', { instance })
  if (from.passes >= passesMaximum) throw new Refusal('too_many_passes', { instance, most: `${passesMaximum}` })
  // A licence becomes a licence alone, and every licence has scope and term.
  if (form === 'licence' && !isWithin(terms as Licence, from as Licence)) {
    throw new Refusal('licence_exceeded', { instance })
  }
}

/** True where the giver keeps what it has: an owner who gives a licence, and who has data that others may have too. */
export const keeps = (from: Instance, form: InstanceForm, { exclusive }: Pick<Certificate, 'exclusive'>): boolean =>
  from.form === 'ownership' ? form === 'licence' : from.form === 'data' && !exclusive

/** The rows of the giver, of which it has nothing any more: its instance, its title, and what it said to all of it. */
const ended = (view: View, from: Instance): Write[] => [
  write(instances, after(from, 'pass-on')),
  ...(from.form === 'ownership' ? [titleOf(from, 'passed')] : []),
  ...withdrawnWith(view, from),
]

/** The keys of the titles of giver and receiver. */
const titleKeys = (view: View, { from, body }: { from: string; body: Body<'instance.pass-on'> }): string[] => {
  const certificate = view.find(instances, body.instance)?.certificate
  return certificate === undefined ? [] : [from, body.to].map((one) => titles.key(certificate, one))
}

/** What is handed on, by whom, and as what. */
interface Handover {
  /** The instance of who hands it on. */
  from: Instance
  /** Who has it then, and as what. */
  given: Given
  /** The name of the receiver's instance. */
  id: string
}

/**
 * Hands an instance on: the receiver's new one, and the rows that change with it. Rows of `keysOfInstance`, the publication, the receiver
 * and the titles of both must have been read. Refuses a certificate that does not count, who cannot receive it, and what may not be handed
 * on so.
 */
export const handedOn = (
  view: View,
  facts: Facts,
  { from, given, id }: Handover,
): { instance: Instance; writes: Write[] } => {
  const certificate = requireCertificate(view, from.certificate)
  requireLive(view, certificate, facts)
  if (given.to === from.holder) throw new Refusal('sender_is_receiver', { to: given.to })
  const receiver = requireReceiver(view, certificate, given)
  const terms = termsOf(given, facts)
  requireMayPass(from, terms)
  const passes = from.passes + 1
  const instance: Instance = {
    ...{ instance: id, ...partiesOf(certificate, receiver), ...terms },
    ...{ passes, from: from.instance, status: 'held' },
  }
  if (keeps(from, given.form, certificate)) return { instance, writes: opened(instance) }
  const isTaken = certificate.given === from.instance
  const taken = isTaken ? [write(certificates, { ...certificate, given: id })] : []
  return { instance, writes: [...ended(view, from), ...opened(instance), ...taken] }
}

/**
 * Hands on what one has of a certificate, as the same or as less: the receiver has a new instance, one pass farther from the provider,
 * and the giver's ends (S1-021, S1-022, S1-024), unless it gives a licence of what it owns (S1-023), or data that are not exclusive.
 * Price and payee are the certificate's and go along unchanged (S1-050). Refuses `instance_offered` while somebody may accept it.
 */
export const passOnInstance: Rule<'instance.pass-on'> = {
  reads: ({ body }) => [...[instances.key(body.instance), publications.key(body.instance), participants.key(body.to)]],
  readsThen: ({ from, body }, view) => [...keysOfInstance(view, body.instance), ...titleKeys(view, { from, body })],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  organisations: ({ body }, view) => [
    ...[view.find(instances, body.instance)?.providerHome, view.find(participants, body.to)?.home],
  ],
  decide: ({ body, id, sender, view, facts }): Decision => {
    const from = requireHeld(view, body.instance, sender)
    requireNotOffered(view, from, facts)
    const { instance, writes } = handedOn(view, facts, { from, given: body, id })
    return { effects: effectsOf(instance), writes }
  },
}
