import { type Provider, providers } from '../../domains/certificates/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireActive, requireSameHome } from '../require.ts'
import { type Rule, type View, write } from '../rule.ts'

/** The registration of a provider that may issue now; refuses `provider_not_registered`. */
export const requireOpenProvider = (view: View, id: string): Provider => {
  const provider = view.find(providers, id)
  if (provider?.status !== 'open') throw new Refusal('provider_not_registered', { provider: id })
  return provider
}

/** Refuses `not_a_party` to another than who registered the provider, while that registration is open. */
const requireOwnProvider = ({ provider, member, status }: Provider, sender: string): void => {
  if (status === 'open' && member !== sender) throw new Refusal('not_a_party', { provider })
}

/**
 * Lets a participant of the member issue goods certificates, or says anew under which name and addresses (S1-030). Refuses
 * `unknown_participant`, `receiver_not_active`, `not_registrar_of_home`, and `not_a_party` while another's registration is open.
 */
export const registerProvider: Rule<'provider.register'> = {
  reads: ({ body }) => [participants.key(body.provider), providers.key(body.provider)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    requireSameHome(sender, requireActive(view, body.provider))
    const before = view.find(providers, body.provider)
    if (before !== undefined) requireOwnProvider(before, sender.participant)
    const provider: Provider = { ...body, home: sender.home, member: sender.participant, status: 'open' }
    return { effects: { provider: body.provider, status: 'open' }, writes: [write(providers, provider)] }
  },
}

/** Ends a provider's leave to issue; none of its certificates counts until it is registered anew. */
export const closeProvider: Rule<'provider.close'> = {
  reads: ({ body }) => [providers.key(body.provider)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    const provider = requireOpenProvider(view, body.provider)
    requireOwnProvider(provider, sender.participant)
    return {
      effects: { provider: body.provider, status: 'closed' },
      writes: [write(providers, { ...provider, status: 'closed' })],
    }
  },
}
