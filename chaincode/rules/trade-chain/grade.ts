import { accounts, participants } from '../../domains/registry/tables.ts'
import { grades } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireActive } from '../require.ts'
import { type OpenRequest, type Rule, write } from '../rule.ts'
import { toldVersion } from '../told.ts'

/** The bank of an officer who grades this client; refuses `unknown_participant`, `receiver_not_active`, `foreign_client`. */
const requireOwnClient = ({ body: { client }, sender, view }: Omit<OpenRequest<'grade.set'>, 'told'>): string => {
  if (requireActive(view, client).home !== sender.home) throw new Refusal('foreign_client', {})
  return sender.home
}

/**
 * An officer of a bank grades one of its clients before an institution; each time is a version of its own. Refuses `unknown_participant`,
 * `receiver_not_active`, and `foreign_client` for a client of another member.
 */
export const setGrade: Rule<'grade.set'> = {
  reads: ({ body: { client } }) => [participants.key(client)],
  readsThen: ({ from, body: { institution, client } }, view) => {
    const bank = view.find(accounts, from)?.home
    return bank === undefined ? [] : [grades.key(bank, institution, client)]
  },
  home: ({ from }, view) => view.find(accounts, from)?.home,
  pair: ({ from, body: { institution } }, view) => {
    const bank = view.find(accounts, from)?.home
    return bank === undefined ? undefined : { bank, institution }
  },
  decide: (request) => {
    const { body, view, confidential } = request
    const { client, institution } = body
    const { grade } = confidential
    const bank = requireOwnClient(request)
    const version = (view.find(grades, bank, institution, client)?.version ?? 0n) + 1n
    return {
      effects: { client, institution, version: version.toString() },
      writes: [write(grades, { bank, institution, client, grade, version })],
    }
  },
  openly: (request) => {
    const { client, institution } = request.body
    const bank = requireOwnClient(request)
    return {
      effects: { client, institution, version: toldVersion(request.told) },
      hides: [grades.key(bank, institution, client)],
    }
  },
}
