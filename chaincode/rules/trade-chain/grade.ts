import { accounts, participants } from '../../domains/registry/tables.ts'
import { grades } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Instruction } from '../../vocabulary.ts'
import { requireActive } from '../require.ts'
import { type OpenRequest, type Rule, type View, write } from '../rule.ts'
import { toldVersion } from '../told.ts'

/** The bank of an officer who grades this client; refuses `unknown_participant`, `receiver_not_active`, `foreign_client`. */
export const requireOwnClient = ({
  body: { client },
  sender,
  view,
}: Pick<OpenRequest<'grade.set' | 'grade.weigh'>, 'body' | 'sender' | 'view'>): string => {
  if (requireActive(view, client).home !== sender.home) throw new Refusal('foreign_client', {})
  return sender.home
}

type OfGrade = Pick<Instruction<'grade.set' | 'grade.weigh'>, 'from' | 'body'>

/** The row of a grade that the sender's member gives. */
export const keysOfGrade = ({ from, body: { institution, client } }: OfGrade, view: View): string[] => {
  const bank = view.find(accounts, from)?.home
  return bank === undefined ? [] : [grades.key(bank, institution, client)]
}

/** Home and pair of what a bank says of a grade. */
export const gradeSteps = {
  home: ({ from }: OfGrade, view: View) => view.find(accounts, from)?.home,
  pair: ({ from, body: { institution } }: OfGrade, view: View) => {
    const bank = view.find(accounts, from)?.home
    return bank === undefined ? undefined : { bank, institution }
  },
}

/**
 * An officer of a bank grades one of its clients before an institution; each time is a version of its own, which no pledge lifts until it is
 * weighed. Refuses `unknown_participant`,
 * `receiver_not_active`, and `foreign_client` for a client of another member.
 */
export const setGrade: Rule<'grade.set'> = {
  reads: ({ body: { client } }) => [participants.key(client)],
  readsThen: keysOfGrade,
  ...gradeSteps,
  decide: (request) => {
    const { body, view, confidential } = request
    const { client, institution } = body
    const { grade, lift } = confidential
    const bank = requireOwnClient(request)
    const version = (view.find(grades, bank, institution, client)?.version ?? 0n) + 1n
    return {
      effects: { client, institution, version: version.toString() },
      writes: [
        write(grades, {
          ...{ bank, institution, client, grade, base: grade, pledges: {}, version },
          ...(lift === undefined ? {} : { lift: { ...lift, each: BigInt(lift.each) } }),
        }),
      ],
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
