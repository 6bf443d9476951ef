import { accounts, participants } from '../../domains/registry/tables.ts'
import { type Identity, identities } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireActive } from '../require.ts'
import { type Rule, type View, write } from '../rule.ts'

/** How many times in a row a client may fail to show who it is (S2-009). */
export const failuresMaximum = 5

/** What is counted of a client; nothing yet for who never failed. */
export const identityOf = (view: View, client: string, home: string): Identity =>
  view.find(identities, client) ?? { client, home, failures: 0 }

/** True for who failed too often. */
export const isLocked = ({ failures }: Identity): boolean => failures >= failuresMaximum

/**
 * Two officers free a client of their own bank who failed too often (S2-009, decision 0050). Refuses `unknown_participant`, `receiver_not_active` and
 * `foreign_client`.
 */
export const unlockIdentity: Rule<'identity.unlock'> = {
  reads: ({ body: { client } }) => [participants.key(client), identities.key(client)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body: { client }, sender, view }) => {
    const { home } = requireActive(view, client)
    if (home !== sender.home) throw new Refusal('foreign_client', {})
    return { effects: { client }, writes: [write(identities, { ...identityOf(view, client, home), failures: 0 })] }
  },
}
