import { accounts, participants } from '../../domains/registry/tables.ts'
import { grades } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Instruction } from '../../vocabulary.ts'
import { requireActive } from '../require.ts'
import { type OpenRequest, type Request, type Rule, type View, write } from '../rule.ts'
import { requireToldFit, toldVersion } from '../told.ts'
import { declared, keyOfDeclared } from './declaration.ts'

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
 * Who holds for the bank what lifts a grade is another one than the client, active, and at home at the bank; refuses `pledgee_is_holder`,
 * `unknown_participant`, `receiver_not_active`, `foreign_pledgee`.
 */
const requirePledgee = (
  { body: { client }, view }: Pick<Request<'grade.set'>, 'body' | 'view'>,
  { bank, pledgee }: { bank: string; pledgee: string },
): void => {
  if (pledgee === client) throw new Refusal('pledgee_is_holder', {})
  if (requireActive(view, pledgee).home !== bank) throw new Refusal('foreign_pledgee', {})
}

/** Why only the confidential text keeps a grade from being set. */
const hiddenRefusals = ['pledgee_is_holder', 'unknown_participant', 'receiver_not_active', 'foreign_pledgee'] as const

/**
 * An officer of a bank grades one of its clients before an institution; each time is a version of its own, which no pledge lifts until it is
 * weighed. What pledges lift it by names who holds them for the bank: a client would lift its own grade by a pledge to a friend there.
 * Refuses `unknown_participant`, `receiver_not_active`, `foreign_client` for a client of another member, and as `requirePledgee`.
 */
export const setGrade: Rule<'grade.set'> = {
  reads: ({ body: { client } }) => [participants.key(client)],
  readsThen: (instruction, view, confidential) => {
    const { lift } = confidential ?? {}
    return [...keysOfGrade(instruction, view), ...(lift === undefined ? [] : [participants.key(lift.pledgee)])]
  },
  ...gradeSteps,
  decide: (request) => {
    const { body, view, confidential } = request
    const { client, institution } = body
    const { grade, lift } = confidential
    const bank = requireOwnClient(request)
    if (lift !== undefined) requirePledgee(request, { bank, pledgee: lift.pledgee })
    const version = (view.find(grades, bank, institution, client)?.version ?? 0n) + 1n
    return {
      effects: { client, institution, version: version.toString() },
      writes: [
        write(grades, {
          ...{ bank, institution, client, grade, base: grade, pledges: {}, version },
          ...(lift === undefined ? {} : { lift: { ...lift, each: BigInt(lift.each) } }),
        }),
        declared(request),
      ],
    }
  },
  openly: (request) => {
    const { client, institution } = request.body
    const bank = requireOwnClient(request)
    requireToldFit(request.told, hiddenRefusals)
    return {
      effects: { client, institution, version: toldVersion(request.told) },
      hides: [grades.key(bank, institution, client), keyOfDeclared(request)],
    }
  },
}
