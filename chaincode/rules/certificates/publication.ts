import {
  type Instance,
  instances,
  type Provider,
  type Publication,
  publications,
} from '../../domains/certificates/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { type Rule, type View, type Write, write } from '../rule.ts'
import { keysOfInstance, requireForm, requireHeld } from './instance-life.ts'
import { requireCertificate, requireLive } from './live-certificate.ts'
import { requireNotOffered } from './offered.ts'

/** The life of a publication: its holder may say it anew, and withdraw it. */
export const publicationLifecycle: Lifecycle<Publication['status'], 'publish' | 'withdraw'> = {
  open: { publish: 'open', withdraw: 'withdrawn' },
  withdrawn: { publish: 'open' },
}

/** The write by which an instance's publication ends together with it; nothing where none is open. */
export const withdrawnWith = (view: View, { instance }: Instance): Write[] => {
  const publication = view.find(publications, instance)
  const status = publication === undefined ? undefined : next(publicationLifecycle, publication.status, 'withdraw')
  return publication === undefined || status === undefined ? [] : [write(publications, { ...publication, status })]
}

/** Refuses `foreign_link` unless the link is the page of this certificate under one of its provider's addresses (S1-031). */
const requireOwnLink = ({ addresses }: Provider, certificate: string, link: string): void => {
  if (!addresses.some((address) => link === `${address}/c/${certificate}`)) throw new Refusal('foreign_link', { link })
}

/**
 * Says to all that a certificate can be had through the sender, with the link to it or without; once more says it anew. Refuses who does
 * not hold or own it (S1-049), what is offered to somebody (`instance_offered`), and a link that is not the provider's to this very certificate (S1-031).
 */
export const publishInstance: Rule<'instance.publish'> = {
  reads: ({ body }) => [instances.key(body.instance), publications.key(body.instance)],
  readsThen: ({ body }, view) => keysOfInstance(view, body.instance),
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view, facts }) => {
    const instance = requireHeld(view, body.instance, sender)
    requireNotOffered(view, instance, facts)
    const { certificate, provider } = instance
    const seller = requireLive(view, requireCertificate(view, certificate), facts)
    requireForm(instance, ['holding', 'ownership'])
    if (body.link !== undefined) requireOwnLink(seller, certificate, body.link)
    const { participant: holder, home } = sender
    const link = body.link === undefined ? {} : { link: body.link }
    const publication: Publication = {
      ...{ publication: body.instance, certificate, provider, holder, home, ...link, status: 'open' },
    }
    return {
      effects: { publication: body.instance, certificate, status: 'open' },
      writes: [write(publications, publication)],
    }
  },
}

/** Takes back what one published. Refuses `unknown_publication`, `not_a_party`, `publication_state_forbids`. */
export const withdrawPublication: Rule<'publication.withdraw'> = {
  reads: ({ body }) => [publications.key(body.publication)],
  home: ({ body }, view) => view.find(publications, body.publication)?.home,
  decide: ({ body, sender, view }) => {
    const publication = view.find(publications, body.publication)
    if (publication === undefined) throw new Refusal('unknown_publication', { publication: body.publication })
    if (publication.holder !== sender.participant) throw new Refusal('not_a_party', { publication: body.publication })
    const status = next(publicationLifecycle, publication.status, 'withdraw')
    if (status === undefined) throw new Refusal('publication_state_forbids', { ...body, status: publication.status })
    return {
      effects: { publication: body.publication, certificate: publication.certificate, status },
      writes: [write(publications, { ...publication, status })],
    }
  },
}
