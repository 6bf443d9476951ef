import { type Pledge, pledges } from '../../domains/agreements/tables.ts'
import { liveQuotes, quotes } from '../../domains/market/tables.ts'
import { participants } from '../../domains/registry/tables.ts'
import { type Grade, type GradeLift, grades } from '../../domains/trade-chain/tables.ts'
import { creditGrades } from '../../domains/trade-chain/terms.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import { grossOfSale } from '../amount.ts'
import { isPast } from '../deadline.ts'
import { termsOf } from '../market/live-quote.ts'
import { type Facts, type OpenRequest, type Rule, type View, write } from '../rule.ts'
import { requireToldFit, toldVersion } from '../told.ts'
import { declared, keyOfDeclared } from './declaration.ts'
import { gradeSteps, keysOfGrade, requireOwnClient } from './grade.ts'

/** What its issuer pays for what is pledged, in this cash, rounded down; nothing where no live quote says so. */
const valueIn = (view: View, { voucher: code, quantity }: Pledge, cash: string, facts: Facts): bigint => {
  const voucher = view.find(vouchers, code)
  const live = view.find(liveQuotes, code)
  const quote = live === undefined ? undefined : view.find(quotes, code, live.quote)
  if (voucher?.trade?.cash !== cash || quote === undefined) return 0n
  const isLive = quote.status !== 'withdrawn' && !isPast(quote.expiresAt, facts) && quote.terms === termsOf(voucher)
  return isLive ? grossOfSale(quote.sell, quantity, BigInt(voucher.trade.priceScale)) : 0n
}

/** A grade so many steps up as the value has its measure, never more than the lift allows, nor above the best. */
export const gradeLifted = (base: Grade['grade'], { each, most }: GradeLift, value: bigint): Grade['grade'] => {
  const place = creditGrades.indexOf(base)
  const allowed = most < place ? most : place
  const steps = value / each
  return creditGrades[place - (steps < BigInt(allowed) ? Number(steps) : allowed)] as Grade['grade']
}

/** Whether a pledge is locked, this client's, and to somebody at home at this bank: what everybody can see of it. */
const isPledgedAtBank = (
  pledge: Pledge | undefined,
  { bank, client }: Pick<Grade, 'bank' | 'client'>,
): pledge is Pledge => pledge?.status === 'locked' && pledge.holder === client && pledge.pledgeeHome === bank

/**
 * Whether a pledge may lift this grade: it is locked, this client's, and to the one at home at the bank whom two officers named as holding for
 * it. A pledge to anybody else there is no reason for the bank to trust the client, who may have a friend among its customers (SX-008).
 */
export const doesPledgeCount = (
  pledge: Pledge | undefined,
  grade: Pick<Grade, 'bank' | 'client' | 'lift'>,
): pledge is Pledge => isPledgedAtBank(pledge, grade) && pledge.pledgee === grade.lift?.pledgee

/** Whether all that lifts a grade still does, with no less of each than was weighed. */
export const isStillLifted = (view: View, grade: Grade): boolean =>
  Object.entries(grade.pledges).every(([name, weighed]) => {
    const pledge = view.find(pledges, name)
    return doesPledgeCount(pledge, grade) && pledge.quantity >= weighed
  })

type Weighing = Pick<OpenRequest<'grade.weigh'>, 'body' | 'sender' | 'view'>

/** The bank and the pledges that are weighed, as far as everybody can see; refuses as `requireOwnClient`, and `pledge_does_not_count`. */
const requireWeighable = (request: Weighing): { bank: string; found: Pledge[] } => {
  const { body, view } = request
  const bank = requireOwnClient(request)
  const found = body.pledges.map((name) => {
    const pledge = view.find(pledges, name)
    if (!isPledgedAtBank(pledge, { bank, client: body.client }))
      throw new Refusal('pledge_does_not_count', { pledge: name })
    return pledge
  })
  return { bank, found }
}

const keysOfPledges = (names: readonly string[], view: View): string[] =>
  names.flatMap((name) => {
    const voucher = view.find(pledges, name)?.voucher
    if (voucher === undefined) return []
    const quote = view.find(liveQuotes, voucher)?.quote
    const ofQuote = quote === undefined ? [] : [quotes.key(voucher, quote)]
    return [vouchers.key(voucher), liveQuotes.key(voucher), ...ofQuote]
  })

/**
 * A bank weighs what a client has pledged to it: the grade is the one that two officers gave, and so many steps better as they said that
 * pledges are worth, at what each voucher's issuer pays for it now (SX-008). Each time is a version of its own; without pledges the grade is
 * again as it was given. Refuses `unknown_participant`, `receiver_not_active`, `foreign_client`, `pledge_does_not_count` for a pledge
 * that is not locked or not this client's to who holds for this bank, and `grade_missing`.
 */
export const weighGrade: Rule<'grade.weigh'> = {
  ...gradeSteps,
  reads: ({ body: { client, pledges: names } }) => [
    participants.key(client),
    ...names.map((name) => pledges.key(name)),
  ],
  readsThen: (instruction, view) => [
    ...keysOfGrade(instruction, view),
    ...keysOfPledges(instruction.body.pledges, view),
  ],
  decide: (request) => {
    const { body, view, facts } = request
    const { client, institution } = body
    const { bank, found } = requireWeighable(request)
    const before = view.find(grades, bank, institution, client)
    if (before === undefined) throw new Refusal('grade_missing', {})
    const foreign = body.pledges.find((name) => !doesPledgeCount(view.find(pledges, name), before))
    if (foreign !== undefined) throw new Refusal('pledge_does_not_count', { pledge: foreign })
    const { base, lift } = before
    const value = (cash: string) => found.reduce((sum, pledge) => sum + valueIn(view, pledge, cash, facts), 0n)
    const grade = lift === undefined ? base : gradeLifted(base, lift, value(lift.cash))
    const version = before.version + 1n
    const weighed = Object.fromEntries(found.map(({ pledge, quantity }) => [pledge, quantity]))
    return {
      effects: { client, institution, version: version.toString() },
      writes: [write(grades, { ...before, grade, pledges: weighed, version }), declared(request)],
    }
  },
  openly: (request) => {
    const { client, institution } = request.body
    const { bank } = requireWeighable(request)
    requireToldFit(request.told, ['grade_missing', 'pledge_does_not_count'])
    return {
      effects: { client, institution, version: toldVersion(request.told) },
      hides: [grades.key(bank, institution, client), keyOfDeclared(request)],
    }
  },
}
