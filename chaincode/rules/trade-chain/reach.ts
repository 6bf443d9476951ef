import { accounts } from '../../domains/registry/tables.ts'
import { type Reach, reaches } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Request, type Rule, type Write, write } from '../rule.ts'

type Reaching = Pick<Request<'institution.reach'>, 'sender' | 'consortium'>

/** What a member says of how it is reached, in place of what it said before; refuses `home_lacks_part`. */
const reachedAs = (
  { sender: { home }, consortium }: Reaching,
  part: Reach['part'],
  { addresses, keys }: Pick<Reach, 'addresses' | 'keys'>,
): Write[] => {
  if (!consortium.plays(home, part)) throw new Refusal('home_lacks_part', { part })
  return [write(reaches, { part, member: home, addresses: [...addresses], keys: [...keys] })]
}

/**
 * An institution says at which addresses its server is reached, none included, and by which keys it is known there (S2-024, decision 0052).
 * Refuses `home_lacks_part` for who is at home with no institution.
 */
export const reachInstitution: Rule<'institution.reach'> = {
  reads: () => [],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: (request) => ({
    effects: { institution: request.sender.home },
    writes: reachedAs(request, 'institution', request.body),
  }),
}

/** A bank says by which keys its gateway is known at institutions. Refuses `home_lacks_part` for who is at home with no bank. */
export const reachBank: Rule<'bank.reach'> = {
  reads: () => [],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: (request) => ({
    effects: { bank: request.sender.home },
    writes: reachedAs(request, 'bank', { addresses: [], keys: request.body.keys }),
  }),
}
